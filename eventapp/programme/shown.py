"""What calendars show of events, as values: equal ones read alike in every language."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, case, or_, select
from sqlalchemy.orm import aliased

from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.i18n import LANGUAGES, Localised, spoken
from eventapp.kernel.names import PersonName
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment, Person
from eventapp.programme.models.releases import Change, Release
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import (
    ChangeKind,
    EventKind,
    EventStatus,
    Mode,
    Part,
    SignUp,
)


@dataclass(frozen=True)
class Said:
    """A text as readers of our languages see it, in the order of the languages."""

    texts: tuple[str, ...]

    def __str__(self) -> str:
        """In the reader's language."""
        return self.texts[LANGUAGES.index(spoken())]


@dataclass(frozen=True)
class ShownPlace:
    """A venue, and what it lies in."""

    name: Said
    outer: Said | None
    address: Said | None
    directions: Said | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class ShownPart:
    """Somebody's part in an event."""

    part: Part
    name: str | None  # None: to be named
    office: Said | None
    institution: Said | None
    from_language: str | None
    into_language: str | None


@dataclass(frozen=True)
class Shown:
    """All that a public calendar tells about an event; what it tells, is here."""

    kind: EventKind
    title: Said
    summary: Said | None
    status: EventStatus
    starts_at: datetime
    ends_at: datetime
    zone: str
    mode: Mode
    joins_online: bool  # there is a link, which is told elsewhere
    languages: tuple[str, ...]
    interpretation: Said | None
    signup: SignUp
    signup_opens_at: datetime | None
    signup_closes_at: datetime | None
    place: ShownPlace | None
    meeting_point: ShownPlace | None
    whole: Said | None  # of which it is a part
    city: Said | None  # of the place
    host: Said
    contact_address: str
    reason: Said | None  # why it was cancelled, if the public was told
    people: tuple[ShownPart, ...] = ()


def shown(which: ColumnElement[bool]) -> Mapping[UUID, Shown]:
    """What calendars show of these events, as the database has it.

    Two statements, however many events.
    """
    found = db.session.execute(_EVENTS.where(which)).all()
    cast = _people([row.key for row in found]) if found else {}
    return {row.key: _shown(row, tuple(cast[row.key])) for row in found}


def with_parts(keys: Iterable[UUID]) -> ColumnElement[bool]:
    """These events, and what is part of them: it tells of what."""
    these = list(keys)
    return or_(Event.id.in_(these), Event.parent_id.in_(these))


def at_venue(venue: Venue) -> ColumnElement[bool]:
    """The events whose place is this one, or lies in it."""
    here = select(Venue.id).where(
        or_(Venue.id == venue.id, Venue.parent_id == venue.id)
    )
    return or_(Event.venue_id.in_(here), Event.meeting_point_id.in_(here))


def with_person(person: Person) -> ColumnElement[bool]:
    """The events in which somebody has a part."""
    has_part = select(Assignment.event_id).where(Assignment.person_id == person.id)
    return Event.id.in_(has_part)


