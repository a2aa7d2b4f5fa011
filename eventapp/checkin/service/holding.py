"""Who came late and waits outside; the doors that a batch of scans goes through."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from eventapp.kernel.db import db, holds_all
from eventapp.programme.models.events import Event


def hold_events(keys: Iterable[UUID | None]) -> None:
    """Hold the events of several scans before the first is decided, in one order.

    Each of them may count who is inside; two batches would wait for each other.
    """
    known = sorted(key for key in keys if key)
    if known and not holds_all():
        db.session.execute(
            select(Event.id)
            .where(Event.id.in_(known))
            .order_by(Event.id)
            .with_for_update(key_share=True)
        )
