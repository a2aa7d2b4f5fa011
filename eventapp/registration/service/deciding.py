"""The organisers' decisions about registrations, and invitation codes."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from eventapp.institutions.models import Institution
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.codes import ALPHABET
from eventapp.kernel.db import add, db, lock
from eventapp.programme.models.weeks import Week
from eventapp.registration import keys, notices, signals
from eventapp.registration.errors import NotDecidable
from eventapp.registration.models.approvals import Review
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying, places
from eventapp.registration.vocabulary import RegistrationStatus

CODE_LENGTH = 10


def confirm_registration(registration: Registration, *, actor: str) -> None:
    """Say yes to a submitted registration, or again to one that was declined.

    Raises:
        NotDecidable: it is not finished, confirmed already, or cancelled.
    """
    lock(registration.week)  # confirmations follow each other: events in one order
    lock(registration)
    if registration.status not in {
        RegistrationStatus.SUBMITTED,
        RegistrationStatus.DECLINED,
    }:
        raise NotDecidable
    registration.decision_note = None
    applying.confirm(registration)
    _note(registration, "registration.confirmed", actor)


def decline_registration(
    registration: Registration, reason: str, *, actor: str
) -> None:
    """Say no, with a reason; places go to those who wait.

    Raises:
        NotDecidable: it is not finished, or has ended.
    """
    places.lock_places(registration)
    if not registration.is_submitted:
        raise NotDecidable
    places.release_all(registration)
    registration.status = RegistrationStatus.DECLINED
    registration.decision_note = reason or None
    registration.decided_at = registration.changed_at = clock.now()
    registration.agenda_changed_at = registration.changed_at  # it is empty now
    db.session.flush()
    signals.registration_ended.send(registration)
    notices.tell_status(registration, [])
    _note(registration, "registration.declined", actor, {"reason": reason})


def assign_institution(
    registrations: Iterable[Registration], institution: Institution, *, actor: str
) -> None:
    """Let proposals of one institution mean this entry of the directory."""
    for registration in registrations:
        proposed = registration.proposed_institution
        registration.institution_id = institution.id
        registration.territory_code = (
            institution.territory_code or registration.territory_code
        )
        registration.proposed_institution = None
        registration.changed_at = clock.now()
        applying.make_findable(registration)
        details = {"before": proposed, "after": str(institution.name)}
        _note(registration, "registration.institution_assigned", actor, details)
    db.session.flush()


def issue_invitation(
    week: Week, label: str, *, uses_allowed: int, expires_at: datetime | None
) -> tuple[Invitation, str]:
    """Make a code for a week by invitation; it is shown once."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    invitation = Invitation(
        week_id=week.id,
        label=label,
        code_digest=keys.invitation_digest(code),
        uses_allowed=uses_allowed,
        used=0,
        expires_at=expires_at,
        created_at=clock.now(),
    )
    return add(invitation), code


def end_invitation(invitation: Invitation) -> bool:
    """Let a code admit nobody else; say whether it still did.

    Who has registered with it stays registered.
    """
    now = clock.now()
    if invitation.has_ended(now):
        return False
    invitation.expires_at = now
    return True


def _note(
    registration: Registration,
    action: str,
    actor: str,
    details: dict[str, Any] | None = None,
) -> None:
    note(
        action,
        actor=actor,
        subject=f"{registration.number or '–'} {registration.name}",
        subject_id=registration.id,
        week_id=registration.week_id,
        details=details,
    )
