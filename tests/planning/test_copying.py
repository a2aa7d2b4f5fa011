"""A week copied for the next time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.accounts.vocabulary import Role
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.planning.service.copying import (
    Shift,
    Take,
    copy_week,
    days_between,
    moved,
)
from eventapp.programme import queries
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import (
    PlannedEvent,
    planned_event,
    planned_events,
    walks_of,
)
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.service.venues import time_walk
from eventapp.programme.service.weeks import WeekBeginning, invite
from eventapp.programme.vocabulary import EventStatus, Mode, Part, VenueKind
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.run_of_show.plans import Cast
from eventapp.run_of_show.queries import casts_of, cues_of, run_of
from tests.builders import (
    MORNING,
    make_account,
    make_desk,
    make_event,
    make_institution,
    make_person,
    make_place,
    make_registration,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import Client
from tests.run_of_show.ceremony import cue, make_run

SHANGHAI, WARSAW = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Warsaw")


def beginning(
    model: Week, first: date = date(2028, 3, 6), **changes: object
) -> WeekBeginning:
    values = {
        "slug": "next",
        "name": Localised({"en": "Next Week", "zh-Hans": "下一届"}),
        "city": model.city,
        "zone": model.zone,
        "held": KnownDate(first, first + timedelta(days=4), DatePrecision.DAY),
        "host_id": model.host_id,
        "contact_address": "next@host.example",
    }
    return WeekBeginning(**(values | changes))  # type: ignore[arg-type]  # of many types


def test_a_run_of_show_comes_along_with_its_event(app: Flask) -> None:
    assert app
    model = make_week()
    event = make_event(model, "Opening")
    make_run(cue("Welcome", cast=(Cast(make_person().id),)), event=event)

    copy = copy_week(model, beginning(model), Take(), Shift.WEEKDAY, by=make_account())

    run = run_of(copy.events[event.id])
    assert run is not None
    assert [str(one.what) for one in cues_of(run)] == ["Welcome"]
    assert casts_of(run, []) == {}


def test_the_hours_of_sign_up_move_with_the_days(app: Flask) -> None:
    assert app
    model = make_week()
    opens, closes = MORNING - timedelta(days=30), MORNING - timedelta(days=1)
    event = make_event(model, signup_opens_at=opens, signup_closes_at=closes)

    copy = copy_week(model, beginning(model), Take(), Shift.WEEKDAY, by=make_account())

    plan = planned_event(copy.events[event.id]).plan
    days = plan.starts_at - MORNING
    assert days
    assert (plan.signup_opens_at, plan.signup_closes_at) == (
        opens + days,
        closes + days,
    )


def by_title(week: Week) -> dict[str, PlannedEvent]:
    return {one.plan.title["en"]: one for one in planned_events(week)}


@pytest.mark.parametrize(
    ("first", "new", "shift", "days"),
    [
        (date(2024, 3, 27), date(2025, 3, 26), Shift.WEEKDAY, 364),
        (date(2024, 3, 27), date(2025, 3, 24), Shift.WEEKDAY, 364),
        (date(2024, 3, 27), date(2025, 3, 27), Shift.WEEKDAY, 364),
        (date(2024, 3, 27), date(2025, 3, 27), Shift.FIRST_DAY, 365),
        (date(2024, 3, 27), date(2024, 3, 27), Shift.WEEKDAY, 0),
    ],
)
def test_days_move_by_weekday_or_by_the_first_day(
    first: date, new: date, shift: Shift, days: int
) -> None:
    assert days_between(first, new, shift) == days


def test_an_hour_stays_on_the_wall_behind_a_change_of_the_clocks() -> None:
    winter = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)  # 09:00 in Warsaw

    summer = moved(winter, timedelta(weeks=8), WARSAW, WARSAW)
    in_shanghai = moved(winter, timedelta(), WARSAW, SHANGHAI)

    assert summer.astimezone(WARSAW).time() == time(9)
    assert in_shanghai.astimezone(SHANGHAI).time() == time(9)


def test_an_hour_that_is_skipped_comes_later() -> None:
    before = datetime(2027, 3, 27, 1, 30, tzinfo=UTC)  # 02:30 in Warsaw

    after = moved(before, timedelta(days=1), WARSAW, WARSAW)

    assert after.astimezone(WARSAW).time() == time(3, 30)


def test_a_copy_has_the_programme_as_drafts_on_the_same_weekdays(app: Flask) -> None:
    assert app
    week = make_week("spring")
    building = make_venue(week, "House 3", kind=VenueKind.BUILDING)
    hall = make_venue(week, "Hall", parent_id=building.id, opens=time(8))
    coach = make_venue(week, "Coach A", kind=VenueKind.VEHICLE, capacity=45)
    time_walk(building, coach, 7)
    opening = make_event(week, "Opening", venue_id=hall.id, key="open")
    make_event(
        week, "Signing", parent_id=opening.id, starts_at=MORNING + timedelta(minutes=30)
    )
    make_event(
        week,
        "Tour",
        coaches=(str(coach.id),),
        mode=Mode.HYBRID,
        joining_link="https://meet.example/1",
    )
    gone = make_event(week, "Gone")
    republish(gone, status=EventStatus.CANCELLED)
    assign(
        opening, [PartPlan(Part.SPEAKER, make_person().id, Localised({"en": "Dean"}))]
    )

    copy = copy_week(week, beginning(week), Take(), Shift.WEEKDAY, by=make_account())

    events = by_title(copy.week)
    new_hall, new_coach = (
        next(
            venue for venue in queries.venues_of(copy.week) if venue.name["en"] == name
        )
        for name in ("Hall", "Coach A")
    )
    assert set(events) == {"Opening", "Signing", "Tour", "Gone"}
    assert not any(one.is_published for one in events.values())
    assert events["Opening"].plan.starts_at == MORNING + timedelta(weeks=52)
    assert events["Opening"].plan.venue_id == new_hall.id
    assert events["Opening"].event.key == "open"
    assert events["Signing"].plan.parent_id == events["Opening"].id
    assert events["Tour"].plan.coaches == (str(new_coach.id),)
    assert events["Tour"].plan.joining_link is None
    assert events["Gone"].is_held_back
    assert not events["Opening"].is_held_back
    assert events["Opening"].parts == (PartPlan(Part.SPEAKER),)
    assert (new_hall.opens, new_hall.parent_id is not None) == (time(8), True)
    assert list(walks_of(copy.week).values()) == [7]
    assert copy.events[opening.id].id == events["Opening"].id


def test_people_and_places_are_never_copied(app: Flask) -> None:
    assert app
    week = make_week("spring")
    event = make_event(week)
    make_place(make_registration(week), event)
    assign(event, [PartPlan(Part.HOST, make_person().id)])
    before = _counts()

    copy = copy_week(week, beginning(week), Take(), Shift.WEEKDAY, by=make_account())

    assert _counts() == before
    assert copy.week.is_public is False
    assert queries.events_of(copy.week) == []


def test_what_is_not_ticked_stays_behind(app: Flask) -> None:
    assert app
    week = make_week("spring", introduction=Localised({"en": "Welcome."}))
    hall = make_venue(week)
    make_desk(week)
    invite(week, make_institution())
    event = make_event(week, "Opening", venue_id=hall.id)
    assign(event, [PartPlan(Part.HOST)])
    nothing = Take(**dict.fromkeys(Take.names(), False))
    only = Take(**(dict.fromkeys(Take.names(), False) | {"programme": True}))
    by = make_account()

    bare = copy_week(week, beginning(week), nothing, Shift.WEEKDAY, by=by)
    plan = beginning(week, slug="third")
    third = copy_week(week, plan, only, Shift.WEEKDAY, by=by)

    assert (bare.events, list(queries.venues_of(bare.week))) == ({}, [])
    assert bare.week.introduction is None
    assert len(queries.participants_of(bare.week)) == 1  # the host
    assert by_title(third.week)["Opening"].plan.venue_id is None
    assert by_title(third.week)["Opening"].parts == ()


def test_a_week_is_copied_in_the_office(client: Client) -> None:
    week = make_week("spring")
    make_event(week, "Opening")
    client.sign_in()

    form = client.get("/organise/spring/copy").text
    answers = {
        "name_en": "Spring 2028",
        "slug": "spring2028",
        "host": str(week.host_id),
        "city_en": "Shanghai",
        "zone": "Asia/Shanghai",
        "first": "2028-03-06",
        "last": "2028-03-10",
        "contact_address": "next@host.example",
        "shift": "weekday",
        "programme": "y",
    }
    page = client.post("/organise/spring/copy", data=answers, follow_redirects=True)

    assert 'value="2028-03-06"' in form
    assert "1 event was copied as a draft" in page.text
    copied = queries.week_by_slug("spring2028")
    assert copied is not None
    assert set(by_title(copied)) == {"Opening"}


def test_a_copy_proposes_the_day_of_the_last_event_and_the_next_year(
    client: Client,
) -> None:
    held = KnownDate(date(2027, 3, 8), None, DatePrecision.START)
    name = Localised({"en": "Spring 2027", "zh-Hans": "2027年春季"})
    week = make_week("spring", held=held)
    week.name = name
    make_event(week, "Closing", starts_at=MORNING + timedelta(days=3))
    client.sign_in()

    form = client.get("/organise/spring/copy").text

    assert 'value="2028-03-06"' in form
    assert 'value="2028-03-09"' in form
    assert 'value="Spring 2028"' in form
    assert 'value="2028年春季"' in form


def test_a_copy_tells_how_many_events_lie_outside_its_days(client: Client) -> None:
    week = make_week("spring")
    for day in (0, 2, 3):
        make_event(week, f"Day {day}", starts_at=MORNING + timedelta(days=day))
    client.sign_in()
    answers = {
        "name_en": "Short",
        "slug": "short",
        "host": str(week.host_id),
        "city_en": "Shanghai",
        "zone": "Asia/Shanghai",
        "first": "2028-03-06",
        "last": "2028-03-07",
        "contact_address": "next@host.example",
        "shift": "weekday",
        "programme": "y",
    }

    page = client.post("/organise/spring/copy", data=answers, follow_redirects=True)

    assert "2 events lie outside the days of the new week." in page.text


def test_a_refused_copy_keeps_what_was_typed(client: Client) -> None:
    week = make_week("spring")
    client.sign_in()
    answers = {
        "name_en": "Spring again",
        "slug": "spring",
        "host": str(week.host_id),
        "city_en": "Shanghai",
        "zone": "Asia/Shanghai",
        "first": "2028-03-06",
        "last": "2028-03-10",
        "contact_address": "next@host.example",
        "shift": "weekday",
        "roles": "y",
    }

    without = client.post("/organise/spring/copy", data=answers)
    taken = client.post("/organise/spring/copy", data=answers | {"programme": "y"})
    endless = client.post(
        "/organise/spring/copy", data=answers | {"last": "2100-01-01"}
    )

    assert {without.status_code, taken.status_code, endless.status_code} == {422}
    assert "A week lasts at most 92 days." in endless.text
    assert "Roles need the programme" in without.text
    assert "Another week has this address" in taken.text
    assert 'value="Spring again"' in taken.text


def test_a_steward_copies_no_week(client: Client) -> None:
    make_week("spring")
    client.sign_in(Role.STEWARD)

    assert client.get("/organise/spring/copy").status_code == 403


def _counts() -> list[int]:
    kinds = (Person, Registration, Place)
    return [
        db.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds
    ]
