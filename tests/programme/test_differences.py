"""What differs between two plans, in plain words of two languages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from eventapp.kernel.i18n import Localised, speaking
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.programme.difference import Difference
from eventapp.programme.differences import differences
from eventapp.programme.models.people import Person
from eventapp.programme.naming import Names, names_in
from eventapp.programme.plans import (
    EventPlan,
    PartPlan,
    facts_of,
    plan_from,
    plan_of,
)
from eventapp.programme.service.people import PersonEntry, enter_person
from eventapp.programme.vocabulary import (
    EventKind,
    EventStatus,
    Mode,
    Part,
    SignUp,
    WaitingList,
)
from tests.builders import make_event, make_person, make_venue, make_week

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2027, 3, 9, 14, 0, tzinfo=ZONE)
PLAN = EventPlan(
    kind=EventKind.SALON,
    title=Localised({"en": "Joint degrees", "zh-Hans": "联合学位"}),
    starts_at=TUESDAY,
    ends_at=TUESDAY + timedelta(hours=2),
)
HOUR = timedelta(hours=1)


def told(
    before: EventPlan | None,
    after: EventPlan,
    was: tuple[PartPlan, ...] = (),
    now: tuple[PartPlan, ...] = (),
    *,
    names: Names | None = None,
    is_public: bool = False,
) -> list[str]:
    return [
        str(one)
        for one in differences(
            None if before is None else facts_of(before, was),
            facts_of(after, now),
            names or Names(ZONE),
            is_public=is_public,
        )
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"starts_at": TUESDAY + HOUR, "ends_at": TUESDAY + 3 * HOUR},
            "Time: Tue 9 Mar 14:00–16:00 → 15:00–17:00",
        ),
        (
            {
                "starts_at": TUESDAY + timedelta(days=1),
                "ends_at": TUESDAY + timedelta(days=1, hours=1),
            },
            "Time: Tue 9 Mar 14:00–16:00 → Wed 10 Mar 14:00–15:00",
        ),
        (
            {
                "starts_at": TUESDAY.replace(year=2028),
                "ends_at": TUESDAY.replace(year=2028) + HOUR,
            },
            "Time: Tue 9 Mar 2027 14:00–16:00 → Thu 9 Mar 2028 14:00–15:00",
        ),
        (
            {"ends_at": TUESDAY + timedelta(days=1)},
            "Time: Tue 9 Mar 14:00–16:00 → Tue 9 Mar 14:00 – Wed 10 Mar 14:00",
        ),
        (
            {"kind": EventKind.FORUM},
            "Kind: Academic salon → Forum",
        ),
        (
            {"mode": Mode.HYBRID},
            "How people meet: On site → On site and online",
        ),
        (
            {"capacity": 30},
            "Places: No limit → 30",
        ),
        (
            {"signup": SignUp.EVERYONE},
            "Sign-up: Sign up → For all delegates, no sign-up",
        ),
        (
            {"languages": ("zh-Hans", "en")},
            "Languages: Nothing → Chinese, English",
        ),
        (
            {"interpretation": Localised({"en": "Into English"})},
            "Interpretation (English): Nothing → Into English",
        ),
        (
            {"title": Localised({"en": "Joint degrees", "zh-Hans": "联合培养"})},
            "Title (Chinese): 联合学位 → 联合培养",
        ),
        (
            {"status": EventStatus.CANCELLED},
            "Status: Scheduled → Cancelled",
        ),
        (
            {"joining_minutes": 60},
            "Joining link is shown before the start: 30 minutes → 60 minutes",
        ),
        (
            {"joining_link": "https://meet.example/secret"},
            "Joining link: added",
        ),
    ],
)
def test_a_field_is_told_with_what_was_and_what_is(
    app: Flask, changes: dict[str, Any], sentence: str
) -> None:
    assert app

    assert told(PLAN, replace(PLAN, **changes)) == [sentence]


def test_days_and_languages_are_told_as_the_reader_says_them(app: Flask) -> None:
    assert app
    after = replace(PLAN, starts_at=TUESDAY + HOUR, languages=("zh-Hans", "en"))

    with speaking("zh-Hans"):
        found = differences(facts_of(PLAN, ()), facts_of(after, ()), Names(ZONE))

    assert found == [
        Difference("时间", "3月9日 周二 14:00–16:00", "15:00–16:00", "when"),
        Difference("语言", "无", "中文、英语", "languages"),
    ]


def test_a_summer_time_of_the_week_is_told_by_its_own_clock(app: Flask) -> None:
    assert app
    names = Names(ZoneInfo("Europe/Warsaw"))

    lines = told(PLAN, replace(PLAN, ends_at=TUESDAY + HOUR), names=names)

    assert lines == ["Time: Tue 9 Mar 07:00–09:00 → 07:00–08:00"]


def test_an_event_that_gets_its_hour_had_none(app: Flask) -> None:
    assert app
    unplaced = replace(PLAN, is_placed=False)

    assert told(unplaced, PLAN) == [
        "Time: No place in the programme → Tue 9 Mar 14:00–16:00"
    ]


def test_a_new_event_is_told_whole_without_what_goes_without_saying(
    app: Flask,
) -> None:
    assert app
    speaker = (PartPlan(Part.SPEAKER),)

    assert told(None, PLAN, now=speaker) == [
        "Kind: Academic salon",
        "Title: Joint degrees",
        "Time: Tue 9 Mar 14:00–16:00",
        "Speaker added: To be named",
    ]


def test_venues_and_wholes_are_told_by_their_names(app: Flask) -> None:
    assert app
    week = make_week()
    hall, gate = make_venue(week), make_venue(week, "East gate")
    coach = make_venue(week, "Coach 1")
    whole = make_event(week, "Forum")
    after = replace(
        PLAN,
        venue_id=hall.id,
        meeting_point_id=gate.id,
        coaches=(str(coach.id),),
        parent_id=whole.id,
    )

    names = names_in(week, [facts_of(after, ())])

    assert told(PLAN, after, names=names) == [
        "Venue: To be announced → Main Hall",
        "Meeting point: Nothing → East gate",
        "Coaches: Nothing → Coach 1",
        "Part of: Nothing → Forum",
    ]
    assert told(PLAN, after) == [
        "Venue: To be announced → A place that is no longer in the list",
        "Meeting point: Nothing → A place that is no longer in the list",
        "Coaches: Nothing → A place that is no longer in the list",
        "Part of: Nothing → An event that is no longer in the list",
    ]


def test_people_are_told_as_added_removed_or_in_the_place_of_another(
    app: Flask,
) -> None:
    assert app
    lu, yao, wang = _lu_min(), make_person("Yao Li"), make_person("Wang Wei")
    names = Names(ZONE, persons={one.id: one for one in (lu, yao, wang)})
    interpreter = PartPlan(
        Part.INTERPRETER, from_language="zh-Hans", into_language="en"
    )

    def people(*some: PartPlan) -> tuple[PartPlan, ...]:
        return some

    def of(was: tuple[PartPlan, ...], now: tuple[PartPlan, ...]) -> list[str]:
        return told(PLAN, PLAN, was, now, names=names)

    speaker = PartPlan(Part.SPEAKER, lu.id)
    dean = replace(speaker, office=Localised({"en": "Dean"}))
    host = PartPlan(Part.HOST, yao.id)
    assert of((), people(speaker)) == ["Speaker added: 陆敏 (Lu Min), Vice-President"]
    assert of(people(host), ()) == ["Host removed: Yao Li"]
    assert of(people(speaker), people(dean)) == [
        "Office of 陆敏 (Lu Min): Vice-President → Dean"
    ]
    assert of(people(interpreter), people(replace(interpreter, person_id=wang.id))) == [
        "Interpreter (Chinese into English): To be named → Wang Wei"
    ]
    named = replace(interpreter, person_id=wang.id)
    assert of(
        people(named), people(replace(named, from_language="en", into_language="zh"))
    ) == [
        (
            "Wang Wei: Interpreter (Chinese into English)"
            " → Interpreter (English into Chinese)"
        )
    ]
    assert of(people(speaker, host), people(host, speaker)) == [
        "Order of the people: changed"
    ]
    assert of(
        people(PartPlan(Part.SPEAKER, yao.id), speaker),
        people(dean, PartPlan(Part.SPEAKER, wang.id)),
    ) == [
        "Office of 陆敏 (Lu Min): Vice-President → Dean",
        "Speaker: Yao Li → Wang Wei",
    ]
    assert of(people(PartPlan(Part.INTERPRETER, wang.id, None, "en")), ()) == [
        "Interpreter (English) removed: Wang Wei"
    ]


def test_the_public_reads_nothing_of_joining_and_only_its_own_language(
    app: Flask,
) -> None:
    assert app
    after = replace(
        PLAN,
        joining_link="https://meet.example/secret",
        joining_minutes=5,
        status=EventStatus.CANCELLED,
        title=Localised({"en": "Double degrees", "zh-Hans": "双学位"}),
        summary=Localised({"zh-Hans": "内容"}),
    )

    assert told(PLAN, after, is_public=True) == [
        "Title: Joint degrees → Double degrees",
        "What it is: changed",
    ]
    chinese = replace(PLAN, title=Localised({"en": "Joint degrees", "zh-Hans": "新"}))
    assert told(PLAN, chinese, is_public=True) == []


def test_names_cost_the_same_for_one_event_and_for_many(
    statements: Callable[[], Any],
) -> None:
    week = make_week()
    counts = []
    for _round in range(2):
        events = [make_event(week) for _ in range(5)]
        parts = [PartPlan(Part.SPEAKER, make_person().id) for _ in range(5)]
        facts = [
            facts_of(plan_of(event), [part])
            for event, part in zip(events, parts, strict=True)
        ]
        with statements() as ran:
            names = names_in(week, facts)
        counts.append(len(ran))
        assert names.event(events[0].id) == "Salon"

    assert counts == [3, 3]


def _lu_min() -> Person:
    name = PersonName("Lu Min", "陆敏", "zh-Hans", NameOrder.NATIVE_FIRST)
    return enter_person(
        PersonEntry(
            name, office=Localised({"en": "Vice-President", "zh-Hans": "副校长"})
        )
    )


def test_sign_up_is_told_by_the_clock_of_the_week_and_its_line_to_the_office_alone(
    app: Flask,
) -> None:
    assert app
    after = replace(
        PLAN,
        signup_opens_at=datetime(2027, 3, 1, 9, 0, tzinfo=ZONE),
        signup_closes_at=datetime(2027, 3, 9, 12, 0, tzinfo=ZONE),
        waiting_list=WaitingList.OFFER,
        offer_hours=12,
        promotion_stops_minutes=60,
        whole_delegations=True,
    )

    public = [
        "Sign-up opens: At once → Mon 1 Mar 2027 09:00",
        "Sign-up closes: When it begins → Tue 9 Mar 2027 12:00",
        "Delegations come as a whole: No → Yes",
    ]
    assert told(PLAN, after, is_public=True) == public
    assert told(PLAN, after) == [
        *public[:2],
        (
            "When a place is free again: The first in line has the place at once"
            " → The first in line gets an offer that ends"
        ),
        "Hours until an offer ends: 24 → 12",
        "The waiting list stops before the start: 0 minutes → 60 minutes",
        public[2],
    ]


def test_a_plan_that_was_kept_before_sign_up_had_hours_reads_as_it_did() -> None:
    new = {"signup_opens_at", "signup_closes_at", "waiting_list", "offer_hours"}
    new |= {"promotion_stops_minutes", "whole_delegations"}
    facts = facts_of(PLAN, ())

    before = {name: value for name, value in facts.items() if name not in new}

    assert plan_from(before) == plan_from(facts) == PLAN
