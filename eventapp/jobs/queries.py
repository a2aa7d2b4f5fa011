"""Reading jobs."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, select

from eventapp.jobs.models import Job, JobResult
from eventapp.kernel.db import db

SHOWN = 100


def jobs_of(week_id: UUID) -> Sequence[Job]:
    """The latest jobs of a week, newest first."""
    rows = select(Job).where(Job.week_id == week_id)
    return db.session.scalars(rows.order_by(Job.created_at.desc()).limit(SHOWN)).all()


def result_of(job: Job) -> JobResult | None:
    """The file that a job made."""
    return db.session.get(JobResult, job.id)


def has_result(job: Job) -> bool:
    """Whether the file that a job made is still kept."""
    kept = select(exists().where(JobResult.job_id == job.id))
    return bool(db.session.scalar(kept))
