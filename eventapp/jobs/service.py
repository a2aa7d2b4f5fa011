"""Asking for long work, doing it, telling how far it is."""

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from eventapp.jobs import signals
from eventapp.jobs.models import Job, JobResult, JobStatus
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, writing
from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext, speaking, spoken

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
TELL_SECONDS = 1.0
USUALLY = 600.0  # seconds between two tidyings


class JobEnded(Refusal):
    """A job that has ended is not cancelled."""

    message = lazy_gettext("This job has already ended.")


class JobNotEnded(Refusal):
    """What still waits or runs is not asked for once more."""

    message = lazy_gettext("This job has not ended yet.")


class StoppedError(Exception):
    """Somebody cancelled the job while it was running."""


@dataclass(frozen=True)
class Product:
    """The file that a job makes."""

    name: str
    media_type: str
    content: bytes
    failed_rows: int = 0  # the file says which and why; they are done by asking again


Progress = Callable[[int, int], None]
Work = Callable[[dict[str, Any], Progress], Product]

Upkeep = Callable[[], None]

_works: dict[str, Work] = {}
_upkeep: dict[str, "_Regular"] = {}


def register(kind: str, work: Work) -> None:
    """Name the function that does this kind of job; app.py does so once."""
    _works[kind] = work


def register_upkeep(name: str, upkeep: Upkeep, *, every: float = USUALLY) -> None:
    """Name a function that ends what is over, each so many seconds; app.py does."""
    _upkeep[name] = _Regular(upkeep, every)


def tidy() -> None:
    """End what is over, in all parts of the house."""
    for one in _upkeep.values():
        one.upkeep()


def tidy_when_due(at: float) -> None:
    """The same for all whose time has come, by a clock that never goes back."""
    for one in _upkeep.values():
        if at - one.done_at >= one.every:
            one.upkeep()
            one.done_at = at


@dataclass
class _Regular:
    upkeep: Upkeep
    every: float  # seconds
    done_at: float = -math.inf


def ask(
    kind: str,
    arguments: dict[str, Any],
    *,
    asked_by_id: UUID | None = None,
    week_id: UUID | None = None,
) -> Job:
    """Queue a job in the present transaction."""
    now = clock.now()
    return add(
        Job(
            kind=kind,
            arguments=arguments,
            language=spoken().tag,
            status=JobStatus.QUEUED,
            created_at=now,
            due_at=now,
            asked_by_id=asked_by_id,
            week_id=week_id,
        )
    )


def cancel(job: Job) -> None:
    """Stop a job that waits or runs.

    Raises:
        JobEnded: it has ended.
    """
    if not job.is_open():
        raise JobEnded
    job.status = JobStatus.CANCELLED
    job.ended_at = clock.now()


def ask_again(job: Job, *, asked_by_id: UUID | None = None) -> Job:
    """Queue the same work anew: what was done before is left as it is.

    Raises:
        JobNotEnded: it waits or runs.
    """
    if job.is_open():
        raise JobNotEnded
    return ask(
        job.kind, dict(job.arguments), asked_by_id=asked_by_id, week_id=job.week_id
    )


def forget_results(kind: str, before: datetime) -> None:
    """Forget the files of jobs of this kind that ended before; the jobs stay."""
    ended = select(Job.id).where(Job.kind == kind, Job.ended_at < before)
    db.session.execute(delete(JobResult).where(JobResult.job_id.in_(ended)))


def work_off() -> int:
    """Do all due jobs one after the other, and tell how many."""
    count = 0
    while (key := _lease()) is not None:
        count += 1
        _do(key)
    return count


def _lease() -> UUID | None:
    now = clock.now()
    waiting = (
        select(Job.id)
        .where(Job.status.in_((JobStatus.QUEUED, JobStatus.RUNNING)), Job.due_at <= now)
        .order_by(Job.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with writing():
        key = db.session.scalar(waiting)
        if key is None:
            return None
        job = db.session.get_one(Job, key)
        if job.attempts >= MOST_ATTEMPTS:
            job.status = JobStatus.FAILED
            job.last_error = job.last_error or "interrupted"
            job.ended_at = now
            signals.job_ended.send(job)
        else:
            job.status = JobStatus.RUNNING
            job.attempts += 1
            job.began_at = now
            job.due_at = now + LEASE
    return key


def _do(key: UUID) -> None:
    job = db.session.get_one(Job, key)
    if job.status is not JobStatus.RUNNING:
        db.session.rollback()
        return
    kind, arguments, language = job.kind, job.arguments, job.language
    db.session.rollback()
    try:
        with speaking(language):
            product = _works[kind](arguments, _teller(key))
    except StoppedError:
        db.session.rollback()
    except Refusal as refusal:
        db.session.rollback()
        with speaking(language):
            _fail(key, str(refusal), is_final=True)
    except Exception as error:
        db.session.rollback()
        log.exception("job %s (%s) failed", key, kind)
        _fail(key, f"{type(error).__name__}: {error}")
    else:
        db.session.rollback()
        _finish(key, product)


def _teller(key: UUID) -> Progress:
    """Keeps the progress, once a second at the most."""
    told_at = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= TELL_SECONDS or not told_at:
            _tell(key, done, total)
            told_at = time.monotonic()

    return tell


def _tell(key: UUID, done: int, total: int) -> None:
    with writing():
        told = db.session.scalar(
            update(Job)
            .where(Job.id == key, Job.status == JobStatus.RUNNING)
            .values(done=done, total=max(total, done), due_at=clock.now() + LEASE)
            .returning(Job.id)
        )
    if told is None:
        raise StoppedError


def _finish(key: UUID, product: Product) -> None:
    with writing():
        job = db.session.get_one(Job, key)
        if job.status is not JobStatus.RUNNING:
            return
        job.status = JobStatus.DONE
        job.done = job.total
        job.failed_rows = product.failed_rows
        job.ended_at = clock.now()
        db.session.merge(
            JobResult(
                job_id=key,
                name=product.name,
                media_type=product.media_type,
                content=product.content,
            )
        )
        signals.job_ended.send(job)


def _fail(key: UUID, error: str, *, is_final: bool = False) -> None:
    """Keep what went wrong; a broken rule would be broken at the next try as well."""
    with writing():
        job = db.session.get_one(Job, key)
        job.last_error = error[:500]
        if is_final or job.attempts >= MOST_ATTEMPTS:
            job.status = JobStatus.FAILED
            job.ended_at = clock.now()
            signals.job_ended.send(job)
        else:
            job.status = JobStatus.QUEUED
            job.due_at = clock.now() + timedelta(seconds=10 * job.attempts)
