"""Giving parts to people, and entering those who are new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel.db import db
from eventapp.programme.models.people import Person
from eventapp.programme.plans import PartPlan
from eventapp.programme.service import people
from eventapp.programme.service.people import PersonEntry
from eventapp.registration.models import Registration


@dataclass(frozen=True)
class Cast:
    """A part in an event; with whom to enter first, where the person is new."""

    plan: PartPlan
    new: PersonEntry | None = None


def parts_in(cast: Iterable[Cast], *, by: Account) -> list[PartPlan]:
    """The parts, in order; who is described for the first time is entered."""
    return [_part(one, by) for one in cast]


def enter_person(entry: PersonEntry, *, by: Account) -> Person:
    """Note a person."""
    person = people.enter_person(entry)
    keep(by, "person.entered", person)
    return person


def change_person(person: Person, entry: PersonEntry, *, by: Account) -> None:
    """Describe a person anew."""
    people.change_person(person, entry)
    keep(by, "person.changed", person)


def remove_person(person: Person, *, by: Account) -> None:
    """Forget a person.

    Raises:
        PersonInUse: the person has a part in an event, published or planned.
    """
    people.remove_person(person)
    keep(by, "person.removed", person)


def link_person(
    registration: Registration, person: Person | None, *, by: Account
) -> None:
    """Note which person a delegate is; None: nobody whom we know."""
    registration.person_id = person.id if person else None
    db.session.flush()
    if person is not None:
        keep(by, "person.linked", person)


def keep(by: Account, action: str, person: Person) -> None:
    """Write a line into the journal; it says nothing personal but the name."""
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=str(person.name),
        subject_id=person.id,
    )


def link_delegate(
    person: Person,
    candidates: Sequence[Registration],
    chosen: UUID | None,
    *,
    by: Account,
) -> None:
    """Note which of these registrations is this person's; None: none of them."""
    for registration in candidates:
        if registration.id == chosen:
            registration.person_id = person.id
        elif registration.person_id == person.id:
            registration.person_id = None
    db.session.flush()
    keep(by, "person.linked", person)


def _part(one: Cast, by: Account) -> PartPlan:
    if one.new is None:
        return one.plan
    return replace(one.plan, person_id=enter_person(one.new, by=by).id)
