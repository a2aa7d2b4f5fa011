"""The presider's page, which a private link opens."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from eventapp.kernel.db import db
from eventapp.programme.plans import plan_of
from eventapp.programme.service.drafts import save_plan
from eventapp.programme.vocabulary import EventStatus
from eventapp.run_of_show import queries
from eventapp.run_of_show.models import Run
from eventapp.run_of_show.service import going, linking
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_venue,
    make_week,
)
from tests.conftest import Client, StoppedClock
from tests.run_of_show.ceremony import cue, make_run

pytestmark = pytest.mark.usefixtures("time")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def open_link(run: Run, *, may_press: bool = True) -> str:
    linking.open_link(run, may_press=may_press, by=make_account())
    return f"/run/{linking.link_token(run)}"


@pytest.mark.parametrize("more", ["", "/part"])
def test_the_link_opens_the_page_without_signing_in(client: Client, more: str) -> None:
    address = open_link(make_run("Welcome"))

    answer = client.get(address + more)

    assert answer.status_code == 200
    assert "Welcome" in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("is_public", "status"),
    [(False, EventStatus.SCHEDULED), (True, EventStatus.CANCELLED)],
)
def test_the_link_is_dead_in_a_hidden_week_and_for_a_cancelled_event(
    client: Client, *, is_public: bool, status: EventStatus
) -> None:
    event = make_event(make_week(is_public=is_public), status=status)
    address = open_link(make_run("Welcome", event=event))

    asked = [client.get(address), client.get(f"{address}/part")]
    asked.append(client.post(f"{address}/press", data={"do": "next"}))

    assert [answer.status_code for answer in asked] == [404] * 3


def test_the_link_lasts_until_a_day_after_the_event(
    client: Client, time: StoppedClock
) -> None:
    address = open_link(make_run("Welcome"))
    time.set(MORNING + HOUR + DAY - timedelta(seconds=1))
    assert client.get(address).status_code == 200

    time.advance(seconds=1)

    assert client.get(address).status_code == 404


def test_the_link_lasts_for_an_event_that_is_planned_anew(
    client: Client, time: StoppedClock
) -> None:
    event = make_event()
    address = open_link(make_run("Welcome", event=event))
    later = MORNING + 3 * DAY
    plan = replace(plan_of(event), starts_at=later, ends_at=later + HOUR)
    save_plan(event, plan, seen_version=event.version, by=make_account())

    time.set(later)

    assert client.get(address).status_code == 200


@pytest.mark.parametrize("more", ["", "/part"])
def test_an_ended_link_looks_like_an_unknown_one(client: Client, more: str) -> None:
    run = make_run("Welcome")
    address = open_link(run)
    linking.close_link(run, by=make_account())

    ended, unknown = client.get(address + more), client.get(f"/run/nobody{more}")

    assert (ended.status_code, unknown.status_code) == (404, 404)
    assert ended.get_data(as_text=True).replace(address, "/run/nobody") == (
        unknown.get_data(as_text=True)
    )


def test_the_presider_presses_where_the_organisers_allow_it(client: Client) -> None:
    run = make_run("Welcome", "Speech")
    address = open_link(run)
    assert "Start the ceremony" in client.get(address).get_data(as_text=True)

    answer = client.post(f"{address}/press", data={"do": "next", "seen": "before"})

    assert answer.headers["Location"] == address
    assert queries.cues_of(run)[0].is_running


def test_a_link_that_only_shows_has_no_buttons(client: Client) -> None:
    run = make_run("Welcome")
    address = open_link(run, may_press=False)
    assert "data-run-form" not in client.get(address).get_data(as_text=True)

    answer = client.post(f"{address}/press", data={"do": "next", "seen": "before"})

    assert answer.status_code == 403
    assert going.stand_of(queries.cues_of(run)) == going.BEFORE


def test_an_unknown_link_presses_nothing(client: Client) -> None:
    assert client.post("/run/nobody/press", data={"do": "next"}).status_code == 404


def test_nothing_of_the_office_is_on_the_page(client: Client) -> None:
    address = open_link(make_run("Welcome"))

    assert "/organise/" not in client.get(address).get_data(as_text=True)


@pytest.mark.parametrize("more", ["", "/part"])
def test_nothing_unpublished_is_on_the_page(
    client: Client, time: StoppedClock, more: str
) -> None:
    time.set(MORNING)
    week = make_week()
    hall = make_venue(week).id
    run = make_run(cue(minutes=60), event=make_event(week, venue_id=hall))
    later: dict[str, Any] = {"starts_at": MORNING + HOUR, "venue_id": hall}
    make_event(week, "Salon", **later)
    make_event(week, "Secret gala", status=EventStatus.DRAFT, **later)
    going.advance(run, seen=going.BEFORE, by="the presider")
    time.advance(minutes=66)

    page = client.get(open_link(run) + more).get_data(as_text=True)

    assert "The room is needed at" in page
    assert "Salon" in page
    assert "Secret gala" not in page


def test_looking_again_while_nothing_moves_is_one_statement(
    client: Client, time: Any, statements: Callable[[], Any]
) -> None:
    assert time
    address = open_link(make_run("Welcome"))
    known = {"If-None-Match": client.get(f"{address}/part").headers["ETag"]}
    db.session.commit()

    with statements() as ran:
        answer = client.get(f"{address}/part", headers=known)

    assert (answer.status_code, len(ran)) == (304, 1)
