"""Giving parts to people, and entering those who are new."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.planning.errors import DelegateAlready, StillActs, StillDelegate
from eventapp.planning.queries.itinerary import linked_with
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service import people
from eventapp.programme.service.people import PersonEntry
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.locking import hold_events
from eventapp.registration.service.turning import events_with, turn_many
from eventapp.run_of_show.models import CuePerson


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
        StillActs: the person acts in a run of show.
        StillDelegate: the person is a delegate too.
    """
    acts = select(CuePerson.cue_id).where(CuePerson.person_id == person.id)
    if db.session.scalar(acts.limit(1)) is not None:
        raise StillActs
    own = select(Registration.id).where(Registration.person_id == person.id)
    if db.session.scalar(own.limit(1)) is not None:
        raise StillDelegate
    people.remove_person(person)
    keep(by, "person.removed", person)


def link_person(
    registration: Registration, person: Person | None, *, by: Account
) -> None:
    """Note which person a delegate is; None: nobody whom we know.

    Raises:
        DelegateAlready: the person is another delegate of the same week.
    """
    week = registration.week
    lock(week)  # no two registrations become one person at once
    was, becomes = registration.person_id, person.id if person else None
    turning = events_with(week.id, [one for one in (was, becomes) if one])
    hold_events(turning)
    lock(registration)
    if was == becomes:
        return
    if person is not None and (others := linked_with(week, person)):
        raise DelegateAlready(person=person.name, delegate=others[0].name)
    registration.person_id = becomes
    turn_many(registration, turning, clock.now())
    if was is not None:
        keep(by, "person.unlinked", db.session.get_one(Person, was))
    if person is not None:
        keep(by, "person.linked", person)


def choose_delegate(
    week: Week, person: Person, chosen: Registration | None, *, by: Account
) -> None:
    """Note which delegate of a week is this person; None: none of them."""
    lock(week)
    for registration in linked_with(week, person):
        if registration is not chosen:
            link_person(registration, None, by=by)
    if chosen is not None:
        link_person(chosen, person, by=by)


def keep(by: Account, action: str, person: Person) -> None:
    """Write a line into the journal; it says nothing personal but the name."""
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=str(person.name),
        subject_id=person.id,
    )


def _part(one: Cast, by: Account) -> PartPlan:
    if one.new is None:
        return one.plan
    return replace(one.plan, person_id=enter_person(one.new, by=by).id)
