"""schedule.xml and schedule.json, as frab and pretalx have taught schedule apps."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.queries import events_of
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import EventStatus, Mode, Part
from tests.builders import (
    MORNING,
    make_event,
    make_person,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import Client

ORDER = ["generator", "version", "conference"]
OF_EVENT = {
    "date": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d",
    "start": r"[0-2]\d:[0-5]\d",
    "duration": r"\d{2}:\d{2}",
    "room": r".+",
    "slug": r"[a-z0-9_-]+[a-z0-9]",
    "url": r"https?://.+",
    "title": r".+",
    "subtitle": r".*",
    "track": r".+",
    "type": r".+",
    "language": r"[a-z]*",
    "abstract": r".*",
    "description": r"[\s\S]*",
}


def programme() -> Week:
    week = make_week("spring-2027", revised_at=MORNING)
    hall = make_venue(week, "Main Hall")
    event = make_event(
        week,
        "Opening <ceremony> & more",
        zh="开幕式",
        venue_id=hall.id,
        languages=("zh-Hans", "en"),
        summary=Localised({"en": "Speeches\x0c.", "zh-Hans": "致辞"}),
        joining_link="https://meet.example/secret",
    )
    assign(
        event,
        [
            PartPlan(Part.PRESIDER, make_person("Yao Li", "姚莉").id),
            PartPlan(Part.SPEAKER, None),
        ],
    )
    make_event(week, "Ball", starts_at=MORNING + timedelta(hours=17, minutes=30))
    make_event(week, "A draft", status=EventStatus.DRAFT)
    make_event(week, "Called off", status=EventStatus.CANCELLED, mode=Mode.ONLINE)
    return week


def xml_of(client: Client, address: str = "/weeks/spring-2027/schedule.xml") -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "application/xml; charset=utf-8"
    return ET.fromstring(answer.data)  # noqa: S314 - our own


def test_the_xml_has_the_structure_that_frab_gave_it(client: Client) -> None:
    programme()

    root = xml_of(client)

    assert [child.tag for child in root][:3] == ORDER
    assert {child.tag for child in root[3:]} == {"day"}
    conference = {child.tag: child.text for child in root.find("conference")}
    assert conference == {
        "title": root.findtext("conference/title"),
        "acronym": "spring_2027",
        "start": "2027-03-08",
        "end": "2027-03-08",
        "days": "1",
        "timeslot_duration": "00:05",
        "base_url": "http://week.example",
        "time_zone_name": "Asia/Shanghai",
    }
    events = root.findall("day/room/event")
    for event in events:
        assert event.attrib.keys() == {"guid", "id"}
        assert int(event.attrib["id"]) > 0
        facts = {child.tag: child.text or "" for child in event}
        assert list(facts) == [*OF_EVENT, "persons", "links"]
        for name, pattern in OF_EVENT.items():
            assert re.fullmatch(pattern, facts[name]), (name, facts[name])
    for mark in ("guid", "id"):
        assert len({event.attrib[mark] for event in events}) == len(events) == 3
    assert len({event.findtext("slug") for event in events}) == 3


def test_only_what_is_public_goes_out(client: Client) -> None:
    programme()

    text = client.get("/weeks/spring-2027/schedule.xml").text

    assert "A draft" not in text
    assert "meet.example" not in text
    assert "Cancelled: Called off" in text
    make_week("hidden", is_public=False)
    assert client.get("/weeks/hidden/schedule.xml").status_code == 404
    assert client.get("/weeks/hidden/schedule.json").status_code == 404


def test_an_app_reads_the_events_and_their_people(client: Client) -> None:
    programme()

    root = xml_of(client)

    room = root.find("day/room[@name='Main Hall']")
    event = room.find("event")
    assert event.findtext("title") == "Opening <ceremony> & more"
    assert event.findtext("subtitle") == "开幕式"
    assert event.findtext("abstract") == "Speeches."
    assert event.findtext("date") == "2027-03-08T09:00:00+08:00"
    assert (event.findtext("start"), event.findtext("duration")) == ("09:00", "01:00")
    assert event.findtext("language") == "zh"
    assert [one.text for one in event.findall("persons/person")] == ["姚莉 (Yao Li)"]


def test_the_small_hours_belong_to_the_evening_before(client: Client) -> None:
    programme()

    root = xml_of(client)

    day = root.find("day")
    assert day.attrib == {
        "index": "1",
        "date": "2027-03-08",
        "start": "2027-03-08T04:00:00+08:00",
        "end": "2027-03-09T03:59:00+08:00",
    }
    [ball] = [one for one in root.iter("event") if one.findtext("title") == "Ball"]
    assert ball.findtext("date") == "2027-03-09T02:30:00+08:00"


def test_an_event_of_several_days_stands_in_each_of_them(client: Client) -> None:
    week = make_week("spring-2027")
    long = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)  # 18:00 in Shanghai
    make_event(week, "Exhibition", starts_at=MORNING, ends_at=long)

    root = xml_of(client)

    pieces = [
        (day.get("date"), event.findtext("start"), event.findtext("duration"))
        for day in root.findall("day")
        for event in day.iter("event")
    ]
    assert pieces == [
        ("2027-03-08", "09:00", "19:00"),
        ("2027-03-09", "04:00", "23:59"),
        ("2027-03-10", "04:00", "14:00"),
    ]
    keys = {event.attrib["guid"] for event in root.iter("event")}
    assert len(keys) == 3


def test_the_json_says_the_same(client: Client) -> None:
    programme()

    answer = client.get("/weeks/spring-2027/schedule.json?lang=zh-Hans")

    assert answer.content_type == "application/json; charset=utf-8"
    document = json.loads(answer.data)
    assert document.keys() == {"$schema", "generator", "schedule"}
    conference = document["schedule"]["conference"]
    assert conference["time_zone_name"] == "Asia/Shanghai"
    assert conference["daysCount"] == len(conference["days"]) == 1
    assert [room["name"] for room in conference["rooms"]] == ["Main Hall"]
    [event] = conference["days"][0]["rooms"]["Main Hall"]
    assert event["title"] == "开幕式"
    assert event["subtitle"] == "Opening <ceremony> & more"
    assert event["persons"][0].keys() == {"id", "guid", "name"}
    assert isinstance(event["id"], int)
    for name, pattern in OF_EVENT.items():
        assert re.fullmatch(pattern, event[name]), name


def test_an_identity_never_changes(client: Client) -> None:
    week = programme()
    before = xml_of(client)

    event = next(iter_events(week))
    republish(event, title=Localised({"en": "Another title"}))
    after = xml_of(client)

    assert _ids(after) == _ids(before)
    titles = {one.findtext("title") for one in after.iter("event")}
    assert any(title.endswith("Another title") for title in titles if title)


def test_the_document_is_kept_until_the_week_changes(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = programme()
    first = client.get("/weeks/spring-2027/schedule.xml")
    with statements() as ran:
        again = client.get(
            "/weeks/spring-2027/schedule.xml",
            headers={"If-None-Match": first.headers["ETag"]},
        )
    packed = client.get(
        "/weeks/spring-2027/schedule.xml", headers={"Accept-Encoding": "gzip"}
    )

    assert again.status_code == 304
    assert len(ran) <= 1
    assert packed.headers["Content-Encoding"] == "gzip"
    assert first.headers["Cache-Control"] == "public, max-age=900"
    republish(next(iter_events(week)), capacity=3)
    fresh = client.get(
        "/weeks/spring-2027/schedule.xml",
        headers={"If-None-Match": first.headers["ETag"]},
    )
    assert fresh.status_code == 200


def test_a_schedule_takes_as_many_statements_for_one_event_as_for_many(
    client: Client, statements: Callable[[], Any]
) -> None:
    counts = []
    for slug, many in (("one", 1), ("many", 30)):
        week = make_week(slug)
        for number in range(many):
            event = make_event(
                week, f"Event {number}", venue_id=make_venue(week, f"R{number}").id
            )
            assign(event, [PartPlan(Part.SPEAKER, make_person(f"P {number}").id)])
        with statements() as ran:
            client.get(f"/weeks/{slug}/schedule.json")
        counts.append(len(ran))

    assert counts[0] == counts[1] <= 6


def test_a_week_without_events_has_its_days(client: Client) -> None:
    held = KnownDate(date(2027, 3, 8), date(2027, 3, 10), DatePrecision.DAY)
    make_week("spring-2027", held=held)

    root = xml_of(client)

    assert [day.get("date") for day in root.findall("day")] == [
        "2027-03-08",
        "2027-03-09",
        "2027-03-10",
    ]


def iter_events(week: Week) -> Any:
    return iter(events_of(week))


def _ids(root: Any) -> set[tuple[str, str]]:
    return {(one.attrib["guid"], one.attrib["id"]) for one in root.iter("event")}
