"""What calendars say of an event, word by word."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask

from eventapp.feeds import writing
from eventapp.feeds.document import CalendarEvent, EventBlock
from eventapp.feeds.standing import Own, Standing
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised, speaking
from eventapp.kernel.names import PersonName
from eventapp.programme import queries
from eventapp.programme.models.events import Event
from eventapp.programme.plans import PartPlan, plan_of
from eventapp.programme.service import drafts, releases
from eventapp.programme.vocabulary import EventStatus, Mode, Part, SignUp
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_institution,
    make_person,
    make_venue,
    make_week,
)


def cast(event: Event, *parts: PartPlan) -> None:
    by = make_account()
    drafts.save_plan(event, plan_of(event), parts, seen_version=event.version, by=by)
    releases.publish(event.week, [event.id], None, by=by)


def told(event: Event, own: Own | None = None) -> CalendarEvent:
    db.session.expire_all()
    return writing.described(event, event.week, own)


def make_tour() -> Event:
    week = make_week("spring")
    campus = make_venue(week, "East Campus", address=text("2360 Jinhai Road", "金海路"))
    gate = make_venue(
        week, "South Gate", parent_id=campus.id, directions=text("Line 12, exit 3.")
    )
    hall = make_venue(
        week, "Main Hall", parent_id=campus.id, directions=text("By the lake.")
    )
    whole = make_event(week, "Open Day", zh="开放日")
    tour = make_event(
        week,
        "Tour",
        zh="参观",
        parent_id=whole.id,
        venue_id=hall.id,
        meeting_point_id=gate.id,
        summary=text("See the workshops.\n\nBring good shoes.", "参观实训中心。"),
        languages=("en", "zh-Hans"),
        interpretation=text("Consecutive"),
        mode=Mode.HYBRID,
        joining_link="https://meet.example/secret",
        signup=SignUp.BY_REQUEST,
        signup_closes_at=MORNING - timedelta(days=2),
    )
    home = make_institution("Opole University", "奥波莱大学")
    rector = make_person("Anna Nowak", institution_id=home.id, office=text("Rector"))
    voice = make_person("Wang Wei", "王伟", address="wang.wei@guest.example")
    rector.name = PersonName("Anna Nowak", title="Prof.")
    cast(
        tour,
        PartPlan(Part.GUIDE, rector.id),
        PartPlan(Part.INTERPRETER, voice.id, None, "zh", "en"),
        PartPlan(Part.HOST),
    )
    return tour


def text(en: str, zh: str = "") -> Localised:
    return Localised({"en": en, "zh-Hans": zh})


def test_a_description_tells_what_who_and_how_to_come(app: Flask) -> None:
    assert app

    shown = told(make_tour())

    assert shown.description.splitlines() == [
        "Academic salon",
        "Part of: Open Day",
        "",
        "See the workshops.",
        "",
        "Bring good shoes.",
        "",
        "On site and online",
        "The link to join is on the page of the event.",
        "Languages: English, Chinese",
        "Interpretation: Consecutive",
        "Meeting point: South Gate, East Campus, 2360 Jinhai Road",
        "",
        "By request",
        "Sign-up closes on Sat 6 Mar 2027, 09:00.",
        "",
        "People",
        "Guide: Prof. Anna Nowak, Rector, Opole University",
        "Interpreter (Chinese into English): 王伟 (Wang Wei)",
        "Host: To be named",
        "",
        "Getting there",
        "",
        "South Gate",
        "Line 12, exit 3.",
        "",
        "Main Hall",
        "By the lake.",
    ]
    assert shown.location == "Main Hall, East Campus, 2360 Jinhai Road, Shanghai"


def test_it_is_told_in_the_language_of_the_address(app: Flask) -> None:
    assert app
    tour = make_tour()

    with speaking("zh-Hans"):
        shown = told(tour)

    assert shown.summary == "参观"
    assert "参观实训中心。" in shown.description
    assert "奥波莱大学" in shown.description
    assert shown.location == "上海金海路 · East Campus · Main Hall"


def test_a_chinese_place_begins_with_the_city(app: Flask) -> None:
    assert app
    week = make_week()
    centre = make_venue(week, name=text("Exchange Centre", "学术交流中心"))
    hall = make_venue(week, name=text("Main Hall", "主会议厅"), parent_id=centre.id)
    room = make_venue(week, "A201", parent_id=centre.id)
    places = []
    for language in ("zh-Hans", "en"):
        for venue in (hall, room):
            with speaking(language):
                event = make_event(week, venue_id=venue.id)
                places.append(told(event).location)

    assert places == [
        "上海学术交流中心主会议厅",
        "上海学术交流中心 · A201",
        "Main Hall, Exchange Centre, Shanghai",
        "A201, Exchange Centre, Shanghai",
    ]


def test_what_is_cancelled_says_why_and_keeps_no_hope(app: Flask) -> None:
    assert app
    event, by = make_event(make_week(), "Salon", signup=SignUp.OPEN), make_account()
    plan = replace(plan_of(event), status=EventStatus.CANCELLED)
    drafts.save_plan(event, plan, seen_version=event.version, by=by)
    releases.publish(event.week, [event.id], text("The hall is closed."), by=by)

    said = [
        told(event, own).description
        for own in (
            None,
            Own(Standing.WAITING, ("You are on the waiting list.",)),
            Own(Standing.HELD, ("You have a place.",)),
        )
    ]

    why = "This event will not take place.\nWhy: The hall is closed."
    assert said == [f"{why}\n\nAcademic salon"] * 3
    ended = told(event, Own(Standing.ENDED, ("Your registration has ended.",)))
    assert ended.description.startswith("Your registration has ended.\n\nThis event")


def test_who_has_a_place_is_not_asked_to_sign_up(app: Flask) -> None:
    assert app
    tour = make_tour()
    own = Own(Standing.HELD, lines=("You have a place.",), turns=2)

    shown = told(tour, own)

    public = told(tour)
    assert shown.description.startswith("You have a place.\n\nAcademic salon\n")
    assert "By request" not in shown.description
    assert shown.sequence == public.sequence + 2


def test_a_hope_says_what_it_is_and_an_end_strikes_out(app: Flask) -> None:
    assert app
    event = make_event(make_week(), "Salon")

    said = [
        (shown.summary, shown.status.value, shown.is_free)
        for standing in (Standing.WAITING, Standing.OFFERED, Standing.ENDED)
        for shown in [told(event, Own(standing))]
    ]

    assert said == [
        ("Waiting list: Salon", "tentative", True),
        ("Offered to you: Salon", "tentative", False),
        ("Cancelled: Salon", "cancelled", False),
    ]


def test_several_days_say_their_hours_in_words(app: Flask) -> None:
    assert app
    ends_at = MORNING + timedelta(days=2, hours=8)
    fair = make_event(make_week(), "Fair", ends_at=ends_at)

    shown = told(fair)

    hours = "From Mon 8 Mar 2027, 09:00 to Wed 10 Mar 2027, 17:00"
    assert hours in shown.description.splitlines()


def test_what_is_online_has_no_city(app: Flask) -> None:
    assert app
    week = make_week()
    talk = make_event(week, "Talk", mode=Mode.ONLINE)

    assert told(talk).location == "Online"
    assert told(make_event(week, "Walk")).location == ""


def test_many_events_are_read_in_two_statements_and_kept(
    app: Flask, statements: Any
) -> None:
    assert app
    week = make_week()
    assert week.host
    person = make_person()
    events = [make_event(week, f"Salon {number}") for number in range(6)]
    for event in events:
        cast(event, PartPlan(Part.SPEAKER, person.id))
    counts, blocks = [], list[EventBlock]()
    for deed in (None, None, events[0]):
        if deed is not None:
            cast(deed)
        chosen = [(event, None) for event in queries.events_of(week)]
        with statements() as ran:
            blocks = writing.blocks_of(week, chosen)
        counts.append(len(ran))

    assert counts == [2, 0, 2]
    assert [b"Speaker" in block.octets for block in blocks].count(False) == 1
