"""Venues, persons and institutions that a file names: the known ones, else new ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID, uuid4

from flask_babel import gettext as _

from eventapp.exchange.columns import folded
from eventapp.exchange.naming import NamedPart
from eventapp.exchange.queries import Known
from eventapp.exchange.values import UnreadableError, tag_by_letters
from eventapp.institutions.models import Institution
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName, searchable
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.plans import PartPlan, VenuePlan
from eventapp.programme.service.people import PersonEntry

LONGEST_KEY = 60
LONGEST_NAME = 300


@dataclass
class NewVenue:
    """A venue that the import would add, under an id that stands in for its own."""

    id: UUID
    key: str | None
    plan: VenuePlan

    @property
    def name(self) -> Localised:
        """What it is called."""
        return self.plan.name


@dataclass
class NewPerson:
    """A person whom the import would enter, under an id that stands in."""

    id: UUID
    key: str | None
    entry: PersonEntry
    namesakes: tuple[Person, ...] = ()

    @property
    def name(self) -> PersonName:
        """How the person is called."""
        return self.entry.name

    @property
    def office(self) -> Localised | None:
        """The usual one."""
        return self.entry.office


class Finder:
    """Finds what rows name, and remembers what is new in them."""

    def __init__(self, known: Known, *, creates_venues: bool) -> None:
        """Look among what is known; new venues only where that was chosen."""
        self.known = known
        self.creates_venues = creates_venues
        self.venues: dict[str, NewVenue] = {}
        self.persons: dict[tuple[str, UUID | None], NewPerson] = {}
        self.persons_by_key: dict[str, NewPerson] = {}

    def venue(self, text: str, capacity: int | None = None) -> Venue | NewVenue:
        """The venue with this key or name.

        Raises:
            UnreadableError: there is none, or there are several.
        """
        known = self.known.venues
        new = self.venues.get(text) or self.venues.get(folded(text))
        if new is not None:
            return new
        found = known.get(text) or known.get(folded(text)) or ()
        found = found or self._named_in(text)
        if len(found) == 1:
            return found[0]
        if found:
            raise UnreadableError(
                _("Several venues are called “%(name)s”. Write the key.", name=text)
            )
        if not self.creates_venues:
            raise UnreadableError(
                _(
                    "There is no venue “%(name)s”."
                    " Correct it, or let the import add new venues.",
                    name=text,
                )
            )
        tag = tag_by_letters(text, self.known.week.languages)
        plan = VenuePlan(Localised({tag: text[:LONGEST_NAME]}), capacity=capacity)
        return self.add_venue(None, plan)

    def _named_in(self, line: str) -> Sequence[Venue]:
        """The venues named in a line that tells the way to them, as calendars do.

        It ends with the city: "Main Hall, Library, Shanghai". In Chinese it begins
        with the city and has no commas, so we know it by what stands before the name.
        """
        known, pieces = self.known.venues, line.split(",")
        for count in range(len(pieces) - 1, 0, -1):
            if found := known.get(folded(",".join(pieces[:count]))):
                return found
        whole = folded(line)
        if not any(city in whole for city in self._cities):
            return ()
        for name in self._places:
            before = whole.removesuffix(name).rstrip()
            is_known = name in known and before != whole
            if is_known and (before in self._cities or before.endswith(self._places)):
                return known[name]
        return ()

    @cached_property
    def _cities(self) -> set[str]:
        return {folded(one) for one in self.known.week.city.values() if one}

    @cached_property
    def _places(self) -> tuple[str, ...]:
        """The names and addresses of venues, the longest first."""
        venues = [one for each in self.known.venues.values() for one in each]
        texts = [text for one in venues for text in (one.name, one.address) if text]
        names = {folded(word) for text in texts for word in text.values()} - {""}
        return tuple(sorted(names, key=len, reverse=True))

    def knows_venue(self, text: str) -> bool:
        """Whether the week has a venue with this key or name already."""
        known = self.known.venues
        return bool(known.get(text) or known.get(folded(text)))

    def add_venue(self, key: str | None, plan: VenuePlan) -> NewVenue:
        """Remember a new venue under its key and its names."""
        new = NewVenue(uuid4(), key, plan)
        for mark in {key, *map(folded, plan.name.values())}:
            if mark:
                self.venues.setdefault(mark, new)
        return new

    def institution(self, text: str | None) -> Institution | None:
        """The institution with this key or name; None where it is not known.

        Raises:
            UnreadableError: there are several.
        """
        if not text:
            return None
        known = self.known.institutions
        found = known.get(text) or known.get(folded(text)) or ()
        if len(found) > 1:
            raise UnreadableError(
                _("Several institutions are called “%(name)s”.", name=text)
            )
        return found[0] if found else None

    def part(self, named: NamedPart, event_id: UUID | None) -> tuple[PartPlan, str]:
        """The plan of a part, and what to tell the organiser about its person.

        Raises:
            UnreadableError: it cannot be told who is meant.
        """
        plan = PartPlan(
            named.part,
            office=named.office_there,
            from_language=named.from_language,
            into_language=named.into_language,
        )
        if named.name is None and not named.key:
            return plan, ""
        person, note = self._person(named, event_id)
        return replace(plan, person_id=person.id), note

    def _person(
        self, named: NamedPart, event_id: UUID | None
    ) -> tuple[Person | NewPerson, str]:
        if named.key and (found := self._by_key(named)) is not None:
            return found, ""
        if named.name is None:
            raise UnreadableError(
                _("There is no person with the key “%(key)s”.", key=named.key)
            )
        name = named.name
        institution = self.institution(named.institution)
        where = institution.id if institution else None
        mark = searchable(name.latin, name.native)
        namesakes = [
            one for one in self.known.persons.get(mark, ()) if same(one.name, name)
        ]
        for one in namesakes:
            if one.institution_id == where and not (named.key and one.key):
                return one, ""
        there = None if named.institution else self._there(namesakes, event_id)
        if there is not None:
            return there, ""
        return self._new(named, name, institution, namesakes)

    def _by_key(self, named: NamedPart) -> Person | NewPerson | None:
        key = named.key or ""
        if key in self.persons_by_key:
            return self.persons_by_key[key]
        found = self.known.persons.get(key, ())
        return found[0] if found else None

    def _there(self, namesakes: list[Person], event_id: UUID | None) -> Person | None:
        """The only namesake who has a part in this event already."""
        planned = self.known.events.get(str(event_id)) if event_id else None
        present = {part.person_id for part in planned.parts} if planned else set()
        there = [one for one in namesakes if one.id in present]
        return there[0] if len(there) == 1 else None

    def _new(
        self,
        named: NamedPart,
        name: PersonName,
        institution: Institution | None,
        namesakes: list[Person],
    ) -> tuple[NewPerson, str]:
        where = institution.id if institution else None
        mark = (searchable(name.latin, name.native), where)
        new = self.persons.get(mark)
        if new is None or (named.key and new.key and new.key != named.key):
            entry = PersonEntry(
                name,
                office=named.office,
                institution_id=where,
                languages=named.spoken,
            )
            key = named.key if named.key and len(named.key) <= LONGEST_KEY else None
            new = NewPerson(uuid4(), key, entry, tuple(namesakes))
            self.persons[mark] = new
            if key:
                self.persons_by_key[key] = new
        return new, _about(new, named, institution)


def same(one: PersonName, other: PersonName) -> bool:
    """Whether two names are written alike; order and honorific do not count."""
    return (one.latin, one.native or None) == (other.latin, other.native or None)


def _about(new: NewPerson, named: NamedPart, institution: Institution | None) -> str:
    said = _("%(name)s is new here.", name=new.name)
    if named.institution and institution is None:
        said += " " + _(
            "“%(institution)s” is not in the directory.",
            institution=named.institution,
        )
    if new.namesakes:
        others = ", ".join(
            str(one.institution.name) if one.institution else _("no institution")
            for one in new.namesakes
        )
        said += " " + _(
            "There is another person of this name: %(where)s.", where=others
        )
    return said
