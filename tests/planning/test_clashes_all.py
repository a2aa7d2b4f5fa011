"""A week in which everything goes wrong, and one in which nothing does."""

from datetime import time, timedelta

import pytest

from eventapp.kernel.i18n import Localised
from eventapp.planning.clashes import Level, Rule, clashes_in
from eventapp.planning.rules.words import LEVELS, RULES
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.service.venues import time_walk
from eventapp.programme.vocabulary import EventKind, Mode, Part, VenueKind
from tests.builders import (
    MORNING,
    make_event,
    make_person,
    make_place,
    make_registration,
    make_venue,
    make_week,
)

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def give(event: Event, *parts: tuple[Part, Person | None]) -> Event:
    plans = [PartPlan(part, person.id if person else None) for part, person in parts]
    assign(event, plans)
    return event


def test_a_week_in_which_everything_goes_wrong_breaks_each_rule() -> None:
    week = make_week()
    head, interpreter = make_person("Head"), make_person("Voice", languages=("ru",))
    guest = make_registration(week, person_id=head.id, access=("wheelchair",))
    other_guest = make_registration(week)
    hall = make_venue(week, "Hall", capacity=1, is_step_free=False, closes=time(10))
    far = make_venue(week, "Far", kind=VenueKind.BUILDING)
    time_walk(hall, far, 20)
    coach = str(make_venue(week, "Coach", kind=VenueKind.VEHICLE, capacity=1).id)
    link = {"mode": Mode.ONLINE, "joining_link": "https://join.example/1"}
    opening = make_event(
        week,
        "Opening",
        kind=EventKind.OPENING,
        venue_id=hall.id,
        capacity=1,
        languages=("zh-Hans", "en"),
        **link,
    )
    signing = make_event(
        week, "Signing", kind=EventKind.SIGNING, starts_at=MORNING + HOUR / 2
    )
    salon = make_event(week, "Salon", venue_id=hall.id, capacity=2, **link)
    make_event(week, "Unsigned", kind=EventKind.SIGNING, parent_id=opening.id)
    tour = make_event(week, "Tour", coaches=(coach,), capacity=2, mode=Mode.HYBRID)
    make_event(week, "Visit", coaches=(coach,), starts_at=MORNING - HOUR / 2)
    make_event(week, "Part", parent_id=opening.id, starts_at=MORNING + HOUR)
    after = make_event(
        week, "After", venue_id=far.id, starts_at=MORNING + HOUR + 5 * MINUTE
    )
    make_event(week, "Too late", starts_at=MORNING + timedelta(days=30))
    make_event(week, "Late", venue_id=hall.id, capacity=2, starts_at=MORNING + 2 * HOUR)
    announced = Localised({"en": "Interpretation"})
    make_event(week, "Announced", interpretation=announced, starts_at=MORNING - HOUR)
    give(signing, (Part.SIGNATORY, head))
    give(salon, (Part.SPEAKER, head), (Part.HOST, None), (Part.GUIDE, interpreter))
    give(tour, (Part.SPEAKER, head), (Part.GUIDE, interpreter))
    assign(
        opening,
        [PartPlan(Part.INTERPRETER, interpreter.id, None, "zh-Hans", "en")],
    )
    for registration in (guest, other_guest):
        for event in (opening, tour, after):
            make_place(registration, event)

    broken = {clash.rule for clash in clashes_in(week)}

    assert broken == set(Rule)


def test_each_rule_and_level_has_a_word() -> None:
    assert set(RULES) == set(Rule)
    assert set(LEVELS) == set(Level)


def test_a_week_in_which_all_fits_breaks_no_rule() -> None:
    week = make_week()
    host, voice = make_person("Host"), make_person("Voice", languages=("zh", "en"))
    house = make_venue(
        week,
        "House",
        kind=VenueKind.BUILDING,
        opens=time(8),
        closes=time(18),
        is_step_free=True,
    )
    hall = make_venue(week, "Hall", parent_id=house.id, capacity=100)
    room = make_venue(week, "Room", parent_id=house.id, capacity=30)
    gate = make_venue(week, "Gate", kind=VenueKind.MEETING_POINT, capacity=None)
    coach = make_venue(week, "Coach", kind=VenueKind.VEHICLE, capacity=45)
    time_walk(house, gate, 10)
    opening = make_event(
        week,
        "Opening",
        kind=EventKind.OPENING,
        venue_id=hall.id,
        capacity=100,
        languages=("zh-Hans", "en"),
        interpretation=Localised({"en": "Interpretation"}),
    )
    signing = make_event(
        week,
        "Signing",
        kind=EventKind.SIGNING,
        venue_id=hall.id,
        parent_id=opening.id,
        languages=("zh-Hans", "en"),
        starts_at=MORNING + HOUR / 2,
        ends_at=MORNING + HOUR,
    )
    salon = make_event(week, "Salon", venue_id=room.id, starts_at=MORNING + HOUR)
    tour = make_event(
        week,
        "Tour",
        kind=EventKind.CITY_TOUR,
        meeting_point_id=gate.id,
        coaches=(str(coach.id),),
        capacity=45,
        starts_at=MORNING + 2 * HOUR + 10 * MINUTE,
    )
    assign(
        opening,
        [
            PartPlan(Part.PRESIDER, host.id),
            PartPlan(Part.INTERPRETER, voice.id, None, "zh-Hans", "en"),
        ],
    )
    give(signing, (Part.PRESIDER, host), (Part.SIGNATORY, host))
    give(salon, (Part.MODERATOR, host))
    give(tour, (Part.GUIDE, voice), (Part.CONTACT, host))
    delegate = make_registration(week, person_id=host.id, access=("wheelchair",))
    for event in (opening, signing, salon, tour):
        make_place(delegate, event)

    assert clashes_in(week) == []
