"""Reading jobs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select

from eventapp.jobs.models import Job, JobResult, JobStatus
from eventapp.kernel.db import db

SHOWN = 100


def jobs_of(week_id: UUID, *, failed_since: datetime | None = None) -> Sequence[Job]:
    """The latest jobs of a week, newest first; or those alone that failed lately."""
    rows = select(Job).where(Job.week_id == week_id)
    if failed_since is not None:
        rows = rows.where(Job.status == JobStatus.FAILED, Job.ended_at > failed_since)
    return db.session.scalars(rows.order_by(Job.created_at.desc()).limit(SHOWN)).all()


def result_of(job: Job) -> JobResult | None:
    """The file that a job made."""
    return db.session.get(JobResult, job.id)


def has_result(job: Job) -> bool:
    """Whether the file that a job made is still kept."""
    kept = select(exists().where(JobResult.job_id == job.id))
    return bool(db.session.scalar(kept))
