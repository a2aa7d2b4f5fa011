"""Questions about bulk deeds."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from eventapp.jobs.models import Job, JobStatus
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.selection.models import Deed, DeedRow
from eventapp.selection.vocabulary import DeedState, Work

MOST = 100
OPEN = frozenset({JobStatus.QUEUED, JobStatus.RUNNING})


def deeds_of(week: Week) -> Sequence[Deed]:
    """The latest bulk deeds of a week."""
    rows = select(Deed).where(Deed.week_id == week.id)
    return db.session.scalars(rows.order_by(Deed.done_at.desc()).limit(MOST)).all()


def states_of(deeds: Sequence[Deed]) -> dict[UUID, DeedState]:
    """How far each of them is, by its fields and by the job that does or undoes it."""
    keys = [one.job_id for one in deeds if one.job_id]
    rows = select(Job.id, Job.kind, Job.status).where(Job.id.in_(keys))
    known = {key: (kind, status) for key, kind, status in db.session.execute(rows)}
    ended = ("", JobStatus.DONE)  # at once, or so long ago that the job is forgotten
    return {
        one.id: _state(one, *(known.get(one.job_id, ended) if one.job_id else ended))
        for one in deeds
    }


def is_at_work(deed: Deed) -> bool:
    """Whether a job is still doing it, or undoing it; a cancelled one is not."""
    status = select(Job.status).where(Job.id == deed.job_id)
    return deed.job_id is not None and db.session.scalar(status) in OPEN


def keys_in(deed: Deed, most: int) -> tuple[Sequence[UUID], dict[UUID, bool | None]]:
    """Some of the registrations of a deed, and of each whether it was undone."""
    rows = select(DeedRow.registration_id, DeedRow.undone).where(
        DeedRow.deed_id == deed.id
    )
    found = db.session.execute(rows.order_by(DeedRow.registration_id).limit(most))
    undone = {key: was for key, was in found}  # noqa: C416 - typed rows
    return list(undone), undone


def _state(deed: Deed, kind: str, status: JobStatus) -> DeedState:
    if status in OPEN:
        return DeedState.AT_WORK
    if deed.undone_at is not None:
        was_stopped = kind == Work.UNDO and status is not JobStatus.DONE
        return DeedState.STOPPED if was_stopped else DeedState.UNDONE
    return DeedState.STOPPED if deed.ended_at is None else DeedState.DONE
