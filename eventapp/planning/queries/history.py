"""What became of an event: the releases that changed it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.releases import Change, Release


def releases_with(event: Event) -> Sequence[Change]:
    """What each release did to an event, the latest first."""
    rows = (
        select(Change)
        .join(Change.release)
        .options(joinedload(Change.release))
        .where(Change.event_id == event.id)
    )
    return db.session.scalars(rows.order_by(Release.number.desc())).all()
