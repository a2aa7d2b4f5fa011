"""Lines of the journal about a registration, all under the same words."""

from typing import Any

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.registration.models.registrations import Registration

DELEGATE = "delegate"  # the actor: whoever opened the registration


def note_about(
    registration: Registration,
    action: str,
    *,
    who: Account | str = DELEGATE,
    details: dict[str, Any] | None = None,
) -> None:
    """Note what happened to a registration: by its delegate, or by an account."""
    note(
        action,
        actor=who.name if isinstance(who, Account) else who,
        actor_id=who.id if isinstance(who, Account) else None,
        subject=f"{registration.number or '–'} {registration.name}",
        subject_id=registration.id,
        week_id=registration.week_id,
        details=details,
    )
