"""Somebody who comes without having registered is registered at a desk."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from eventapp.institutions.models import Institution
from eventapp.kernel import clock
from eventapp.kernel.codes import new_reference
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.names import PersonName
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import has_passed
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration.answers import Consents
from eventapp.registration.errors import (
    ConsentNeeded,
    ReasonNeeded,
    RegistrationClosed,
    SupervisorNeeded,
)
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying
from eventapp.registration.service.noting import note_about
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    DelegateKind,
    RegistrationStatus,
)

TOLD = ("name", "institution")  # steps; the person answers the others later


class Threshold(StrEnum):
    """What it takes to register somebody at a desk of a week."""

    NONE = "none"
    REASON = "reason"
    SUPERVISOR = "supervisor"  # and a reason


@dataclass(frozen=True)
class WalkIn:
    """Who stands at the desk, as they say it."""

    name: PersonName
    kind: DelegateKind
    language: str  # in which we write
    address: str | None = None  # None: nobody is written to
    institution: Institution | None = None
    proposed_institution: str | None = None


@dataclass(frozen=True)
class Steward:
    """Who registers somebody, and where."""

    name: str
    desk: str
    may_decide: bool = False
    account_id: UUID | None = None
    reason: str = ""


def threshold(week: Week) -> Threshold:
    """What it takes now."""
    if week.registration_mode is RegistrationMode.INVITATION:
        return Threshold.SUPERVISOR
    is_open = week.takes_registrations(clock.now())
    if is_open and week.registration_mode is RegistrationMode.OPEN:
        return Threshold.NONE
    return Threshold.REASON


def register_walk_in(
    week: Week, entry: WalkIn, consents: Consents, *, key: UUID, by: Steward
) -> Registration:
    """Register and confirm somebody at once; the same key never does it twice.

    Raises:
        RegistrationClosed: the week is over.
        SupervisorNeeded: the week is by invitation.
        ReasonNeeded: registration is closed, or the office decides.
        ConsentNeeded: the privacy text was not agreed to.
    """
    lock(week)  # it gives the number
    if known := db.session.get(Registration, key):
        return known
    now = clock.now()
    if has_passed(week, now):
        raise RegistrationClosed
    needed = threshold(week)
    if needed is Threshold.SUPERVISOR and not by.may_decide:
        raise SupervisorNeeded
    if needed is not Threshold.NONE and not by.reason:
        raise ReasonNeeded
    if not consents.given.get(ConsentPurpose.PRIVACY):
        raise ConsentNeeded
    institution = entry.institution
    registration = Registration(
        id=key,
        week_id=week.id,
        week=week,
        reference=new_reference(),
        status=RegistrationStatus.SUBMITTED,
        address=(entry.address or "").casefold(),
        has_own_address=entry.address is not None,
        language=entry.language,
        name=entry.name,
        kind=entry.kind,
        institution_id=institution.id if institution else None,
        territory_code=institution.territory_code if institution else None,
        proposed_institution=None if institution else entry.proposed_institution,
        steps_done=TOLD,
        created_at=now,
        changed_at=now,
        submitted_at=now,
        agenda_changed_at=now,
    )
    add(registration)
    applying.give_number(registration)
    applying.make_findable(registration)
    applying.keep_consents(registration, consents)
    applying.confirm(registration)
    note_about(
        registration,
        "registration.walked_in",
        who=by.name,
        details={
            "desk": by.desk,
            **({"reason": by.reason} if by.reason else {}),
        },
    )
    return registration
