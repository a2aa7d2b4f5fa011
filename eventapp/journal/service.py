"""Writing the journal, and emptying what must be forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, or_, update
from sqlalchemy.exc import SQLAlchemyError

from eventapp.journal.models import Entry, Opening
from eventapp.kernel import clock
from eventapp.kernel.db import db, writing
from eventapp.kernel.origin import came_from

ORIGINS_KEPT = timedelta(days=365)


def note(  # noqa: PLR0913 - a line of the journal has these columns
    action: str,
    *,
    actor: str,
    actor_id: UUID | None = None,
    subject: str,
    subject_id: UUID | None = None,
    week_id: UUID | None = None,
    details: dict[str, Any] | None = None,
    is_exact: bool = False,
) -> None:
    """Keep one line: who did what to whom, with before and after in `details`.

    From where comes by itself: the address of accounts, and of others their network,
    unless `is_exact`.
    """
    origin = came_from()
    db.session.add(
        Entry(
            at=clock.now(),
            action=action,
            actor=actor[:200],
            actor_id=actor_id,
            subject=subject[:300],
            subject_id=subject_id,
            week_id=week_id,
            details=details or {},
            whence=(origin.address if actor_id or is_exact else origin.network) or None,
            device=origin.device[:80] or None,
        )
    )


@contextmanager
def opened() -> Iterator[None]:
    """Let lines be emptied within this transaction, which the triggers see."""
    key = uuid4()
    db.session.execute(insert(Opening).values(id=key))
    try:
        yield
    except BaseException:
        with suppress(SQLAlchemyError):
            _close(key)
        raise
    _close(key)


def forget_origins() -> None:
    """From where something was done a year ago proves nothing any more."""
    old = Entry.at < clock.now() - ORIGINS_KEPT
    told = or_(Entry.whence.is_not(None), Entry.device.is_not(None))
    with writing(), opened():
        db.session.execute(
            update(Entry).where(old, told).values(whence=None, device=None)
        )


def _close(key: UUID) -> None:
    db.session.execute(delete(Opening).where(Opening.id == key))
