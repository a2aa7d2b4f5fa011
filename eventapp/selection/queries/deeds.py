"""Questions about bulk deeds."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from eventapp.jobs.models import Job, JobStatus
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.selection.models import Deed, DeedRow

MOST = 100
OPEN = frozenset({JobStatus.QUEUED, JobStatus.RUNNING})


def deeds_of(week: Week) -> Sequence[Deed]:
    """The latest bulk deeds of a week."""
    rows = select(Deed).where(Deed.week_id == week.id)
    return db.session.scalars(rows.order_by(Deed.done_at.desc()).limit(MOST)).all()


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
