"""Questions about bulk deeds."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.selection.models import Deed, DeedRow

MOST = 100


def deeds_of(week: Week) -> Sequence[Deed]:
    """The latest bulk deeds of a week."""
    rows = select(Deed).where(Deed.week_id == week.id)
    return db.session.scalars(rows.order_by(Deed.done_at.desc()).limit(MOST)).all()


def keys_in(deed: Deed, most: int) -> tuple[Sequence[UUID], dict[UUID, bool | None]]:
    """Some of the registrations of a deed, and of each whether it was undone."""
    rows = select(DeedRow.registration_id, DeedRow.undone).where(
        DeedRow.deed_id == deed.id
    )
    found = db.session.execute(rows.order_by(DeedRow.registration_id).limit(most))
    undone = {key: was for key, was in found}  # noqa: C416 - typed rows
    return list(undone), undone
