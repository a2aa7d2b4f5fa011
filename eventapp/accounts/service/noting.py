"""The journal of accounts: what people do to their own."""

from eventapp.accounts.models import Account
from eventapp.journal.service import note


def note_own(account: Account, action: str, **details: object) -> None:
    """Note what an account did to itself."""
    note(
        action,
        actor=account.name,
        actor_id=account.id,
        subject=account.name,
        subject_id=account.id,
        details=details,
    )
