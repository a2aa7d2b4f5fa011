"""Questions about the running site: who is at work, what waits, how old copies are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from eventapp.checkin.models.scans import Admission
from eventapp.config import current
from eventapp.jobs.models import Job, JobStatus
from eventapp.kernel.db import db
from eventapp.mail.models import Message, MessageStatus
from eventapp.operation.beating import LAST_BACKUP, WORKER
from eventapp.operation.models import Beat
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration

SILENT = timedelta(minutes=3)  # then somebody should look


@dataclass(frozen=True)
class Waiting:
    """What waits, by status, and since when the oldest message should have left."""

    messages: Mapping[str, int]
    jobs: Mapping[str, int]
    oldest_due_at: datetime | None


def worker_heard_at() -> datetime | None:
    """When the worker was last at work; None: never."""
    return db.session.scalar(select(Beat.at).where(Beat.name == WORKER))


def is_worker_silent(at: datetime) -> bool:
    """Whether mail and jobs wait because nobody works them off."""
    heard_at = worker_heard_at()
    return heard_at is not None and at - heard_at > SILENT


def last_backup_at() -> datetime | None:
    """When the last backup was made by this machine; None: none that we know."""
    kept = current().data / LAST_BACKUP
    try:
        told = json.loads(kept.read_text(encoding="utf-8"))
        return datetime.fromisoformat(told["at"])
    except (OSError, ValueError, KeyError):
        return None


def waiting() -> Waiting:
    """What waits in the outbox and among the jobs."""
    messages = select(Message.status, func.count()).group_by(Message.status)
    jobs = select(Job.status, func.count()).group_by(Job.status)
    oldest = select(func.min(Message.due_at)).where(
        Message.status == MessageStatus.QUEUED
    )
    return Waiting(
        _by_status(messages, MessageStatus),
        _by_status(jobs, JobStatus),
        db.session.scalar(oldest),
    )


def registrations() -> Mapping[tuple[str, str], int]:
    """How many registrations each week has, by its address and their status."""
    rows = db.session.execute(
        select(Week.slug, Registration.status, func.count())
        .join(Registration, Registration.week_id == Week.id)
        .group_by(Week.slug, Registration.status)
    )
    return {(slug, status.value): count for slug, status, count in rows}


def admissions() -> int:
    """How many admissions stand."""
    standing = select(func.count()).where(Admission.undone_at.is_(None))
    return db.session.scalar(standing) or 0


def _by_status(
    counted: object, statuses: type[MessageStatus] | type[JobStatus]
) -> Mapping[str, int]:
    found = {status.value: count for status, count in db.session.execute(counted)}  # type: ignore[call-overload]  # a select of two columns
    return {one.value: found.get(one.value, 0) for one in statuses}
