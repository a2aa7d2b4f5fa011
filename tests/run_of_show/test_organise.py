"""The organisers' pages of a run of show."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from eventapp.accounts.vocabulary import Role
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import Part
from eventapp.run_of_show import queries
from eventapp.run_of_show.models import Run
from eventapp.run_of_show.plans import Cast
from eventapp.run_of_show.service import going, linking
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_person,
    make_venue,
    make_week,
)
from tests.conftest import Client, StoppedClock
from tests.run_of_show.ceremony import cue, make_run


def at(event: Event, more: str = "") -> str:
    return f"/organise/{event.week.slug}/events/{event.id}/run{more}"


def rows(
    *names: str,
    do: str = "save",
    version: int = 0,
    more: dict[str, str] | None = None,
) -> dict[str, Any]:
    """What the form sends: one row for each name."""
    sent: dict[str, Any] = {"version": version, "do": do, "row": []}
    for number, name in enumerate(names, start=1):
        sent["row"].append(str(number))
        sent |= {
            f"c{number}-key": "",
            f"c{number}-what-en": name,
            f"c{number}-minutes": "10",
            f"c{number}-other": "",
        }
    return sent | (more or {})


def typed(page: str) -> list[str]:
    """What stands in the rows, in English."""
    return re.findall(r'name="c\d+-what-en" value="([^"]*)"', page)


def cues(event: Event) -> list[str]:
    run = queries.run_of(event)
    return [str(one.what) for one in queries.cues_of(run)] if run else []


def test_a_run_is_written_in_one_form(client: Client) -> None:
    yao = make_person("Yao Li", "姚莉")
    event = make_event(en="Opening")
    assign(event, [PartPlan(Part.PRESIDER, yao.id)])
    client.sign_in()
    sent = rows(
        "Welcome",
        "Speech",
        more={
            "c1-what-zh-Hans": "致辞",
            "c1-least_minutes": "5",
            "c1-begins": "09:05",
            "c1-slides": "1–3",
            "c1-props-en": "two pens",
            "c1-notes-en": "Microphone 1",
            "c1-people": f"{yao.id}:presider",
        },
    )

    answer = client.post(at(event), data=sent, follow_redirects=True)

    page = answer.get_data(as_text=True)
    assert "The run of show is saved." in page
    assert "25 min of cues" not in page
    assert "20 min of cues: 35 min in hand" in page
    run = queries.run_of(event)
    assert run is not None
    first, second = queries.cues_of(run)
    assert first.what == Localised({"en": "Welcome", "zh-Hans": "致辞"})
    assert (first.minutes, first.least_minutes, first.slides) == (10, 5, "1–3")
    assert (f"{first.begins:%H:%M}", second.begins) == ("09:05", None)
    assert (first.props, first.notes) == (
        Localised({"en": "two pens"}),
        Localised({"en": "Microphone 1"}),
    )
    casts = queries.casts_of(run, [])
    assert [who.person.id for who in casts[first.id]] == [yao.id]


@pytest.mark.parametrize(
    ("minutes", "told"),
    [("15", 2), ("10", 0)],
)
def test_a_cue_that_misses_its_fixed_start_is_told_in_its_row_and_below(
    client: Client, minutes: str, told: int
) -> None:
    event = make_event()
    client.sign_in()
    sent = rows("A", "B", more={"c1-minutes": minutes, "c2-begins": "09:10"})

    page = client.post(at(event), data=sent, follow_redirects=True).text

    said = page.count("Cue 2 is 5 min late for its fixed start.")
    assert (said, page.count("in hand")) == (told, 2)


@pytest.mark.parametrize(
    ("deed", "left"),
    [
        ("up:2", ["B", "A", "C"]),
        ("up:1", ["A", "B", "C"]),
        ("down:2", ["A", "C", "B"]),
        ("down:3", ["A", "B", "C"]),
        ("remove:2", ["A", "C"]),
        ("insert:2", ["A", "", "B", "C"]),
        ("add:", ["A", "B", "C", ""]),
        ("up:9", ["A", "B", "C"]),
        ("nonsense", ["A", "B", "C"]),
    ],
)
def test_rows_are_moved_without_being_saved(
    client: Client, deed: str, left: list[str]
) -> None:
    event = make_event()
    client.sign_in()

    answer = client.post(at(event), data=rows("A", "B", "C", do=deed))

    page = answer.get_data(as_text=True)
    assert (answer.status_code, typed(page)) == (200, left)
    assert "Not saved yet." in page
    assert cues(event) == []


def test_a_first_run_is_proposed_and_not_saved(client: Client) -> None:
    event = make_event(en="Opening")
    assign(event, [PartPlan(Part.SPEAKER, make_person("Lu Min").id)])
    client.sign_in()
    empty = client.get(at(event)).get_data(as_text=True)
    assert "Make a first run from the people of this event" in empty

    page = client.post(at(event), data=rows(do="propose")).get_data(as_text=True)

    assert typed(page) == ["Speech"]
    assert "Lu Min" in page
    assert cues(event) == []


def test_errors_come_back_beside_what_was_typed(client: Client) -> None:
    event = make_event()
    client.sign_in()
    sent = rows("", "Speech", more={"c2-least_minutes": "20", "c2-minutes": "15"})

    answer = client.post(at(event), data=sent)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<title>Problem:" in page
    assert page.count("Say what happens.") == 2
    assert page.count("Enter at most the minutes of the cue.") == 2
    assert cues(event) == []


def test_whoever_saves_second_keeps_what_was_typed(client: Client) -> None:
    run = make_run("Welcome")
    client.sign_in()
    client.post(at(run.event), data=rows("Photo", version=1))

    answer = client.post(at(run.event), data=rows("Mine", version=1))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Somebody else changed this run of show meanwhile." in page
    assert typed(page) == ["Mine"]
    assert cues(run.event) == ["Photo"]


def test_a_cue_that_has_begun_is_not_taken_away(client: Client) -> None:
    run = make_run("Welcome")
    going.advance(run, seen=going.BEFORE, by="the presider")
    client.sign_in()

    answer = client.post(at(run.event), data=rows("Photo", version=1))

    assert answer.status_code == 422
    assert "“Welcome” has begun already." in answer.get_data(as_text=True)
    assert cues(run.event) == ["Welcome"]


def test_a_cue_before_one_that_has_begun_is_refused_and_stays_typed(
    client: Client,
) -> None:
    run = make_run("Welcome", "Speech")
    going.advance(run, seen=going.BEFORE, by="the presider")
    welcome, speech = (str(one.id) for one in queries.cues_of(run))
    client.sign_in()
    sent = rows("Photo", "Welcome", "Speech", version=1)
    keys = {"c2-key": welcome, "c3-key": speech}

    answer = client.post(at(run.event), data=sent | keys)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "“Welcome” has begun already. Cues that have begun stay first" in page
    assert typed(page) == ["Photo", "Welcome", "Speech"]
    assert cues(run.event) == ["Welcome", "Speech"]


def test_the_ceremony_is_led_by_pressing(client: Client, time: StoppedClock) -> None:
    time.set(MORNING)
    yao = make_person(
        "Yao Li", "姚莉", office=Localised({"en": "Director", "zh-Hans": "处长"})
    )
    run = make_run(
        cue("Welcome", "致辞", cast=(Cast(yao.id, Part.PRESIDER),)), "Speech"
    )
    client.sign_in()
    live, press = at(run.event, "/live"), at(run.event, "/press")
    page = client.get(live).get_data(as_text=True)
    assert "The ceremony has not begun" in page
    assert "Start the ceremony" in page

    client.post(press, data={"do": "next", "seen": going.BEFORE})
    time.advance(minutes=14)
    page = client.get(live).get_data(as_text=True)
    assert "4 minutes late" in page
    assert "4 minutes over" in page
    for words in ('lang="zh-Hans">姚莉', "Yao Li", "Director", "处长", "致辞"):
        assert words in page

    seen = str(queries.cues_of(run)[0].id)
    for _press in range(2):
        client.post(press, data={"do": "next", "seen": seen})
    page = client.get(live).get_data(as_text=True)
    assert "Somebody else has pressed already." in page
    assert "2 of 2" in page
    assert "End the ceremony" in page
    assert "This is the last cue." in page

    seen = str(queries.cues_of(run)[1].id)
    client.post(press, data={"do": "next", "seen": seen})
    page = client.get(live).get_data(as_text=True)
    assert "The ceremony is over" in page
    assert "Ended at 09:14, planned 09:20." in page

    client.post(press, data={"do": "back", "seen": going.AFTER})
    page = client.get(live).get_data(as_text=True)
    assert "2 of 2" in page
    assert "6 minutes early" not in page  # its ten minutes have just begun
    assert "4 minutes late" in page


def test_the_page_says_what_a_delay_touches_and_where_to_save_minutes(
    client: Client, time: StoppedClock
) -> None:
    time.set(MORNING)
    week = make_week()
    yao, hall = make_person("Yao Li", "姚莉"), make_venue(week)
    event = make_event(week, "Opening", venue_id=hall.id)
    cast = (Cast(yao.id, Part.PRESIDER),)
    run = make_run(
        cue("Welcome", minutes=50, cast=cast),
        cue("Photo", minutes=10, least_minutes=4),
        event=event,
    )
    soon = MORNING + timedelta(hours=1)
    make_event(week, "Salon", starts_at=soon, venue_id=hall.id)
    room = make_venue(week, "Room 201")
    tea = make_event(week, "Tea", starts_at=soon, venue_id=room.id)
    assign(tea, [PartPlan(Part.HOST, yao.id)])
    lunch = make_event(week, "Lunch", starts_at=soon)
    assign(lunch, [PartPlan(Part.HOST, yao.id)])
    going.advance(run, seen=going.BEFORE, by="the presider")
    time.advance(minutes=52)
    client.sign_in()

    page = client.get(at(event, "/live")).get_data(as_text=True)

    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "2 minutes late Ends at about 10:02, planned 10:00." in text
    missing = "2 minutes are missing. Move it in the grid"
    assert f"The room is needed at 10:00: Salon. {missing}" in text
    assert f"姚莉 Yao Li is expected at 10:00 in Room 201: Tea. {missing}" in text
    assert f"姚莉 Yao Li is expected at 10:00: Lunch. {missing}" in text
    assert "Where 6 minutes can be saved" in text
    assert "6 minutes: Photo (10 to 4 minutes)" in text
    assert f"/organise/{week.slug}/plan?move={tea.id}" in page


def test_the_part_is_sent_only_when_something_moved(
    client: Client, time: StoppedClock
) -> None:
    time.set(MORNING)
    run = make_run("Welcome", "Speech")
    client.sign_in()
    part = at(run.event, "/live/part")
    first = client.get(part)
    known = {"If-None-Match": first.headers["ETag"]}

    unmoved = client.get(part, headers=known)
    client.post(at(run.event, "/press"), data={"do": "next", "seen": going.BEFORE})
    moved = client.get(part, headers=known)

    assert "The ceremony has not begun" in first.get_data(as_text=True)
    assert (unmoved.status_code, unmoved.data) == (304, b"")
    assert moved.status_code == 200
    assert "1 of 2" in moved.get_data(as_text=True)


def test_planned_and_real_times_stand_beside_each_other(
    client: Client, time: StoppedClock
) -> None:
    time.set(MORNING)
    run = make_run(cue("=Welcome"), "Speech")
    for _press in range(3):
        seen = going.stand_of(queries.cues_of(run))
        going.advance(run, seen=seen, by="the presider")
        time.advance(minutes=12)
    client.sign_in()

    page = client.get(at(run.event)).get_data(as_text=True)
    table = client.get(at(run.event, ".csv")).get_data(as_text=True)

    assert "Planned and real times" in page
    assert table.splitlines()[1:] == [
        "1,'=Welcome,2027-03-08 09:00:00,10,2027-03-08 09:00:00,2027-03-08 09:12:00,12",
        "2,Speech,2027-03-08 09:10:00,10,2027-03-08 09:12:00,2027-03-08 09:24:00,12",
    ]


def test_a_rehearsal_is_forgotten(client: Client) -> None:
    run = make_run("Welcome")
    going.advance(run, seen=going.BEFORE, by="the presider")
    client.sign_in()

    client.post(at(run.event, "/clear"))

    assert going.stand_of(queries.cues_of(run)) == going.BEFORE


def test_the_link_is_made_shown_limited_and_ended(client: Client) -> None:
    run = make_run("Welcome")
    client.sign_in()
    link = at(run.event, "/link")

    client.post(link, data={"do": "open", "may_press": "y"})
    page = client.get(at(run.event)).get_data(as_text=True)
    assert f"http://week.example/run/{linking.link_token(run)}" in page
    assert run.link_presses

    client.post(link, data={"do": "allow"})
    assert not _again(run).link_presses

    client.post(link, data={"do": "close"})
    assert "/run/" not in client.get(at(run.event)).get_data(as_text=True).replace(
        at(run.event), ""
    ).replace("js/run_of_show", "")


def test_the_cue_sheet_is_a_pdf(client: Client) -> None:
    yao = make_person("Yao Li", "姚莉")
    run = make_run(cue("Welcome", "致辞", cast=(Cast(yao.id, Part.PRESIDER),)))
    client.sign_in()

    answer = client.get(at(run.event, ".pdf"))

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


@pytest.mark.parametrize("more", ["", "/live", "/live/part", ".pdf", ".csv"])
def test_only_organisers_see_it(client: Client, more: str) -> None:
    run = make_run("Welcome")
    address = at(run.event, more)

    assert client.get(address).status_code == 302
    client.sign_in(Role.STEWARD)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("more", ["", "/press", "/clear", "/link"])
def test_a_steward_changes_nothing(client: Client, more: str) -> None:
    run = make_run("Welcome")
    client.sign_in(Role.STEWARD)

    answer = client.post(at(run.event, more), data={"do": "next", "seen": "before"})

    assert answer.status_code == 403
    assert going.stand_of(queries.cues_of(run)) == going.BEFORE


@pytest.mark.parametrize("more", ["", "/live", "/live/part", ".pdf", ".csv"])
def test_an_event_of_another_week_is_not_found(client: Client, more: str) -> None:
    run, other = make_run("Welcome"), make_week()
    client.sign_in()

    address = f"/organise/{other.slug}/events/{run.event_id}/run{more}"
    assert client.get(address).status_code == 404
    nowhere = f"/organise/{run.event.week.slug}/events/{uuid4()}/run{more}"
    assert client.get(nowhere).status_code == 404


def test_an_event_without_a_run_is_not_led(client: Client) -> None:
    event = make_event()
    client.sign_in()

    assert client.get(at(event, "/live")).status_code == 404


@pytest.mark.parametrize("count", [1, 8])
def test_the_form_is_shown_in_a_fixed_number_of_statements(
    client: Client, statements: Callable[[], Any], count: int
) -> None:
    persons = [make_person(f"Person {number}") for number in range(count)]
    run = make_run(*(cue(str(one.id), cast=(Cast(one.id),)) for one in persons))
    client.sign_in()
    db.session.commit()

    with statements() as ran:
        answer = client.get(at(run.event))

    assert answer.status_code == 200
    assert len(ran) == 15


def _again(run: Run) -> Run:
    db.session.expire_all()
    return run


def test_the_journal_never_holds_the_link_of_a_presider(client: Client) -> None:
    run = make_run("Welcome")
    client.sign_in()
    link = at(run.event, "/link")
    client.post(link, data={"do": "open", "may_press": "y"})
    token = linking.link_token(_again(run)) or ""
    for deed in ("allow", "close"):
        client.post(link, data={"do": deed})

    kept = db.session.execute(select(Entry.action, Entry.subject, Entry.details)).all()

    assert token
    assert {"run.link_opened", "run.link_closed"} <= {row.action for row in kept}
    assert token not in str(kept)


def test_a_link_made_by_hand_is_remembered(client: Client) -> None:
    run = make_run("Welcome")
    linking.open_link(run, may_press=False, by=make_account())
    client.sign_in()

    assert "Make a new link" in client.get(at(run.event)).get_data(as_text=True)
