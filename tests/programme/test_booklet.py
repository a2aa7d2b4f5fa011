"""The programme on paper: everything public, nothing else, made once."""

import threading
import time as watch
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme import booklet, queries
from eventapp.programme.booklet_pages import content_of
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.service.weeks import invite
from eventapp.programme.vocabulary import (
    EventKind,
    EventStatus,
    Part,
    VenueKind,
)
from eventapp.typesetting import press
from eventapp.typesetting.texts import tagged
from eventapp.web.conditional import Document, document
from tests.builders import (
    MORNING,
    make_event,
    make_institution,
    make_person,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import Client

Counter = Callable[[], AbstractContextManager[list[str]]]
ADDRESS = "/weeks/spring/programme.pdf"
BOTH = ("en", "zh-Hans")
NOT_THERE = document(b"nothing was on the shelf")


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    booklet.shelf.clear()
    yield
    booklet.shelf.clear()


def a_week(events: int = 1) -> Week:
    """A week with a person and a place for each event."""
    week = make_week("spring")
    for number in range(events):
        event = make_event(
            week,
            f"Salon {number}",
            zh=f"沙龙{number}",
            starts_at=MORNING + timedelta(days=number % 5, minutes=5 * number),
            venue_id=make_venue(week, f"Room {number}").id,
            summary=Localised(
                {"en": "Scholars talk. " * 9, "zh-Hans": "学者对谈。" * 9}
            ),
        )
        speaker = make_person(f"Yao Li {number}", "姚莉")
        assign(event, [PartPlan(part=Part.SPEAKER, person_id=speaker.id)])
        invite(week, make_institution(f"University {number}"))
    return week


def said(content: Any) -> set[str]:
    """All the texts in a content."""
    if isinstance(content, str):
        return {content}
    if isinstance(content, dict):
        return set().union(*map(said, content.values()))
    if isinstance(content, list):
        return set().union(*map(said, content))
    return set()


def content(week: Week) -> dict[str, Any]:
    return content_of(week, "http://week.example/", BOTH)


def test_the_booklet_is_a_pdf_with_a_name(client: Client) -> None:
    a_week()

    answer = client.get(f"{ADDRESS}?paper=a5&lang=zh-Hans,en")

    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-1.7")
    assert answer.headers["Content-Disposition"] == (
        'inline; filename="programme-spring-zh-Hans-en-a5.pdf"'
    )


def test_an_event_stands_in_both_languages_with_its_people(client: Client) -> None:
    assert client
    week = make_week("spring")
    hall = make_venue(
        week,
        "Hall",
        is_step_free=True,
        directions=Localised({"en": "First floor."}),
    )
    gate = make_venue(week, "Gate", kind=VenueKind.MEETING_POINT)
    make_venue(week, "Unused")
    opening = make_event(
        week,
        "Opening",
        zh="开幕式",
        kind=EventKind.OPENING,
        venue_id=hall.id,
        meeting_point_id=gate.id,
        languages=("en",),
    )
    signing = make_event(week, "Signing", parent_id=opening.id)
    host = make_institution("Host", "主办大学")
    yao = make_person("Yao Li", "姚莉", institution_id=host.id)
    parts = [
        PartPlan(
            part=Part.PRESIDER, person_id=yao.id, office=Localised({"en": "Rector"})
        ),
        PartPlan(part=Part.INTERPRETER, from_language="zh", into_language="en"),
    ]
    assign(opening, parts)

    found = content(week)

    (day,) = found["days"]
    (event,) = day["events"]
    assert event["title"] == [tagged("Opening", "en"), tagged("开幕式", "zh-Hans")]
    assert event["hours"] == "09:00–10:00"
    facts = [one["text"] for one in event["facts"]]
    assert facts[0] == (
        "Opening ceremony · Hall · Meet at: Gate · Languages: English · Sign up"
    )
    presider, interpreter = event["people"]
    assert presider["names"] == [tagged("Yao Li", "en"), tagged("姚莉", "zh-Hans")]
    assert [one["text"] for one in presider["office"]] == [
        "Rector, Host",
        "Rector、主办大学",
    ]
    assert interpreter["part"][0]["text"] == "Interpreter (Chinese → English)"
    assert interpreter["unnamed"][0]["text"] == "To be named"
    assert [part["id"] for part in event["parts"]] == [str(signing.id)]
    assert [one["name"][0]["text"] for one in found["venues"]] == ["Hall", "Gate"]
    assert found["venues"][0]["access"][0]["text"] == "Without steps, or with a lift"
    assert found["people"] == [{"names": presider["names"], "events": [event["id"]]}]


def test_what_is_not_public_is_not_printed(client: Client) -> None:
    assert client
    week = a_week()
    make_event(
        week,
        "Hidden",
        status=EventStatus.DRAFT,
        joining_link="https://secret.example/",
    )
    make_event(week, "Online", joining_link="https://secret.example/")

    words = " ".join(said(content(week)))

    assert "Online" in words
    assert "Hidden" not in words
    assert "secret" not in words


def test_a_cancelled_event_stays_as_cancelled(client: Client) -> None:
    assert client
    week = a_week()
    make_event(week, "Tour", status=EventStatus.CANCELLED)

    events = content(week)["days"][0]["events"]

    assert [bool(event["cancelled"]) for event in events] == [False, True]


def test_an_event_over_days_says_until_when(client: Client) -> None:
    assert client
    week = make_week("spring")
    make_event(week, "Fair", ends_at=MORNING + timedelta(days=1, hours=2))

    first, second = content(week)["days"]

    assert first["events"][0]["hours"] == "09:00–"
    assert first["events"][0]["until"][0]["text"] == "until Tue 9 Mar, 11:00"
    assert second["lasting"][0]["title"] == [tagged("Fair", "en")]


def test_the_release_is_named(client: Client) -> None:
    assert client
    week = a_week()
    event = make_event(week, "Tour")

    republish(event, title=Localised({"en": "Long tour"}))

    assert "Release 1, as of" in content(week)["as_of"][0]["text"]


def test_a_week_without_events_is_a_booklet_too(client: Client) -> None:
    make_week("spring")

    assert client.get(ADDRESS).data.startswith(b"%PDF")


def test_a_sign_without_a_shape_does_not_keep_it_from_being_printed(
    client: Client,
) -> None:
    week = make_week("spring")
    make_event(week, "Party 😀")

    answer = client.get(ADDRESS)

    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    assert "Party 😀" in said(content(week))


def test_weeks_that_are_hidden_and_papers_unknown_are_not_found(client: Client) -> None:
    make_week("secret", is_public=False)
    make_week("spring")

    assert client.get("/weeks/secret/programme.pdf").status_code == 404
    assert client.get("/weeks/none/programme.pdf").status_code == 404
    assert client.get(f"{ADDRESS}?paper=a3").status_code == 404


def test_it_is_made_again_only_after_a_change(client: Client) -> None:
    week = a_week()

    def on_the_shelf() -> Document:
        key = ("spring", BOTH, booklet.Paper.A4)
        revision = queries.revision_of_week("spring")
        return booklet.shelf.booklet(key, revision, lambda: NOT_THERE)

    first = client.get(ADDRESS)
    made = on_the_shelf()
    again = client.get(ADDRESS)
    unchanged = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    kept = on_the_shelf()
    make_event(week, "Tour")
    later = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})

    assert made.body == first.data == again.data
    assert kept is made
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert later.status_code == 200
    assert later.headers["ETag"] != first.headers["ETag"]
    assert on_the_shelf().body == later.data


def test_a_crowd_waits_for_one_print() -> None:
    made = []

    shelf = booklet.Shelf(4)

    def make() -> Any:
        made.append(threading.get_ident())
        watch.sleep(0.05)
        return document(b"%PDF")

    key = ("spring", BOTH, booklet.Paper.A4)
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: shelf.booklet(key, 1, make), range(24)))

    assert len(made) == 1
    assert {id(answer) for answer in answers} == {id(answers[0])}


def test_the_number_of_statements_does_not_grow(statements: Counter) -> None:
    few = a_week(2)
    few.slug = "few"
    db.session.flush()
    with statements() as small:
        content(few)

    many = a_week(12)
    with statements() as large:
        content(many)

    assert len(small) == len(large)


def test_three_hundred_events_cost_less_than_three_seconds(client: Client) -> None:
    assert client
    week = a_week(300)

    began = watch.process_time()  # whatever else the machine does
    pdf = press.document(booklet.TEMPLATE, content(week) | {"paper": "a4"})
    lasted = watch.process_time() - began

    assert pdf.startswith(b"%PDF")
    assert lasted < 3, f"{lasted:.2f} s"
