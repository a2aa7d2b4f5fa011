"""Proving that an address is one's own: six digits or a link, by mail."""

from datetime import timedelta

from sqlalchemy import update

from eventapp.accounts.service.limits import check_limit, count
from eventapp.kernel import clock
from eventapp.kernel.codes import new_reference
from eventapp.kernel.db import add, db, lock, reading, writing
from eventapp.kernel.names import PersonName
from eventapp.kernel.tokens import digest, new_number_code, new_token, same
from eventapp.programme.models.weeks import Week
from eventapp.registration import keys, queries
from eventapp.registration.errors import (
    CodeEnded,
    CodeSentJustNow,
    LinkEnded,
    RegistrationClosed,
    WrongCode,
)
from eventapp.registration.models.entering import Confirmation, Invitation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices_of_codes import send_code
from eventapp.registration.service.applying import make_findable
from eventapp.registration.service.inviting import fitting_invitation, use_invitation
from eventapp.registration.vocabulary import RegistrationStatus

CODE_LASTS = timedelta(hours=1)
RESEND_AFTER = timedelta(seconds=60)
MOST_TRIES = 6
MAILS_PER_ADDRESS = 8  # within fifteen minutes
MAILS_PER_NETWORK = 200  # a university may sit behind one address


def ask_to_confirm(
    week: Week, address: str, *, language: str, code: str = "", from_address: str = ""
) -> Confirmation:
    """Send a code to `address`; who registered before is let in by the same code.

    Raises:
        RegistrationClosed: it is too early or too late, and nothing was begun.
        InvitationNeeded: `code`, typed or from a link, fits no invitation for it.
        CodeSentJustNow: the last code is less than a minute old.
        TooManyAttempts: too many mails to this address or from this network.
    """
    now = clock.now()
    folded = address.strip().casefold()
    is_known = queries.live_registration(week, folded) is not None
    if not is_known and not week.takes_registrations(now):
        raise RegistrationClosed
    invitation = None if is_known else fitting_invitation(week, code, folded)
    latest = keys.latest_confirmation(week, folded)
    if latest and not latest.used_at and now - latest.sent_at < RESEND_AFTER:
        raise CodeSentJustNow
    whom, whence = digest(f"mail {folded}"), digest(f"mails {from_address}")
    check_limit("code", whom, MAILS_PER_ADDRESS)
    check_limit("code", whence, MAILS_PER_NETWORK)
    count("code", whom)
    count("code", whence)
    digits, link = new_number_code(), new_token()
    confirmation = add(
        Confirmation(
            week_id=week.id,
            address=folded,
            language=language,
            code_digest=digest(digits),
            link_digest=digest(link),
            tries=0,
            sent_at=now,
            expires_at=now + CODE_LASTS,
            invitation_id=invitation.id if invitation else None,
        )
    )
    send_code(confirmation, week, digits, link)
    return confirmation


def confirm_by_code(week: Week, address: str, digits: str) -> Registration:
    """Open the registration of an address, or begin one.

    Each try is counted first, in a transaction of its own: guesses that come together
    are counted, too.

    Raises:
        CodeEnded: no code, too old, used, or tried too often.
        WrongCode: other digits.
    """
    with reading():
        latest = keys.latest_confirmation(week, address)
        key = latest.id if latest and _is_usable(latest) else None
    if key is None:
        raise CodeEnded
    with writing():
        expected = db.session.scalar(
            update(Confirmation)
            .where(Confirmation.id == key, Confirmation.tries < MOST_TRIES)
            .values(tries=Confirmation.tries + 1)
            .returning(Confirmation.code_digest)
        )
    if expected is None:
        raise CodeEnded
    if not same(expected, digest(digits)):
        raise WrongCode
    return _use(db.session.get_one(Confirmation, key))


def confirm_by_link(token: str) -> Registration:
    """Do the same by the link of the mail.

    Raises:
        LinkEnded: unknown, too old, or used.
    """
    confirmation = keys.confirmation_by_link(token)
    if confirmation is None or not _is_usable(confirmation):
        raise LinkEnded
    return _use(confirmation)


def _use(confirmation: Confirmation) -> Registration:
    lock(confirmation.week)  # one address, two codes, one registration
    lock(confirmation)
    if not _is_usable(confirmation):
        raise CodeEnded
    now = clock.now()
    confirmation.used_at = now
    week = confirmation.week
    known = queries.live_registration(week, confirmation.address)
    if known is not None:
        return known
    if not week.takes_registrations(now):
        raise RegistrationClosed
    registration = add(
        Registration(
            week_id=week.id,
            week=week,
            reference=new_reference(),
            status=RegistrationStatus.DRAFT,
            address=confirmation.address,
            language=confirmation.language,
            name=PersonName(""),
            created_at=now,
            changed_at=now,
            agenda_changed_at=now,
            invitation_id=confirmation.invitation_id,
        )
    )
    if confirmation.invitation_id is not None:
        invitation = db.session.get_one(Invitation, confirmation.invitation_id)
        use_invitation(invitation, registration)
        make_findable(registration)
    return registration


def _is_usable(confirmation: Confirmation) -> bool:
    return confirmation.used_at is None and confirmation.expires_at > clock.now()
