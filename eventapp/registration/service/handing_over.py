"""Handing a registration over to a colleague; and several under one address."""

from flask_babel import gettext as _
from sqlalchemy import update

from eventapp.accounts.service.limits import check_limit, count
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.codes import new_reference
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.i18n import speaking
from eventapp.kernel.names import PersonName
from eventapp.kernel.tokens import digest
from eventapp.programme.timetable import has_passed
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration import notices, own, signals
from eventapp.registration.errors import (
    InvitationNeeded,
    NoLongerOpen,
    RegistrationClosed,
    TooLateToChange,
    TooManyAtOneAddress,
)
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.on_registering import GIVEN_AWAY, HANDED_OVER
from eventapp.registration.service import agenda, applying, locking, turning
from eventapp.registration.service.inviting import use_invitation
from eventapp.registration.vocabulary import RegistrationStatus

MOST_AT_ONE_ADDRESS = 20
MOST_TO_ONE_ADDRESS = 4  # within fifteen minutes
KEPT_STEPS = ("institution", "events")  # a colleague answers the others


def hand_over(
    registration: Registration,
    name: PersonName,
    address: str,
    *,
    has_own_address: bool = True,
) -> Registration:
    """Let a colleague come instead: the places go along, the answers do not.

    The colleague has a registration and a badge of their own, and is asked for what
    is theirs to say. The one before is cancelled, with its badge.

    Raises:
        NoLongerOpen: it was declined or cancelled.
        TooLateToChange: the week is over.
        TooManyAttempts: this address was written to again and again.
    """
    lock(registration.week)
    locking.lock_places(registration)
    if not registration.is_live:
        raise NoLongerOpen
    if has_passed(registration.week, clock.now()):
        raise TooLateToChange
    if has_own_address:
        _spare(address)
    status, wishes, is_head = (
        registration.status,
        registration.wishes,
        registration.is_head,
    )
    successor = _beginning(registration, address.strip().casefold(), name)
    successor.has_own_address = has_own_address
    successor.institution_id = registration.institution_id
    successor.proposed_institution = registration.proposed_institution
    successor.territory_code = registration.territory_code
    successor.kind = registration.kind
    successor.delegation_id = registration.delegation_id
    successor.invitation_id = registration.invitation_id
    successor.wishes = wishes
    successor.steps_done = KEPT_STEPS
    shown = turning.shown_to([registration])
    _move_places(registration, successor)
    registration.is_head = False
    applying.cancel(registration, tells=False)
    turning.turn_many(registration, shown, registration.changed_at)
    db.session.flush()
    successor.is_head = is_head
    applying.make_findable(successor)
    _let_come(successor, status)
    if has_own_address:  # else a secretary did it, and knows
        _tell(successor, registration.name)
        _tell_before(registration, successor.name)
    note(
        "registration.handed_over",
        actor="delegate",
        subject=f"{registration.number or '–'} → {successor.number or '–'}",
        subject_id=successor.id,
        week_id=successor.week_id,
    )
    return successor


def begin_another(registration: Registration) -> Registration:
    """Begin a registration for somebody else under the same address.

    In a week by invitation it is one more use of the same invitation.

    Raises:
        RegistrationClosed: the week takes no more registrations.
        TooManyAtOneAddress: this many are live.
        TooManyAttempts: this many were begun within fifteen minutes.
        InvitationNeeded: the invitation admits nobody else.
    """
    if not registration.week.takes_registrations(clock.now()):
        raise RegistrationClosed
    present = own.at_one_address(registration.week, registration.address)
    if len(present) >= MOST_AT_ONE_ADDRESS:
        raise TooManyAtOneAddress
    whom = digest(f"another {registration.address}")
    check_limit("another", whom, MOST_AT_ONE_ADDRESS)
    count("another", whom)
    another = _beginning(registration, registration.address, PersonName(""))
    if registration.week.registration_mode is RegistrationMode.INVITATION:
        _use_once_more(registration, another)
    return another


def _spare(address: str) -> None:
    """Let nobody fill a stranger's letter box with registrations."""
    whom = digest(f"handed over {address.strip().casefold()}")
    check_limit("link", whom, MOST_TO_ONE_ADDRESS)
    count("link", whom)


def _beginning(
    registration: Registration, address: str, name: PersonName
) -> Registration:
    now = clock.now()
    return add(
        Registration(
            reference=new_reference(),
            status=RegistrationStatus.DRAFT,
            address=address,
            has_own_address=True,
            language=registration.language,
            name=name,
            created_at=now,
            changed_at=now,
            agenda_changed_at=now,
            week_id=registration.week_id,
            week=registration.week,
        )
    )


def _use_once_more(registration: Registration, another: Registration) -> None:
    """Count another use of the invitation that let the first one in."""
    if registration.invitation_id is None:
        raise InvitationNeeded
    invitation = db.session.get_one(Invitation, registration.invitation_id)
    use_invitation(invitation, another)
    another.invitation_id = invitation.id


def _move_places(registration: Registration, successor: Registration) -> None:
    """Give held and awaited places to the successor, with the time of asking."""
    db.session.execute(
        update(Place)
        .where(Place.registration_id == registration.id)
        .values(registration_id=successor.id)
    )
    db.session.expire_all()


def _let_come(successor: Registration, status: RegistrationStatus) -> None:
    """Bring the successor to where the one before was, and say so in one mail."""
    now = clock.now()
    successor.status = status
    if status is not RegistrationStatus.DRAFT:
        successor.submitted_at = now
        applying.give_number(successor)
    if status is RegistrationStatus.CONFIRMED:
        successor.decided_at = now
        agenda.open_agenda(successor)
        db.session.flush()
        signals.registration_confirmed.send(successor)


def _tell_before(registration: Registration, after: PersonName) -> None:
    """Say to whoever gave the registration away what became of it."""
    if not registration.has_own_address or registration.submitted_at is None:
        return
    with speaking(registration.language):
        notices.tell(registration, GIVEN_AWAY, {"colleague": after.first})


def _tell(successor: Registration, before: PersonName) -> None:
    name, reason = before.first, ""  # none where nobody was named yet
    with speaking(successor.language):
        if name:
            reason = _("%(name)s cannot come and gave you the registration.", name=name)
        notices.tell(successor, HANDED_OVER, {"reason": reason})
