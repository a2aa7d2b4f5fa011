"""Codes and links of invitations: issued, ended, used."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, or_, update

from eventapp.accounts.service.limits import check_limit, count
from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.codes import ALPHABET
from eventapp.kernel.db import add, db, writing
from eventapp.kernel.names import PersonName, searchable
from eventapp.kernel.tokens import address_token, derive, digest
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration import keys
from eventapp.registration.errors import InvitationNeeded
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.registrations import Registration

CODE_LENGTH = 10  # of 32 signs: 50 bits
WRONG_PER_NETWORK = 100  # a university may sit behind one address


def issue_invitation(
    week: Week, label: str, *, uses_allowed: int, expires_at: datetime | None
) -> tuple[Invitation, str]:
    """Make an invitation with its code and its link; both can be shown again."""
    invitation = Invitation(
        week_id=week.id,
        week=week,
        label=label,
        name=PersonName(""),
        search_text=searchable(label),
        code_digest=b"",
        uses_allowed=uses_allowed,
        used=0,
        expires_at=expires_at,
        created_at=clock.now(),
    )
    return add(open_codes(invitation)), code_of(invitation)


def open_codes(invitation: Invitation) -> Invitation:
    """Let its code and its link work."""
    invitation.id = invitation.id or uuid4()
    invitation.code_digest = keys.invitation_digest(code_of(invitation))
    invitation.token_digest = digest(token_of(invitation))
    return invitation


def code_of(invitation: Invitation) -> str:
    """The code that people type; it says nothing about whom it is for."""
    octets = derive(current().secret_key, "invitation code", str(invitation.id))
    number = int.from_bytes(octets)
    return "".join(ALPHABET[number >> 5 * n & 31] for n in range(CODE_LENGTH))


def token_of(invitation: Invitation) -> str:
    """What stands at the end of its address."""
    secret = derive(current().secret_key, "invitation", str(invitation.id))
    return address_token(secret)


def end_invitation(invitation: Invitation) -> bool:
    """Let an invitation admit nobody else; say whether it still did.

    Who has registered with it stays registered.
    """
    now = clock.now()
    if invitation.has_ended(now):
        return False
    invitation.expires_at = now
    return True


def fitting_invitation(week: Week, code: str, address: str) -> Invitation | None:
    """The invitation that lets `address` in; None where the week needs none.

    Raises:
        InvitationNeeded: unknown, ended, used up, for another address; all look alike.
    """
    if not code and week.registration_mode is not RegistrationMode.INVITATION:
        return None
    found = keys.invitation(week, code)
    if (
        found is None
        or found.has_ended(clock.now())
        or found.used >= found.uses_allowed
        or (found.is_tied and found.address != address)
    ):
        raise InvitationNeeded
    return found


def use_invitation(invitation: Invitation, registration: Registration) -> None:
    """Count one use, and let the registration begin with what the host knows.

    Number and end are looked at in the statement that counts.

    Raises:
        InvitationNeeded: it has ended or was used up since the code was mailed.
    """
    now = clock.now()
    used = db.session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.used < Invitation.uses_allowed,
            or_(Invitation.expires_at.is_(None), Invitation.expires_at > now),
        )
        .values(
            used=Invitation.used + 1,
            answered_at=func.coalesce(Invitation.answered_at, now),
        )
    )
    if not used.rowcount:  # type: ignore[attr-defined]  # a cursor result
        raise InvitationNeeded
    registration.kind = invitation.kind
    registration.institution_id = invitation.institution_id
    registration.proposed_institution = invitation.proposed_institution
    if invitation.institution is not None:
        registration.territory_code = invitation.institution.territory_code
    if invitation.uses_allowed == 1:
        registration.name = invitation.name


def check_tries(from_address: str) -> None:
    """Let this network try another code or link.

    Raises:
        TooManyAttempts: too many of its tries were wrong.
    """
    check_limit("invitation", _whence(from_address), WRONG_PER_NETWORK)


def count_wrong_try(from_address: str) -> None:
    """Count a wrong code or link, in its own transaction: the rest is undone."""
    with writing():
        count("invitation", _whence(from_address))


def _whence(from_address: str) -> bytes:
    return digest(f"invitations {from_address}")
