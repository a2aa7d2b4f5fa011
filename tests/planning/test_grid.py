"""The programme as a grid: cards, moves, versions, undo, refusals in words."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from markupsafe import escape

from eventapp.accounts.vocabulary import Role
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_event
from eventapp.programme.plans import EventPlan, PartPlan, plan_of
from eventapp.programme.service.drafts import begin_event, save_plan
from eventapp.programme.vocabulary import EventKind, EventStatus, Part
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_person,
    make_venue,
    make_week,
)
from tests.conftest import Client, StoppedClock

SCRIPT = {"Accept": "application/json"}
TEN = datetime(2027, 3, 8, 2, 0, tzinfo=UTC)  # in Shanghai
HOUR = timedelta(hours=1)


def wish(event: Event, **changes: Any) -> dict[str, Any]:
    values = {
        "day": "2027-03-08",
        "begins": "10:00",
        "minutes": "60",
        "venue": "",
        "version": str(event.version),
    }
    return values | changes


def address(week: Week, event: Event | None = None) -> str:
    return f"/organise/{week.slug}/plan" + (f"/{event.id}" if event else "")


def begun(week: Week, en: str = "Salon", **changes: Any) -> Event:
    values: dict[str, Any] = {
        "kind": EventKind.SALON,
        "title": Localised({"en": en}),
        "starts_at": MORNING,
        "ends_at": MORNING + HOUR,
    }
    plan = EventPlan(**(values | changes))
    return begin_event(week, plan, by=make_account())


def hours(event: Event) -> tuple[datetime, datetime]:
    plan = planned_event(event).plan
    return plan.starts_at, plan.ends_at


def test_the_page_lists_a_day_by_room_and_what_waits_for_a_time(
    client: Client,
) -> None:
    week = make_week()
    hall = make_venue(week, "Great Hall")
    make_event(week, "Joint degrees", venue_id=hall.id)
    begun(week, "Idea", is_placed=False)
    client.sign_in()

    page = client.get(address(week) + "?day=2027-03-08").text

    assert page.index("Great Hall</h3>") < page.index("Joint degrees</a>")
    assert page.index("Without a time</h3>") < page.index(">Idea</a>")
    assert "09:00–10:00" in page


def test_the_board_tells_where_each_card_stands(client: Client) -> None:
    week = make_week()
    hall = make_venue(week, "Great Hall", opens=time(8), closes=time(18))
    event = make_event(week, "Joint degrees", venue_id=hall.id, capacity=30)
    client.sign_in()

    answer = client.get(address(week) + "/board").get_json()

    assert answer["cards"] == [
        {
            "id": str(event.id),
            "version": 1,
            "title": "Joint degrees",
            "language": "en",
            "kind": "Academic salon",
            "track": "purple",
            "day": "2027-03-08",
            "starts": 540,
            "minutes": 60,
            "venue": str(hall.id),
            "parent": "",
            "capacity": 30,
            "state": "",
            "is_public": True,
            "by": "",
            "people": [],
        }
    ]
    assert [
        (one["name"], one["capacity"], one["opens"], one["closes"])
        for one in answer["rooms"]
    ] == [("Great Hall", 200, 480, 1080), ("", None, None, None)]


def test_the_board_is_packed_for_those_who_unpack(client: Client) -> None:
    week = make_week()
    make_event(week)
    client.sign_in()

    plain = client.get(address(week) + "/board")
    packed = client.get(address(week) + "/board", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_the_board_names_who_has_a_part(client: Client) -> None:
    week = make_week()
    person = make_person("Yao Li")
    plan = EventPlan(EventKind.SALON, Localised({"en": "Idea"}), MORNING, TEN)
    parts = [PartPlan(Part.SPEAKER, person.id), PartPlan(Part.HOST)]
    begin_event(week, plan, parts, by=make_account())
    client.sign_in()

    told = client.get(address(week) + "/board").get_json()

    assert told["cards"][0]["people"] == [str(person.id)]
    assert told["persons"] == {str(person.id): "Yao Li"}


def test_the_address_of_an_event_opens_its_day(client: Client) -> None:
    week = make_week()
    make_event(week, "First")
    late = make_event(week, "Later", starts_at=MORNING + 48 * HOUR)
    client.sign_in()

    page = client.get(address(week) + f"?move={late.id}").text

    assert 'data-day="2027-03-10"' in page


def test_the_board_is_not_sent_again_before_somebody_plans(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    client.sign_in()
    first = client.get(address(week) + "/board")
    known = {"If-None-Match": first.headers["ETag"]}

    again = client.get(address(week) + "/board", headers=known)
    client.post(address(week, event), data=wish(event), headers=SCRIPT)
    later = client.get(address(week) + "/board", headers=known)

    assert (again.status_code, again.data) == (304, b"")
    assert later.status_code == 200


def test_a_move_goes_to_the_draft_and_not_to_the_public(client: Client) -> None:
    week = make_week()
    hall = make_venue(week, "Great Hall")
    event = make_event(week, "Joint degrees")
    account = client.sign_in()

    answer = client.post(
        address(week, event),
        data=wish(event, venue=str(hall.id), minutes="90"),
        headers=SCRIPT,
    )

    told = answer.get_json()
    assert answer.status_code == 200
    assert (
        told["said"]
        == "Saved: Joint degrees, Mon 8 Mar 2027, 10:00 to 11:30, Great Hall."
    )
    card = told["cards"][0]
    assert (card["starts"], card["minutes"], card["venue"]) == (600, 90, str(hall.id))
    assert (card["state"], card["by"], card["version"]) == ("changed", account.name, 2)
    assert told["before"] + 1 == told["revision"]
    assert hours(event) == (TEN, TEN + timedelta(minutes=90))
    assert event.starts_at == MORNING


def test_a_stale_move_is_told_who_was_first_and_what_stands_there(
    client: Client,
) -> None:
    week = make_week()
    event = make_event(week, "Joint degrees")
    other = make_account(name="Anna Nowak")
    seen = wish(event, begins="15:00")
    there = replace(plan_of(event), starts_at=TEN, ends_at=TEN + HOUR)
    save_plan(event, there, seen_version=1, by=other)
    client.sign_in()

    answer = client.post(address(week, event), data=seen, headers=SCRIPT)

    told = answer.get_json()
    assert answer.status_code == 409
    assert told["error"]["sentence"] == (
        "Anna Nowak changed “Joint degrees” meanwhile. "
        "It stands now: Mon 8 Mar 2027, 10:00 to 11:00, no venue."
    )
    assert (told["cards"][0]["starts"], told["cards"][0]["version"]) == (600, 2)
    assert hours(event) == (TEN, TEN + HOUR)


def test_without_script_a_stale_form_comes_back_with_what_was_wished(
    client: Client,
) -> None:
    week = make_week()
    event = make_event(week, "Joint degrees")
    seen = wish(event, begins="15:00")
    there = replace(plan_of(event), starts_at=TEN, ends_at=TEN + HOUR)
    save_plan(event, there, seen_version=1, by=make_account(name="Anna Nowak"))
    client.sign_in()

    answer = client.post(address(week, event), data=seen)

    assert answer.status_code == 409
    assert "Anna Nowak changed “Joint degrees” meanwhile." in answer.text
    assert 'value="15:00"' in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text


def test_a_moved_form_leads_back_to_its_day(client: Client) -> None:
    week = make_week()
    event = make_event(week, "Joint degrees")
    client.sign_in()

    form = client.get(address(week) + f"?move={event.id}").text
    answer = client.post(address(week, event), data=wish(event, day="2027-03-09"))
    page = client.get(answer.headers["Location"]).text

    assert 'value="09:00"' in form
    assert answer.status_code == 302
    assert "Saved: Joint degrees, Tue 9 Mar 2027, 10:00 to 11:00, no venue." in page


def test_who_chose_the_list_stays_in_it(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    client.sign_in()

    page = client.get(address(week) + "?view=list").text
    answer = client.post(address(week, event) + "?view=list", data=wish(event))

    assert "day=2027-03-09&amp;view=list" in page
    assert answer.headers["Location"].endswith("/plan?day=2027-03-08&view=list")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"minutes": "0"}, "Enter a whole number from 5 to 44640."),
        ({"minutes": ""}, "Enter the length."),
        ({"begins": ""}, "Enter the time at which it begins."),
        ({"begins": "quarter"}, "Enter a time like 09:30."),
        ({"day": "2031-01-01"}, "Enter a day near the week."),
        ({"day": "soon"}, "Enter a day like 2027-03-09."),
        ({"venue": "nowhere"}, "Choose one of the list."),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    client: Client, changes: dict[str, str], sentence: str
) -> None:
    week = make_week()
    event = make_event(week)
    client.sign_in()

    told = client.post(
        address(week, event), data=wish(event, **changes), headers=SCRIPT
    )
    page = client.post(address(week, event), data=wish(event, **changes))

    assert (told.status_code, page.status_code) == (422, 422)
    assert told.get_json()["error"]["sentence"] == sentence
    assert sentence in page.text


def test_json_instead_of_a_form_moves_nothing(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    client.sign_in()

    answer = client.post(
        address(week, event), data="{", content_type="application/json"
    )

    assert answer.status_code == 422
    assert hours(event) == (MORNING, MORNING + HOUR)


def test_an_hour_that_the_clocks_leave_out_is_refused(client: Client) -> None:
    week = make_week(zone="Europe/Warsaw")
    event = make_event(week)
    client.sign_in()

    answer = client.post(
        address(week, event),
        data=wish(event, day="2027-03-28", begins="02:30"),
        headers=SCRIPT,
    )

    assert answer.status_code == 422
    assert "does not exist on this day" in answer.get_json()["error"]["sentence"]


def test_what_was_never_public_goes_back_to_the_side(client: Client) -> None:
    week = make_week()
    event = begun(week)
    client.sign_in()

    told = client.post(
        address(week, event), data=wish(event, day="", begins=""), headers=SCRIPT
    ).get_json()

    assert told["said"] == "Saved: Salon, no time yet."
    assert told["cards"][0]["day"] == ""
    assert planned_event(event).plan.is_placed is False


def test_what_is_public_keeps_an_hour(client: Client) -> None:
    week = make_week()
    event = make_event(week, "Joint degrees")
    client.sign_in()

    answer = client.post(address(week, event), data=wish(event, day=""), headers=SCRIPT)

    assert answer.status_code == 422
    assert answer.get_json()["error"]["sentence"] == (
        "“Joint degrees” is public: it needs a time. Give it another one, or cancel it."
    )


def test_parts_move_with_their_whole_and_return_with_it(
    client: Client, time: StoppedClock
) -> None:
    week = make_week()
    hall, room = make_venue(week, "Great Hall"), make_venue(week, "Room 2")
    whole = make_event(week, "Opening", venue_id=hall.id)
    inside = {"parent_id": whole.id, "venue_id": hall.id}
    part = make_event(week, "Signing", starts_at=MORNING + HOUR / 2, **inside)
    aside = make_event(week, "Tea", parent_id=part.id, venue_id=room.id)
    client.sign_in()
    time.advance(minutes=1)

    told = client.post(
        address(week, whole),
        data=wish(whole, venue=str(room.id), with_parts="y"),
        headers=SCRIPT,
    ).get_json()

    places = [planned_event(one).plan for one in (whole, part, aside)]
    assert [one.starts_at for one in places] == [TEN, TEN + HOUR / 2, TEN]
    assert {one.venue_id for one in places} == {room.id}
    assert len(told["cards"]) == 3
    assert told["said"].endswith("and 2 parts with it.")

    time.advance(minutes=1)
    undone = client.post(address(week) + "/undo", headers=SCRIPT).get_json()

    assert undone["said"].startswith("Undone: ")
    assert undone["before"] + 3 == undone["revision"]
    assert [db.session.get(Draft, one.id) for one in (whole, part, aside)] == [None] * 3


def test_a_whole_moves_alone_when_the_organiser_says_so(client: Client) -> None:
    week = make_week()
    whole = make_event(week, "Opening")
    part = make_event(week, "Signing", parent_id=whole.id)
    client.sign_in()

    client.post(address(week, whole), data=wish(whole), headers=SCRIPT)

    assert hours(whole) == (TEN, TEN + HOUR)
    assert hours(part) == (MORNING, MORNING + HOUR)


def test_nothing_to_undo_is_said(client: Client) -> None:
    week = make_week()
    client.sign_in()

    answer = client.post(address(week) + "/undo", headers=SCRIPT)

    assert answer.status_code == 409
    assert "no step of yours to undo" in answer.get_json()["error"]["sentence"]


def test_without_script_a_button_undoes(client: Client) -> None:
    week = make_week()
    event = make_event(week, "Joint degrees")
    client.sign_in()
    client.post(address(week, event), data=wish(event))

    answer = client.post(address(week) + "/undo", data={"day": "2027-03-08"})
    page = client.get(answer.headers["Location"]).text

    assert "Undone: Joint degrees." in page
    assert hours(event) == (MORNING, MORNING + HOUR)


def test_a_move_to_where_it_stands_changes_nothing(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    client.sign_in()

    told = client.post(
        address(week, event), data=wish(event, begins="09:00"), headers=SCRIPT
    ).get_json()

    assert (told["said"], told["cards"]) == ("Nothing was changed.", [])
    assert told["before"] == told["revision"]


def test_where_nobody_is_known_somebody_was_first(client: Client) -> None:
    week = make_week()
    event = make_event(week, "Joint degrees", venue_id=make_venue(week).id)
    seen = wish(event)
    event.version += 1
    client.sign_in()

    told = client.post(address(week, event), data=seen, headers=SCRIPT).get_json()

    assert told["error"]["sentence"] == (
        "Somebody changed “Joint degrees” meanwhile. "
        "It stands now: Mon 8 Mar 2027, 09:00 to 10:00, Main Hall."
    )


def test_the_grid_undoes_no_new_event(client: Client) -> None:
    week = make_week()
    account = client.sign_in()
    plan = EventPlan(EventKind.SALON, Localised({"en": "Idea"}), MORNING, TEN)
    event = begin_event(week, plan, by=account)

    answer = client.post(address(week) + "/undo", headers=SCRIPT)
    page = client.post(address(week) + "/undo", data={"day": "2027-03-09"})

    told = answer.get_json()
    assert (answer.status_code, page.status_code) == (409, 409)
    assert told["error"]["sentence"] == (
        "Your latest step is not a move: “Idea” was changed on its own page. "
        "Undo or discard it there."
    )
    assert told["href"] == f"/organise/{week.slug}/events/{event.id}"
    assert f'href="{told["href"]}"' in page.text
    assert 'value="2027-03-09"' in page.text
    assert planned_event(event).plan == plan


@pytest.mark.parametrize("step", ["title", "people", "both"])
def test_the_grid_undoes_nothing_of_other_pages(client: Client, step: str) -> None:
    week = make_week()
    event = make_event(week, "Joint degrees")
    account = client.sign_in()
    client.post(address(week, event), data=wish(event), headers=SCRIPT)
    plan = planned_event(event).plan
    parts = None
    if step == "people":
        parts = [PartPlan(Part.HOST)]
    else:
        plan = replace(plan, title=Localised({"en": "Double degrees"}))
    if step == "both":
        plan = replace(plan, ends_at=plan.ends_at + HOUR)
    save_plan(event, plan, parts, seen_version=2, by=account)

    answer = client.post(address(week) + "/undo", headers=SCRIPT)

    assert answer.status_code == 409
    assert "is not a move" in answer.get_json()["error"]["sentence"]
    assert planned_event(event).plan == plan
    assert len(planned_event(event).parts) == (step == "people")


def test_a_move_after_other_work_is_undone_alone(client: Client) -> None:
    week = make_week()
    event = make_event(week, "Joint degrees")
    account = client.sign_in()
    plan = replace(plan_of(event), title=Localised({"en": "Double degrees"}))
    parts = [PartPlan(Part.HOST)]
    save_plan(event, plan, parts, seen_version=1, by=account)
    client.post(address(week, event), data=wish(event), headers=SCRIPT)

    told = client.post(address(week) + "/undo", headers=SCRIPT).get_json()

    assert told["said"] == "Undone: Double degrees."
    assert planned_event(event).plan == plan
    assert len(planned_event(event).parts) == 1


def test_the_address_of_a_clash_shows_a_card_and_moves_nothing(client: Client) -> None:
    week = make_week()
    hall = make_venue(week, "Great Hall")
    make_event(week, "One", venue_id=hall.id)
    late = make_event(
        week,
        "Other",
        starts_at=MORNING + HOUR / 2,
        ends_at=TEN + HOUR,
        venue_id=hall.id,
    )
    client.sign_in()

    clashes = client.get(f"/organise/{week.slug}/clashes").text
    page = client.get(address(week) + f"?event={late.id}").text

    assert f'/plan?event={late.id}#card-{late.id}"' in clashes
    assert f'id="card-{late.id}"' in page
    assert 'data-day="2027-03-08"' in page
    assert 'name="begins"' not in page


def test_a_card_says_how_far_it_is_from_the_public(client: Client) -> None:
    week = make_week()
    begun(week, "New")
    begun(week, "Held", status=EventStatus.DRAFT)
    off = make_event(week, "Off")
    gone = replace(plan_of(off), status=EventStatus.CANCELLED)
    save_plan(off, gone, seen_version=1, by=make_account())
    make_event(week, "Public")
    client.sign_in()

    told = client.get(address(week) + "/board").get_json()
    page = client.get(address(week)).text

    assert {card["title"]: card["state"] for card in told["cards"]} == {
        "New": "new",
        "Held": "held",
        "Off": "cancelled",
        "Public": "",
    }
    assert told["changes"] == 2
    assert "Publish… (2 changes)" in page
    assert all(word in page for word in ("Not public yet", "Held back", "Cancelled"))


def test_an_event_over_midnight_is_on_both_days(client: Client) -> None:
    week = make_week()
    late = datetime(2027, 3, 8, 14, 0, tzinfo=UTC)
    make_event(week, "Banquet", starts_at=late, ends_at=late + 4 * HOUR)
    client.sign_in()

    first = client.get(address(week) + "?day=2027-03-08").text
    second = client.get(address(week) + "?day=2027-03-09").text

    assert "22:00, until 02:00 of a later day" in first
    assert "since the day before, until 02:00" in second


def test_a_room_taken_twice_stands_on_both_cards(client: Client) -> None:
    week = make_week()
    hall = make_venue(week, "Great Hall")
    make_event(week, "One", venue_id=hall.id)
    make_event(week, "Other", venue_id=hall.id)
    client.sign_in()

    told = client.get(address(week) + "/board").get_json()
    page = client.get(address(week)).text

    (taken,) = [one for one in told["clashes"] if one["level"] == "impossible"]
    assert len(taken["events"]) == 2
    assert page.count(str(escape(taken["sentence"]))) == 2
    notices = [one for one in told["clashes"] if one["level"] == "notice"]
    assert f"Clashes: 1, notices: {len(notices)}<" in page


def test_a_kind_that_is_the_title_is_said_once(client: Client) -> None:
    week = make_week()
    make_event(week, "Academic salon")
    client.sign_in()

    page = client.get(address(week)).text

    assert page.count("Academic salon</a>") == 1
    assert '<span class="kind">' not in page


def test_a_larger_week_asks_the_database_as_often(
    client: Client, statements: Callable[[], Any]
) -> None:
    def asked(count: int) -> tuple[int, int, int]:
        week = make_week()
        halls = [make_venue(week, f"Room {number}") for number in range(count)]
        event, *_others = [make_event(week, venue_id=hall.id) for hall in halls]
        address_of = address(week)
        with statements() as page:
            client.get(address_of)
        with statements() as board:
            client.get(address_of + "/board")
        sent = wish(event, venue=str(event.venue_id))
        with statements() as moved:
            client.post(address(week, event), data=sent, headers=SCRIPT)
        return len(page), len(board), len(moved)

    client.sign_in()

    assert asked(1) == asked(12)


def test_only_organisers_plan(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    client.sign_in(Role.STEWARD)

    assert client.get(address(week)).status_code == 403
    assert client.get(address(week) + "/board").status_code == 403
    assert client.post(address(week, event), data=wish(event)).status_code == 403
    assert client.post(address(week) + "/undo").status_code == 403


def test_an_event_of_another_week_is_not_found(client: Client) -> None:
    week, other = make_week(), make_week()
    event = make_event(other)
    client.sign_in()

    assert client.post(address(week, event), data=wish(event)).status_code == 404
    assert client.get("/organise/nowhere/plan").status_code == 404
    assert client.get("/organise/nowhere/plan/board").status_code == 404
