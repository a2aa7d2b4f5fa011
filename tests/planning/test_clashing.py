"""The page of clashes: what is found, by level, filtered, with ways to mend it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import EventStatus, Part
from tests.builders import (
    MORNING,
    make_event,
    make_person,
    make_place,
    make_registration,
    make_venue,
    make_week,
)
from tests.conftest import Client, StoppedClock


def page_of(client: Client, week: Week, **choice: str) -> str:
    answer = client.get(f"/organise/{week.slug}/clashes", query_string=choice)
    assert answer.status_code == 200
    return answer.text


def plant(week: Week) -> dict[str, Any]:
    """A person in two places on Monday, a room too small on Tuesday."""
    person = make_person("Yao Li", "姚莉")
    for name, begins in (("Salon A", 0), ("Salon B", 30)):
        starts_at = MORNING + timedelta(minutes=begins)
        event = make_event(week, name, starts_at=starts_at)
        assign(event, [PartPlan(Part.MODERATOR, person.id)])
    room = make_venue(week, "Tea room", capacity=24)
    tuesday = MORNING + timedelta(days=1)
    tea = make_event(
        week, "茶艺", zh="茶艺", venue_id=room.id, capacity=30, starts_at=tuesday
    )
    return {"person": person, "tea": tea}


def test_clashes_are_listed_by_level_with_the_way_to_what_must_be_changed(
    client: Client,
) -> None:
    week = make_week()
    planted = plant(week)
    client.sign_in()

    page = page_of(client, week)

    assert "Yao Li is expected at “Salon A” and at “Salon B”" in page
    assert page.index("impossible-heading") < page.index("doubtful-heading")
    assert f"/organise/{week.slug}/events/{planted['tea'].id}" in page
    assert f"/organise/{week.slug}/people/{planted['person'].id}" in page
    assert f"/organise/{week.slug}/plan?event={planted['tea'].id}#card-" in page
    assert '“<span lang="zh-Hans">茶艺</span>” has 30 places' in page


def test_clashes_are_chosen_by_level_rule_day_and_person(client: Client) -> None:
    week = make_week()
    person = plant(week)["person"]
    client.sign_in()

    assert "3 of 3." in page_of(client, week)
    for choice in (
        {"level": "impossible"},
        {"rule": "two_places"},
        {"day": "2027-03-08"},
        {"person": str(person.id)},
    ):
        page = page_of(client, week, **choice)
        assert "1 of 3." in page
        assert "Yao Li is expected" in page
    assert "No clash fits" in page_of(
        client, week, person=str(person.id), day="2027-03-09"
    )
    assert "3 of 3." in page_of(client, week, level="terrible", person="\0", day="x")


def test_a_week_without_clashes_says_so(client: Client) -> None:
    week = make_week()
    client.sign_in()

    assert "All that is planned fits together" in page_of(client, week)


def test_a_part_of_a_cancelled_event_leads_to_both(client: Client) -> None:
    week = make_week()
    gone = make_event(week, "Gone", status=EventStatus.CANCELLED)
    make_event(week, "Left over", parent_id=gone.id)
    client.sign_in()

    page = page_of(client, week)

    assert "“Left over” is part of “Gone”, which is cancelled" in page
    assert f"/organise/{week.slug}/events/{gone.id}" in page


def test_the_page_of_clashes_needs_the_same_few_statements_for_many(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = make_week()
    client.sign_in()
    plant(week)
    with statements() as few:
        page_of(client, week)
    for _each in range(10):
        plant(week)
        event = make_event(week, venue_id=make_venue(week).id)
        make_place(make_registration(week), event)

    with statements() as many:
        page_of(client, week)

    assert len(few) == len(many)
    assert len(few) <= 12


def test_the_overview_counts_clashes_while_something_can_be_done(
    client: Client, time: StoppedClock
) -> None:
    week = make_week()
    plant(week)
    client.sign_in()
    address = f"/organise/{week.slug}/"

    before = client.get(address).text
    behind = client.get(f"{address}clashes?level=pressing").text
    time.set(MORNING + timedelta(days=2))
    client.sign_in()
    after = client.get(address).text

    link = f'href="/organise/{week.slug}/clashes?level=pressing"'
    assert "2 clashes" in before
    assert before.count(link) == 1
    assert "2 of " in behind
    assert "office-nav" in after
    assert link not in after
