"""People who accompany a delegate: brought along, confirmed and ended with them."""

from dataclasses import dataclass

from eventapp.kernel import clock
from eventapp.kernel.codes import new_reference
from eventapp.kernel.db import add, lock
from eventapp.kernel.names import PersonName
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration import own
from eventapp.registration.answers import STEPS, Consents
from eventapp.registration.errors import TooManyCompanions
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying
from eventapp.registration.service.noting import note_about
from eventapp.registration.vocabulary import (
    DelegateKind,
    Diet,
    RegistrationStatus,
)


@dataclass(frozen=True)
class CompanionEntry:
    """Who comes along, and what to prepare for them."""

    name: PersonName
    diet: Diet = Diet.NONE
    diet_note: str | None = None
    access: tuple[str, ...] = ()
    access_note: str | None = None


def bring(
    registration: Registration, entry: CompanionEntry, consents: Consents
) -> Registration:
    """Let somebody accompany a delegate; mails about them go to the delegate.

    With a confirmed delegate they are confirmed at once, unless the office approves
    each registration of this week.

    Raises:
        NoLongerOpen, TooLateToChange: as for other answers of the delegate.
        TooManyCompanions: the week allows fewer.
    """
    lock(registration.week)  # it gives the number
    lock(registration)
    applying.check_changeable(registration)
    most = registration.week.companions_allowed
    is_delegate = registration.accompanies_id is None
    if not is_delegate or len(own.companions_of(registration)) >= most:
        raise TooManyCompanions(most=most)
    now = clock.now()
    companion = add(
        Registration(
            reference=new_reference(),
            status=RegistrationStatus.DRAFT,
            kind=DelegateKind.COMPANION,
            name=entry.name,
            address=registration.address,
            has_own_address=False,
            language=registration.language,
            diet=entry.diet,
            diet_note=entry.diet_note,
            access=entry.access,
            access_note=entry.access_note,
            arrives_on=registration.arrives_on,
            departs_on=registration.departs_on,
            steps_done=STEPS,
            created_at=now,
            changed_at=now,
            agenda_changed_at=now,
            week_id=registration.week_id,
            week=registration.week,
            institution_id=registration.institution_id,
            proposed_institution=registration.proposed_institution,
            territory_code=registration.territory_code,
            accompanies_id=registration.id,
        )
    )
    applying.keep_consents(companion, consents)
    applying.make_findable(companion)
    if registration.is_submitted:
        follow(companion, registration)
    note_about(registration, "registration.companion")
    return companion


def follow(companion: Registration, delegate: Registration) -> None:
    """Let somebody be where the delegate is: waiting for the office, or expected."""
    if companion.status is RegistrationStatus.DRAFT:
        companion.submitted_at = clock.now()
        companion.status = RegistrationStatus.SUBMITTED
        applying.give_number(companion)
        approves = companion.week.registration_mode is RegistrationMode.APPROVAL
        if approves and delegate.is_confirmed:
            return  # the office has not seen this one
    if delegate.is_confirmed:
        applying.confirm(companion)


def send_with(delegate: Registration) -> None:
    """Let those wait for the office, too, who come with a delegate who waits for it."""
    for companion in own.companions_of(delegate):
        follow(companion, delegate)


def confirm_with(delegate: Registration) -> None:
    """Expect those who come with a delegate who is expected now."""
    for companion in own.companions_of(delegate):
        if not companion.is_confirmed:
            if companion.status is RegistrationStatus.DRAFT:
                companion.submitted_at = clock.now()
                applying.give_number(companion)
            applying.confirm(companion)


def end_with(delegate: Registration) -> None:
    """Nobody accompanies a delegate who does not come."""
    for companion in own.companions_of(delegate):
        applying.cancel(companion, actor="–")