def with_institution(institution: Institution) -> ColumnElement[bool]:
    """The events that it hosts, or in which its people have parts."""
    hosted = select(Week.id).where(Week.host_id == institution.id)
    has_part = (
        select(Assignment.event_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(Person.institution_id == institution.id)
    )
    return or_(Event.week_id.in_(hosted), Event.id.in_(has_part))


def full_name(name: PersonName) -> str:
    """A name with its title, as calendars write it."""
    return f"{name.title} {name}" if name.title else str(name)


def said(text: Localised | None) -> Said | None:
    """A text of an organiser as readers see it; None where there is none."""
    return _told(text) if text else None


_venue, _around = aliased(Venue), aliased(Venue)
_meeting, _around_meeting = aliased(Venue), aliased(Venue)
_whole = aliased(Event)
_PLACE = ("name", "address", "directions", "latitude", "longitude")
_PLANNED = (
    "kind",
    "title",
    "summary",
    "status",
    "starts_at",
    "ends_at",
    "mode",
    "joining_link",
    "languages",
    "interpretation",
    "signup",
    "signup_opens_at",
    "signup_closes_at",
)
_cancelled_for = (
    select(Release.note)
    .join(Change, Change.release_id == Release.id)
    .where(Change.event_id == Event.id, Change.kind == ChangeKind.CANCELLED)
    .order_by(Release.number.desc())
    .limit(1)
    .scalar_subquery()
)
_EVENTS = (
    select(
        Event.id.label("key"),
        *(getattr(Event, name) for name in _PLANNED),
        *(getattr(_venue, name).label(f"place_{name}") for name in _PLACE),
        _around.name.label("place_outer"),
        _around.address.label("place_outer_address"),
        *(getattr(_meeting, name).label(f"meeting_{name}") for name in _PLACE),
        _around_meeting.name.label("meeting_outer"),
        _around_meeting.address.label("meeting_outer_address"),
        _whole.title.label("whole"),
        _whole.status.label("whole_status"),
        Week.zone,
        Week.city,
        Week.contact_address,
        Institution.name.label("host"),
        case((Event.status == EventStatus.CANCELLED, _cancelled_for)).label("reason"),
    )
    .join(Week, Week.id == Event.week_id)
    .join(Institution, Institution.id == Week.host_id)
    .outerjoin(_venue, _venue.id == Event.venue_id)
    .outerjoin(_around, _around.id == _venue.parent_id)
    .outerjoin(_meeting, _meeting.id == Event.meeting_point_id)
    .outerjoin(_around_meeting, _around_meeting.id == _meeting.parent_id)
    .outerjoin(_whole, _whole.id == Event.parent_id)
)
_PEOPLE = (
    select(
        Assignment.event_id,
        Assignment.part,
        Assignment.office,
        Assignment.from_language,
        Assignment.into_language,
        Person.name,
        Person.office.label("usual_office"),
        Person.id.label("person_id"),
        Institution.name.label("institution"),
    )
    .outerjoin(Person, Person.id == Assignment.person_id)
    .outerjoin(Institution, Institution.id == Person.institution_id)
    .order_by(Assignment.event_id, Assignment.position, Assignment.id)
)


def _people(keys: list[UUID]) -> Mapping[UUID, list[ShownPart]]:
    cast: dict[UUID, list[ShownPart]] = defaultdict(list)
    for row in db.session.execute(_PEOPLE.where(Assignment.event_id.in_(keys))):
        cast[row.event_id].append(
            ShownPart(
                part=row.part,
                name=full_name(row.name) if row.person_id else None,
                office=said(row.office or row.usual_office),
                institution=said(row.institution),
                from_language=row.from_language,
                into_language=row.into_language,
            )
        )
    return cast


def _shown(row: Row[Any], people: tuple[ShownPart, ...]) -> Shown:
    is_part = row.whole_status not in {None, EventStatus.DRAFT}
    takes_wishes = row.signup in {SignUp.OPEN, SignUp.BY_REQUEST}
    place = _place(row, "place")
    return Shown(
        kind=row.kind,
        title=_told(row.title),
        summary=said(row.summary),
        status=row.status,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        mode=row.mode,
        joins_online=bool(row.joining_link),
        languages=row.languages,
        interpretation=said(row.interpretation),
        signup=row.signup,
        signup_opens_at=row.signup_opens_at if takes_wishes else None,
        signup_closes_at=row.signup_closes_at if takes_wishes else None,
        place=place,
        meeting_point=_place(row, "meeting"),
        whole=said(row.whole) if is_part else None,
        city=said(row.city) if place else None,
        host=_told(row.host),
        contact_address=row.contact_address,
        reason=said(row.reason),
        people=people,
    )


def _place(row: Row[Any], kind: str) -> ShownPlace | None:
    fields = {name: getattr(row, f"{kind}_{name}") for name in (*_PLACE, "outer")}
    if fields["name"] is None:
        return None
    around = getattr(row, f"{kind}_outer_address")
    return ShownPlace(
        name=_told(fields["name"]),
        outer=said(fields["outer"]),
        address=said(fields["address"] or around),
        directions=said(fields["directions"]),
        latitude=fields["latitude"],
        longitude=fields["longitude"],
    )


def _told(text: Localised) -> Said:
    return Said(tuple(text.chosen(language.tag)[1] for language in LANGUAGES))
