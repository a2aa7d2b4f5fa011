"""The pages of doors: who may come when, as supervisors decide it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from eventapp.accounts.vocabulary import Role
from eventapp.checkin.models.desks import DoorRule
from eventapp.checkin.service.presenting import present
from eventapp.checkin.vocabulary import Admits, DeskRole, Lateness
from eventapp.journal.models import Entry
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import SignUp
from tests.builders import (
    make_delegation,
    make_desk,
    make_event,
    make_registration,
    make_week,
)
from tests.checkin.devices import carry, make_device
from tests.checkin.doors import Door, make_rule
from tests.conftest import Client, StoppedClock

Counted = Callable[[], AbstractContextManager[list[str]]]
USUAL = {"admits": "as_signed_up", "lateness": "admit"}


class House:
    """An event with two doors; keys that outlive a request."""

    def __init__(self, client: Client) -> None:
        week = make_week()
        event = make_event(week, "Signing", capacity=120)
        begins = event.starts_at.astimezone(week.tzinfo)
        self.day = begins.date().isoformat()
        self.begins = event.starts_at.replace(minute=0, second=0, microsecond=0)
        self.hour = begins.hour
        self.event, self.main = event.id, make_desk(week, "Main door").id
        self.side = make_desk(week, "Side door").id
        self.doors = f"/desk/weeks/{week.slug}/doors"
        self.address = f"{self.doors}/{event.id}"
        self.rule = f"{self.address}/rule"
        client.sign_in(Role.ORGANISER)

    def general_rule(self) -> DoorRule:
        """Decide something about all doors."""
        event = db.session.get_one(Event, self.event)
        return make_rule(event, most_inside=80)

    def rules(self) -> dict[UUID | None, DoorRule]:
        return {one.desk_id: one for one in db.session.scalars(select(DoorRule))}


def test_an_organiser_decides_about_all_doors_and_reads_it_in_words(
    client: Client,
) -> None:
    house = House(client)
    typed = {
        "admits": "confirmed",
        "opens_hour": f"{house.hour - 1:02d}:30",
        "late_hour": f"{house.hour:02d}:15",
        "lateness": "hold",
        "most_inside": "100",
        "entries": "1",
    }

    page = client.post(house.rule, data=typed, follow_redirects=True).text

    rule = house.rules()[None]
    assert (rule.admits, rule.lateness) == (Admits.CONFIRMED, Lateness.HOLD)
    assert rule.opens_at == house.begins - timedelta(minutes=30)
    assert rule.late_from == house.begins + timedelta(minutes=15)
    assert "Every confirmed delegate, as the room allows." in page
    assert f"Opens at {house.hour - 1:02d}:30." in page
    assert f"Who comes after {house.hour:02d}:15 waits outside until the break" in page
    assert "Each person comes in once." in page
    assert "At most 100 people inside." in page
    assert "Desks warn from 90 people on." in page
    line = db.session.scalars(select(Entry)).one()
    assert (line.action, line.subject, line.details["after"]["entries"]) == (
        "door_rule.changed",
        "Signing",
        1,
    )


def test_a_desk_gets_a_rule_of_its_own_and_loses_it_again(client: Client) -> None:
    house = House(client)
    key = str(make_delegation(house.general_rule().event.week).id)
    own = f"{house.rule}?desk={house.side}"

    client.post(own, data=USUAL | {"admits": "listed", "delegations": [key]})
    form = client.get(own).text
    rules = house.rules()

    assert rules[house.side].delegations == (key,)
    assert rules[house.side].most_inside is None
    assert re.search(f'<input[^>]*checked[^>]*value="{key}"', form)
    assert 'name="most_inside"' not in form

    client.post(f"{house.rule}/drop?desk={house.side}")
    assert list(house.rules()) == [None]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"admits": "listed"}, "Tick a kind or a delegation."),
        ({"admits": "nobody"}, "Not a valid choice"),
        ({"lateness": "hold"}, "Enter the time from which somebody is late."),
        (
            {"opens_hour": "10:00", "closes_hour": "09:00"},
            "Enter a close after the opening.",
        ),
        (
            {"opens_hour": "10:00", "seats_hour": "09:00"},
            "Enter a time between opening and close.",
        ),
        (
            {"late_hour": "10:00", "closes_hour": "10:00", "lateness": "hold"},
            "closed doors let nobody wait",
        ),
        ({"opens_hour": "soon"}, "Enter a time like 09:30."),
        ({"entries": "0"}, "Enter a whole number from 1 to 100."),
        (
            {"most_inside": "10", "warn_inside": "11"},
            "Warn before the limit is reached.",
        ),
    ],
)
def test_a_rule_that_cannot_be_is_refused_in_words(
    client: Client, typed: dict[str, str], sentence: str
) -> None:
    house = House(client)

    answer = client.post(house.rule, data=USUAL | typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert house.rules() == {}


def test_days_are_asked_for_where_an_event_has_several(client: Client) -> None:
    house = House(client)
    short = client.get(house.rule).text
    event = db.session.get_one(Event, house.event)
    event.ends_at = event.starts_at + timedelta(days=2)

    forgotten = client.post(house.rule, data=USUAL | {"closes_day": house.day})
    later = {"closes_day": "2027-03-10", "closes_hour": "12:00"}
    client.post(house.rule, data=USUAL | later)

    assert 'name="closes_day"' not in short
    assert "Enter the time as well." in forgotten.text
    assert house.rules()[None].closes_at == datetime(2027, 3, 10, 4, tzinfo=UTC)
    assert 'value="2027-03-10"' in client.get(house.rule).text


def test_the_pages_tell_what_each_door_does_now(
    client: Client, time: StoppedClock
) -> None:
    house = House(client)
    client.post(
        house.rule,
        data=USUAL | {"closes_hour": f"{house.hour:02d}:00", "most_inside": "5"},
    )
    time.set(house.begins + timedelta(minutes=1))

    page, week = client.get(house.address).text, client.get(house.doors).text

    assert page.count("Closed") == 3  # all doors, and both that follow them
    assert "As all doors." in page
    assert "Closed" in week
    assert f"Closes at {house.hour:02d}:00." in week


def test_all_events_with_their_doors_are_read_in_a_fixed_number_of_statements(
    client: Client, statements: Counted
) -> None:
    house = House(client)

    def count() -> int:
        with statements() as ran:
            assert client.get(house.doors).status_code == 200
        return len(ran)

    before = count()
    week = house.general_rule().event.week
    for _ in range(3):
        event = make_event(week)
        make_rule(event, make_desk(week), most_inside=None, entries=2)
        make_delegation(week)
    assert count() == before


def test_a_steward_decides_about_no_door(client: Client) -> None:
    house = House(client)
    client.sign_in(Role.STEWARD)

    assert client.get(house.doors).status_code == 403
    assert client.post(house.rule, data=USUAL).status_code == 403


def test_a_supervisors_device_decides_in_its_own_week(client: Client) -> None:
    house = House(client)
    other = make_week()
    device = make_device(other, DeskRole.SUPERVISOR)
    client.get("/")
    carry(client, device)

    assert client.get(house.doors).status_code in {403, 404}
    assert client.get(f"/desk/weeks/{other.slug}/doors").status_code == 200


def test_a_steward_lets_those_in_who_waited_at_the_door(
    client: Client, time: StoppedClock
) -> None:
    time.set(datetime(2027, 3, 8, 1, 30, tzinfo=UTC))
    door = Door(signup=SignUp.EVERYONE, capacity=1)
    make_rule(door.event, late_from=clock.now(), lateness=Lateness.HOLD)
    _, code = door.newcomer()
    present(door.presentation())
    time.advance(minutes=1)
    present(door.presentation(code))
    address = f"/desk/{door.desk.id}/holds"
    data, name = {"event": str(door.event.id)}, door.guest.name.latin
    client.sign_in(Role.STEWARD)

    waiting = client.get(address, query_string=data).text
    page = client.post(address, data=data, follow_redirects=True).text

    assert waiting.count(name) >= 2
    assert "1 more fits" in waiting
    assert re.search(r"Limit: 1 .*Full", page, re.DOTALL)
    assert "One person came in." in page
    assert "One person still waits" in page
    assert page.count("Has gone") == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"admits": "places"}, "0 people hold a place; 1 are expected."),
        (
            {"admits": "listed", "kinds": ["companion"]},
            "The ticked kinds and delegations match nobody; 1 are expected.",
        ),
    ],
)
def test_a_rule_that_refuses_everybody_is_saved_only_when_it_is_meant(
    client: Client, typed: dict[str, object], words: str
) -> None:
    house = House(client)
    event = db.session.get_one(Event, house.event)
    event.signup = SignUp.EVERYONE
    make_registration(event.week)
    typed = USUAL | typed

    warned = client.post(house.rule, data=typed)
    rules = house.rules()
    saved = client.post(
        house.rule, data=typed | {"anyway": "y"}, follow_redirects=True
    ).text

    assert (warned.status_code, rules) == (422, {})
    assert words in warned.text
    assert "Nobody would be let in." in warned.text
    assert "This rule lets nobody in: 1 are expected." in saved
    client.post(house.rule, data=USUAL | {"admits": "confirmed"})
    assert "Lets in 1 of 1 confirmed delegates." in client.get(house.address).text
    assert "Now 1 of 1 confirmed delegates would be" in client.get(house.rule).text


def test_doors_of_another_day_are_not_called_open(
    client: Client, time: StoppedClock
) -> None:
    house = House(client)
    time.set(house.begins - timedelta(days=5))
    client.sign_in()
    ahead = client.get(house.doors).text
    time.set(house.begins + timedelta(days=5))
    client.sign_in()
    over = client.get(house.doors).text

    assert "Not begun" in ahead
    assert "Over" in over
    assert not any("tag-ok" in page for page in (ahead, over))
