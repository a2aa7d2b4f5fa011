"""Writing the journal."""

from typing import Any
from uuid import UUID

from eventapp.journal.models import Entry
from eventapp.kernel import clock
from eventapp.kernel.db import db


def note(  # noqa: PLR0913 - a line of the journal has these columns
    action: str,
    *,
    actor: str,
    actor_id: UUID | None = None,
    subject: str,
    subject_id: UUID | None = None,
    week_id: UUID | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Keep one line: who did what to whom, with before and after in `details`."""
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
        )
    )
