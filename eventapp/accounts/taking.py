"""What leaves the house: files with people in them."""

from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.journal.service import note


def note_taken(
    action: str, name: str, number: int, *, by: Account, week_id: UUID
) -> None:
    """Keep in the journal who took a file, and how many rows it has."""
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=name,
        subject_id=week_id,
        week_id=week_id,
        details={"after": {"number": number}},
    )
