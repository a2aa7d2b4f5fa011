"""Keeping the persons who have parts in events."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from sqlalchemy import Select, select, union

from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName, searchable
from eventapp.programme.errors import PersonInUse
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import (
    Assigned,
    Assignment,
    DraftAssignment,
    Person,
)
from eventapp.programme.models.weeks import Week
from eventapp.programme.service.calendars import followed
from eventapp.programme.service.weeks import revise, revise_plan
from eventapp.programme.shown import with_person

LONGEST = 420  # characters of a folded name; one sign may unfold to eighteen


@dataclass(frozen=True)
class PersonEntry:
    """What an organiser knows about a person."""

    name: PersonName
    office: Localised | None = None
    institution_id: UUID | None = None
    languages: tuple[str, ...] = ()
    address: str | None = None
    language: str = "en"


def enter_person(entry: PersonEntry, *, key: str | None = None) -> Person:
    """Note a person; namesakes are two persons until an organiser says otherwise."""
    person = Person(key=key, created_at=clock.now())
    _describe(person, entry)
    return add(person)


def change_person(person: Person, entry: PersonEntry) -> None:
    """Describe a person anew; pages and calendars of all their events show it."""
    weeks = hold(person)
    with followed(with_person(person)):
        _describe(person, entry)
    published = _weeks_with(person, Assignment)
    public = set(db.session.scalars(published))
    for week in weeks:
        revise_plan(week)
        if week.id in public:
            revise(week)


def remove_person(person: Person) -> None:
    """Forget a person.

    Raises:
        PersonInUse: the person has a part in an event, published or planned.
    """
    for kind in (Assignment, DraftAssignment):
        has_part = select(kind.id).where(kind.person_id == person.id).limit(1)
        if db.session.scalar(has_part) is not None:
            raise PersonInUse
    db.session.delete(person)
    db.session.flush()


def hold(person: Person) -> Sequence[Week]:
    """Lock a person, after the weeks in which they have a part; gives those back."""
    db.session.flush()
    has_part = (_weeks_with(person, kind) for kind in (Assignment, DraftAssignment))
    rows = select(Week).where(Week.id.in_(union(*has_part))).order_by(Week.id)
    weeks = db.session.scalars(
        rows.with_for_update(of=Week).execution_options(populate_existing=True)
    ).all()
    lock(person)
    return weeks


def _describe(person: Person, entry: PersonEntry) -> None:
    for field in fields(entry):
        setattr(person, field.name, getattr(entry, field.name))
    person.sort_name = searchable(entry.name.latin, entry.name.native)[:LONGEST]


def _weeks_with(person: Person, kind: type[Assigned]) -> Select[UUID]:
    return (
        select(Event.week_id)
        .join(kind, kind.event_id == Event.id)
        .where(kind.person_id == person.id)
    )
