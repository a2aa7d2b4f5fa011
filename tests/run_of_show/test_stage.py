"""A run as it stands: offices, what a delay touches, a first proposal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.plans import PartPlan, plan_of
from eventapp.programme.service.drafts import begin_event, save_plan
from eventapp.programme.service.events import assign
from eventapp.programme.service.venues import time_walk
from eventapp.programme.vocabulary import EventStatus, Part
from eventapp.run_of_show import queries
from eventapp.run_of_show.models import Run
from eventapp.run_of_show.plans import Cast
from eventapp.run_of_show.proposal import propose
from eventapp.run_of_show.service import going
from eventapp.run_of_show.service.writing import write_cues
from eventapp.run_of_show.stage import empty_stage, hits, stage_of
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_person,
    make_venue,
    make_week,
)
from tests.conftest import StoppedClock
from tests.run_of_show.ceremony import cue, make_run

HOUR = timedelta(hours=1)


def begin(run: Run) -> None:
    assert going.advance(run, seen=going.BEFORE, by="the presider")


def touched(
    run: Run, time: StoppedClock, *, is_public: bool = False
) -> list[tuple[str, str | None, int]]:
    return [
        (
            str(one.event.plan.title),
            one.person.name.latin if one.person else None,
            one.minutes,
        )
        for one in hits(stage_of(run, time.now), is_public=is_public)
    ]


def make_ceremony(*persons: Person, **changes: Any) -> tuple[Event, Run]:
    """An hour in a hall, from nine, with one cue of an hour for these persons."""
    week = make_week()
    event = make_event(week, "Opening", venue_id=make_venue(week).id, **changes)
    cast = tuple(Cast(person.id, Part.SPEAKER) for person in persons)
    return event, make_run(cue("Speech", minutes=60, cast=cast), event=event)


def test_a_delay_touches_the_next_event_in_the_room(time: StoppedClock) -> None:
    event, run = make_ceremony()
    at = {"venue_id": event.venue_id}
    make_event(event.week, "Salon", starts_at=MORNING + HOUR, **at)
    make_event(event.week, "Fair", starts_at=MORNING + 2 * HOUR, **at)
    make_event(event.week, "Elsewhere", starts_at=MORNING + HOUR)
    cancelled = {"status": EventStatus.CANCELLED, **at}
    make_event(event.week, "Cancelled", starts_at=MORNING + HOUR, **cancelled)

    time.set(MORNING)
    begin(run)
    assert touched(run, time) == []

    time.set(MORNING + timedelta(minutes=66, seconds=30))
    assert touched(run, time) == [("Salon", None, 6)]


def test_a_delay_touches_people_who_are_expected_elsewhere(time: StoppedClock) -> None:
    yao = make_person("Yao Li")
    event, run = make_ceremony(yao)
    room = make_venue(event.week, "Room 201")
    time_walk(event.venue or room, room, 10)
    soon = {"starts_at": MORNING + HOUR + timedelta(minutes=15), "venue_id": room.id}
    assign(
        make_event(event.week, "Signing", **soon), [PartPlan(Part.SIGNATORY, yao.id)]
    )
    assign(
        make_event(event.week, "Tea", **soon),
        [PartPlan(Part.GUIDE, make_person("X").id)],
    )

    time.set(MORNING + timedelta(minutes=4))
    begin(run)
    assert touched(run, time) == []

    time.advance(minutes=64)
    assert touched(run, time) == [("Signing", "Yao Li", 3)]


def test_the_link_knows_of_later_events_what_everybody_knows(
    time: StoppedClock,
) -> None:
    yao, by = make_person("Yao Li"), make_account()
    event, run = make_ceremony(yao)
    at = {"starts_at": MORNING + HOUR, "venue_id": event.venue_id}
    known = make_event(event.week, "Salon", **at)
    secret = replace(plan_of(known), title=Localised({"en": "Gala for the minister"}))
    parts = (PartPlan(Part.HOST, yao.id),)
    save_plan(known, secret, seen_version=known.version, by=by, parts=parts)
    plan = replace(secret, title=Localised({"en": "New"}), status=EventStatus.SCHEDULED)
    begin_event(event.week, plan, parts, by=by)
    begin_event(event.week, replace(plan, status=EventStatus.DRAFT), by=by)

    time.set(MORNING)
    begin(run)
    time.advance(minutes=66)

    assert touched(run, time, is_public=True) == [("Salon", None, 6)]
    assert sorted(touched(run, time), key=str) == [
        ("Gala for the minister", "Yao Li", 6),
        ("Gala for the minister", None, 6),
        ("New", "Yao Li", 6),
        ("New", None, 6),
    ]


def test_what_stood_in_the_way_already_is_no_news(time: StoppedClock) -> None:
    yao = make_person("Yao Li")
    event, run = make_ceremony(yao)
    early = make_event(event.week, "Lunch", starts_at=MORNING + HOUR / 2)
    assign(early, [PartPlan(Part.HOST, yao.id)])

    time.set(MORNING + timedelta(minutes=10))
    begin(run)

    assert touched(run, time) == []


def test_times_follow_what_is_planned_before_it_is_public(time: StoppedClock) -> None:
    event, run = make_ceremony()
    stage = stage_of(run, time.now)
    at = MORNING + HOUR
    later = replace(stage.planned.plan, starts_at=at, ends_at=at + HOUR)
    save_plan(event, later, seen_version=event.version, by=make_account())

    assert stage_of(run, time.now).course.cues[0].planned_at == at


def test_an_office_is_that_of_the_part_else_the_usual_one(time: StoppedClock) -> None:
    office = Localised({"en": "President", "zh-Hans": "校长"})
    usual = Localised({"en": "Professor", "zh-Hans": "教授"})
    xie, guest = make_person("Xie", office=usual), make_person("Guest", office=usual)
    event = make_event(en="Opening")
    inner = make_event(event.week, "Signing", parent_id=event.id)
    assign(inner, [PartPlan(Part.SIGNATORY, xie.id, office=office)])
    cast = (
        Cast(xie.id, Part.SIGNATORY),
        Cast(xie.id, Part.SPEAKER),
        Cast(guest.id),
    )
    run = make_run(cue("Signing", cast=cast), event=event)

    stage = stage_of(run, time.now)

    (timed,) = stage.course.cues
    assert [who.office for who in stage.cast_of(timed)] == [office, office, usual]


def test_a_first_run_has_everybody_who_speaks_and_the_inner_events(
    time: StoppedClock,
) -> None:
    yao, xie, shen = make_person("Yao"), make_person("Xie"), make_person("Shen")
    event = make_event(en="Opening")
    assign(
        event,
        [
            PartPlan(Part.SPEAKER, xie.id),
            PartPlan(Part.INTERPRETER, shen.id),
            PartPlan(Part.SPEAKER),
            PartPlan(Part.PRESIDER, yao.id),
        ],
    )
    inner = make_event(
        event.week,
        "Signing",
        parent_id=event.id,
        starts_at=MORNING + timedelta(minutes=40),
        ends_at=MORNING + HOUR,
    )
    assign(inner, [PartPlan(Part.SIGNATORY, xie.id), PartPlan(Part.CONTACT, yao.id)])

    plans = propose(empty_stage(event, time.now).family)

    assert [(plan.what["en"], plan.minutes, plan.cast) for plan in plans] == [
        (
            "Opens the ceremony and introduces the guests",
            20,
            (Cast(yao.id, Part.PRESIDER),),
        ),
        ("Speech", 20, (Cast(xie.id, Part.SPEAKER),)),
        ("Signing", 20, (Cast(xie.id, Part.SIGNATORY),)),
    ]


def test_a_signing_without_inner_events_is_one_cue(time: StoppedClock) -> None:
    xie = make_person("Xie")
    event = make_event(en="Signing")
    assign(event, [PartPlan(Part.SIGNATORY, xie.id)])

    plans = propose(empty_stage(event, time.now).family)

    assert [(plan.what["en"], plan.minutes) for plan in plans] == [("Signing", 60)]


@pytest.mark.parametrize("count", [1, 9])
def test_a_run_is_read_in_a_fixed_number_of_statements(
    time: StoppedClock, statements: Callable[[], Any], count: int
) -> None:
    yao = make_person("Yao Li")
    event, run = make_ceremony()
    plans = [cue(str(n), cast=(Cast(yao.id),)) for n in range(count)]
    for number in range(count):
        other = make_event(event.week, f"Other {number}")
        assign(other, [PartPlan(Part.HOST, yao.id)])
    write_cues(run, plans)
    begin(run)
    time.advance(days=30)

    with statements() as ran:
        stage = stage_of(run, time.now)
        hits(stage, is_public=False)

    assert len(stage.course.cues) == count
    assert len(ran) == 8
    assert queries.run_of(event) is run
