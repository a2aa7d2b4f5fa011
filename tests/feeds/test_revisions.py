"""What readers see of an event has another SEQUENCE whenever it is another."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from eventapp.dashboard import service as office
from eventapp.feeds import writing
from eventapp.institutions.models import Institution
from eventapp.institutions.service import InstitutionEntry
from eventapp.kernel.db import db
from eventapp.kernel.i18n import LANGUAGES, Localised, speaking
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.programme import queries
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan, VenuePlan, plan_of
from eventapp.programme.service import drafts, people, releases, venues
from eventapp.programme.service.people import PersonEntry
from eventapp.programme.service.weeks import WeekSettings
from eventapp.programme.vocabulary import (
    EventKind,
    EventStatus,
    Mode,
    Part,
    SignUp,
    VenueKind,
)
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_institution,
    make_person,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import StoppedClock

REVISION = re.compile(rb"(?:SEQUENCE|DTSTAMP|LAST-MODIFIED):.*\r\n")


def said(en: str, zh: str = "") -> Localised:
    return Localised({"en": en, "zh-Hans": zh})


@dataclass
class World:
    """Two weeks with the same people; an event of each sort."""

    week: Week
    other: Week
    campus: Venue
    hall: Venue
    gate: Venue
    university: Institution
    rector: Person
    helper: Person
    events: dict[str, Event]

    def publish(self, name: str, **changes: Any) -> None:
        republish(self.events[name], **changes)

    def cast(self, name: str, *parts: PartPlan) -> None:
        event, by = self.events[name], make_account()
        seen = event.version
        drafts.save_plan(event, plan_of(event), parts, seen_version=seen, by=by)
        releases.publish(event.week, [event.id], None, by=by)

    def venue(self, venue: Venue, **changes: Any) -> None:
        venues.change_venue(venue, replace(as_it_is(VenuePlan, venue), **changes))

    def person(self, **changes: Any) -> None:
        entry = replace(as_it_is(PersonEntry, self.rector), **changes)
        people.change_person(self.rector, entry)

    def settings(self, **changes: Any) -> None:
        now = as_it_is(WeekSettings, self.week)
        office.change_week(self.week, replace(now, **changes), by=make_account())

    def institution(self, institution: Institution, **changes: Any) -> None:
        entry = InstitutionEntry(institution.name, territory="PL", city="Opole")
        entry = replace(entry, **changes)
        office.change_institution(institution, entry, by=make_account())


def as_it_is(kind: type[Any], row: object) -> Any:
    return kind(**{one.name: getattr(row, one.name) for one in fields(kind)})


@pytest.fixture
def world(app: Flask) -> World:
    assert app
    week, other = make_week("spring"), make_week("autumn")
    campus = make_venue(week, "Campus", kind=VenueKind.CAMPUS, address=said("Road 1"))
    hall = make_venue(week, "Hall", parent_id=campus.id, directions=said("By lift."))
    gate = make_venue(week, "Gate", kind=VenueKind.MEETING_POINT)
    university = make_institution("Opole University")
    rector = make_person(office=said("Rector"), institution_id=university.id)
    opening = make_event(week, "Opening", zh="开幕式", venue_id=hall.id)
    signing = make_event(week, "Signing", parent_id=opening.id, venue_id=hall.id)
    tour = make_event(week, "Tour", meeting_point_id=gate.id, languages=("en", "zh"))
    online = make_event(week, "Online", mode=Mode.ONLINE, signup=SignUp.EVERYONE)
    autumn = make_event(other, "Autumn")
    events = {str(one.title): one for one in (opening, signing, tour, online, autumn)}
    helper = make_person("Somebody")
    made = World(week, other, campus, hall, gate, university, rector, helper, events)
    made.cast("Opening", PartPlan(Part.SPEAKER, rector.id))
    made.cast("Signing", PartPlan(Part.SIGNATORY, rector.id, said("For the board")))
    made.cast("Autumn", PartPlan(Part.PRESIDER, rector.id))
    draft = drafts.begin_event(week, plan_of(tour), by=make_account())
    made.events["draft"] = draft
    return made


def octets(world: World) -> dict[str, tuple[list[bytes], int, Any]]:
    """What the feeds of both weeks say of each event, and which revision it is."""
    db.session.expire_all()
    writing.forget_all()
    seen: dict[str, tuple[list[bytes], int, Any]] = {}
    names = {str(event.id): name for name, event in world.events.items()}
    for week in (world.week, world.other):
        events = queries.events_of(week)
        blocks = [spoken_in(language.tag, week, events) for language in LANGUAGES]
        for event, *own in zip(events, *blocks, strict=True):
            told = [REVISION.sub(b"", one) for one in own]
            seen[names[str(event.id)]] = told, event.sequence, event.changed_at
    return seen


def spoken_in(tag: str, week: Week, events: Sequence[Event]) -> list[bytes]:
    with speaking(tag):
        blocks = writing.blocks_of(week, [(event, None) for event in events])
    return [block.octets for block in blocks]


ALL = {"Opening", "Signing", "Tour", "Online"}
Deed = Callable[[World], object]
DEEDS: list[tuple[str, set[str], Deed]] = [
    # Venues: their names, where they are, how one gets there.
    ("room", {"Opening", "Signing"}, lambda w: w.venue(w.hall, name=said("Aula"))),
    ("room in Chinese", {"Opening", "Signing"},
     lambda w: w.venue(w.hall, name=said("Aula", "礼堂"))),
    ("directions", {"Opening", "Signing"},
     lambda w: w.venue(w.hall, directions=said("By stairs."))),
    ("a map", {"Opening", "Signing"},
     lambda w: w.venue(w.hall, latitude=31.2, longitude=121.5)),
    ("around it", {"Opening", "Signing"},
     lambda w: w.venue(w.campus, name=said("Main campus"))),
    ("its address", {"Opening", "Signing"},
     lambda w: w.venue(w.campus, address=said("Road 2"))),
    ("gate", {"Tour"}, lambda w: w.venue(w.gate, name=said("North gate"))),
    ("size and steps", set(),
     lambda w: w.venue(w.hall, capacity=9, is_step_free=True)),
    ("order", set(), lambda w: venues.move_venue(w.gate, -1)),
    ("walks", set(), lambda w: venues.time_walk(w.gate, w.hall, 5)),
    ("nothing", set(), lambda w: w.venue(w.hall)),
    # Persons: what is announced of them.
    ("office", {"Opening", "Autumn"}, lambda w: w.person(office=said("President"))),
    ("name", {"Opening", "Signing", "Autumn"},
     lambda w: w.person(name=PersonName("Yao Lin", "姚林", "zh-Hans"))),
    ("title", {"Opening", "Signing", "Autumn"},
     lambda w: w.person(name=replace(w.rector.name, title="Prof."))),
    ("order of a name", {"Opening", "Signing", "Autumn"},
     lambda w: w.person(name=replace(w.rector.name, order=NameOrder.LATIN_FIRST))),
    ("what the office knows", set(),
     lambda w: w.person(address="rector@guest.example", languages=("pl",))),
    ("on the badge", set(),
     lambda w: w.person(name=replace(w.rector.name, on_badge="Yao"))),
    ("institution renamed", {"Opening", "Signing", "Autumn"},
     lambda w: w.institution(w.university, name=said("University of Opole"))),
    ("institution moved", set(), lambda w: w.institution(w.university, city="Wrocław")),
    ("other institution", {"Opening", "Signing", "Autumn"},
     lambda w: w.person(institution_id=w.week.host_id)),
    ("host renamed", ALL | {"Autumn"},
     lambda w: w.institution(w.week.host, name=said("Host", "东道主"))),
    ("somebody who has no part", set(),
     lambda w: people.change_person(w.helper, PersonEntry(PersonName("Nobody")))),
    # The week.
    ("contact", ALL, lambda w: w.settings(contact_address="io@host.example")),
    ("city", {"Opening", "Signing"}, lambda w: w.settings(city=said("Pudong"))),
    ("host", ALL, lambda w: w.settings(host_id=w.university.id)),
    ("words of the week", set(),
     lambda w: w.settings(name=said("Spring"), theme=said("Bridges"))),
    ("country", set(),
     lambda _w: office.label_territory("PL", said("Polska"), by=make_account())),
    # Releases.
    ("hour", {"Online"}, lambda w: w.publish(
        "Online", starts_at=MORNING, ends_at=MORNING + timedelta(hours=2))),
    ("title of the whole", {"Opening", "Signing"},
     lambda w: w.publish("Opening", title=said("Opening ceremony"))),
    ("title in Chinese", {"Tour"},
     lambda w: w.publish("Tour", title=said("Tour", "参观"))),
    ("title in a language that we do not speak", set(), lambda w: w.publish(
        "Tour", title=Localised({"en": "Tour", "zh-Hans": "参观", "pl": "Wycieczka"}))),
    ("kind", {"Tour"}, lambda w: w.publish("Tour", kind=EventKind.CITY_TOUR)),
    ("interpretation", {"Tour"},
     lambda w: w.publish("Tour", interpretation=said("Whispered"))),
    ("languages", {"Tour"}, lambda w: w.publish("Tour", languages=("pl",))),
    ("sign-up ends", {"Tour"}, lambda w: w.publish("Tour", signup_closes_at=MORNING)),
    ("sign-up that nobody sees", set(),
     lambda w: w.publish("Online", signup_closes_at=MORNING)),
    ("a link", {"Online"},
     lambda w: w.publish("Online", joining_link="https://meet.example/1")),
    ("another link", set(),
     lambda w: w.publish("Online", joining_link="https://meet.example/2")),
    ("places", set(), lambda w: w.publish("Tour", capacity=3, offer_hours=2)),
    ("out of the whole", {"Signing"}, lambda w: w.publish("Signing", parent_id=None)),
    ("cast", {"Signing"}, lambda w: w.cast(
        "Signing", PartPlan(Part.SIGNATORY), PartPlan(
            Part.INTERPRETER, w.helper.id, None, "pl", "zh-Hans"))),
    ("cancelled", {"Tour"},
     lambda w: w.publish("Tour", status=EventStatus.CANCELLED)),
    ("restored", {"Tour"}, lambda w: w.publish("Tour", status=EventStatus.SCHEDULED)),
    ("planned only", set(), lambda w: drafts.save_plan(
        w.events["Tour"], replace(plan_of(w.events["Tour"]), title=said("X")),
        seen_version=w.events["Tour"].version, by=make_account())),
    ("discarded", set(), lambda w: drafts.discard(
        w.events["Tour"], seen_version=w.events["Tour"].version, by=make_account())),
]  # fmt: skip


def test_octets_are_others_whenever_the_sequence_grew_and_only_then(
    world: World, time: StoppedClock
) -> None:
    before = octets(world)

    for name, expected, deed in DEEDS:
        time.advance(minutes=1)
        deed(world)
        after = octets(world)
        differ = {one for one in after if after[one][0] != before[one][0]}
        raised = {one for one in after if after[one][1] > before[one][1]}
        stamped = {one for one in after if after[one][2] > before[one][2]}
        moved = {one for one in after if after[one][1:] != before[one][1:]}
        assert (name, differ) == (name, expected)
        assert (name, raised, stamped) == (name, expected, expected)
        assert (name, moved) == (name, expected)
        before = after


def test_a_new_event_begins_at_nought_when_it_is_published(
    world: World, time: StoppedClock
) -> None:
    draft = world.events["draft"]
    time.advance(minutes=1)

    world.publish("draft", status=EventStatus.SCHEDULED)

    assert (draft.sequence, draft.changed_at) == (0, time.now)


def test_a_clock_that_was_put_back_takes_no_revision_back(
    world: World, time: StoppedClock
) -> None:
    event = world.events["Tour"]
    time.advance(minutes=1)
    world.publish("Tour", title=said("One"))
    last = event.changed_at

    time.advance(minutes=-30)
    world.publish("Tour", title=said("Two"))

    assert (event.sequence, event.changed_at) == (2, last)


def test_calendars_follow_in_as_many_statements_for_many_events_as_for_one(
    world: World, statements: Callable[[], Any]
) -> None:
    def rename_gate(to: str) -> int:
        db.session.flush()
        db.session.expire_all()
        with statements() as ran:
            world.venue(world.gate, name=said(to))
        return len(ran)

    for_one = rename_gate("East gate")
    for number in range(8):
        make_event(world.week, f"Tour {number}", meeting_point_id=world.gate.id)

    assert rename_gate("West gate") == for_one
