"""Every feed and download over HTTP, row by row: validators, caches, secrets."""

import gzip
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from eventapp.feeds import keeping
from eventapp.feeds.models import FeedMark
from eventapp.feeds.service import addresses
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.stars import short_key
from eventapp.programme.vocabulary import EventKind, EventStatus, Part
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import agenda
from eventapp.registration.signals import registration_erased
from eventapp.web import page_cache, shortcut
from tests.builders import (
    make_account,
    make_event,
    make_person,
    make_place,
    make_registration,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import NOW, Client, StoppedClock
from tests.web.reader import Reader

HTTP_DATE = "%a, %d %b %Y %H:%M:%S GMT"
PRIVATE = 3
PARTS = "/feeds/spring.ics?lang=en&kind=salon"
FAIRS = "/feeds/spring.ics?lang=en&kind=fair"


@pytest.fixture
def salon(time: StoppedClock) -> Event:
    time.set(NOW - timedelta(days=1))
    week = make_week("spring")
    event = make_event(week, "Salon", zh="沙龙", venue_id=make_venue(week).id)
    time.set(NOW)
    return event


@pytest.fixture
def guest(salon: Event) -> Registration:
    registration = make_registration(salon.week)
    agenda.open_agenda(registration)
    make_place(registration, salon)
    db.session.flush()
    return registration


@pytest.fixture
def feeds(salon: Event, guest: Registration) -> list[str]:
    """Every sort of feed: the last three are private, the two before them are files."""
    key = short_key(salon.venue_id) if salon.venue_id else ""
    speaker, office = make_person(), make_account()
    assign(salon, [PartPlan(Part.SPEAKER, speaker.id)])
    given = [addresses.give(salon.week, one, by=office) for one in (speaker, office)]
    return [
        "/feeds/spring.ics",
        "/feeds/spring.ics?lang=zh-Hans",
        f"/feeds/spring.ics?lang=en&kind=salon&venue={key}",
        "/feeds/spring.ics?lang=en&kind=unknown",
        "/feeds/spring.ics?download=1",
        f"/feeds/events/{salon.id}.ics?lang=en",
        secret_of(guest),
        *(addresses.path_of(one) or "" for one in given),
    ]


@pytest.fixture(autouse=True)
def fresh_process(app: Flask) -> Iterator[None]:
    assert app
    restart()
    yield
    restart()


def secret_of(guest: Registration) -> str:
    return f"/feeds/agenda/{agenda.agenda_token(guest)}.ics"


def restart() -> None:
    """Know nothing but what the database knows."""
    keeping.write_marks()
    keeping.forget_all()
    page_cache.forget_all()
    shortcut.forget_all()


def titles(octets: bytes) -> list[str]:
    return [str(one["SUMMARY"]) for one in Calendar.from_ical(octets).walk("VEVENT")]


def test_24_a_feed_is_there_at_once(client: Client, feeds: list[str]) -> None:
    for address in feeds:
        answer = client.get(address)

        assert answer.status_code == 200, address
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers
        assert answer.data.endswith(b"END:VCALENDAR\r\n")


def test_no_feed_is_found_by_the_name_of_another_one(app: Flask, salon: Event) -> None:
    keys = {"events": salon.id, "rooms": salon.venue_id}
    db.session.commit()
    reader = Reader(app)
    reader.get("/feeds/spring.ics")  # kept, as are the versions of the others

    for kind, key in keys.items():
        assert reader.get(f"/feeds/{kind}/{key}.ics").status_code == 200
        assert reader.get(f"/feeds/{key}.ics").status_code == 404


def test_25_and_31_the_address_alone_decides_about_the_octets(
    client: Client, feeds: list[str]
) -> None:
    odd = {
        "User-Agent": "Google-Calendar-Importer",
        "Accept": "application/calendar+json, application/calendar+xml;q=0.9",
        "Accept-Language": "zh-CN",
        "Cookie": "language=zh-Hans; theme=dark; session=broken",
    }
    for address in feeds:
        plain = client.get(address)
        joint = "&" if "?" in address else "?"

        for asked in (address, f"{address}{joint}fbclid=1", address):
            other = client.get(
                asked, headers=odd, environ_overrides={"SERVER_PROTOCOL": "HTTP/1.0"}
            )
            assert other.data == plain.data
            assert other.headers["ETag"] == plain.headers["ETag"]
            assert other.headers["Vary"] == "Accept-Encoding"
            assert "Set-Cookie" not in other.headers


def test_26_what_the_asker_has_is_304_without_a_body(
    client: Client, feeds: list[str]
) -> None:
    for address in feeds:
        etag = client.get(address).headers["ETag"]
        assert etag.startswith('"')

        for known in (etag, f"W/{etag}", f'"a", W/"b,c" ,{etag}', "*"):
            again = client.get(address, headers={"If-None-Match": known})

            assert (again.status_code, again.data) == (304, b""), (address, known)
            assert again.headers["ETag"] == etag
            assert again.headers["Cache-Control"]
            assert again.headers["Vary"] == "Accept-Encoding"
            assert not {
                "Content-Type",
                "Content-Length",
                "Content-Encoding",
                "Last-Modified",
                "Set-Cookie",
            } & set(again.headers.keys())
        for unknown in ('"other"', "", f'"{etag[1:-2]}"', f'"x", W/{etag[:-1]}x"'):
            whole = client.get(address, headers={"If-None-Match": unknown})
            assert whole.status_code == 200, (address, unknown)


def test_27_a_date_is_compared_and_a_bad_one_is_none(
    client: Client, feeds: list[str]
) -> None:
    for address in feeds:
        first = client.get(address)
        at = parsedate_to_datetime(first.headers["Last-Modified"])
        assert at <= NOW
        etag = first.headers["ETag"]

        for said, status in (
            (at.strftime(HTTP_DATE), 304),
            ((at + timedelta(days=1)).strftime(HTTP_DATE), 304),
            ((at - timedelta(seconds=1)).strftime(HTTP_DATE), 200),
            ("yesterday", 200),
            ("", 200),
            ("Thu, 99 Foo 9999 99:99:99 GMT", 200),
        ):
            again = client.get(address, headers={"If-Modified-Since": said})
            assert again.status_code == status, (address, said)
        for known, said, status in (
            (etag, (at - timedelta(days=9)).strftime(HTTP_DATE), 304),
            ('"other"', (at + timedelta(days=9)).strftime(HTTP_DATE), 200),
        ):
            headers = {"If-None-Match": known, "If-Modified-Since": said}
            assert client.get(address, headers=headers).status_code == status


def test_27_the_last_change_is_that_of_the_answer(
    client: Client, salon: Event, time: StoppedClock
) -> None:
    fair = make_event(salon.week, "Fair", kind=EventKind.FAIR)
    before = client.get(PARTS).headers, client.get(FAIRS).headers
    time.advance(hours=1)

    republish(fair, kind=EventKind.SALON)  # it leaves the one, and enters the other
    left = client.get(FAIRS)
    time.advance(hours=1)
    republish(salon, kind=EventKind.FORUM)
    after = client.get(PARTS)
    unmoved = client.get(FAIRS)

    moved = (NOW + timedelta(hours=1)).strftime(HTTP_DATE)
    assert titles(left.data) == []
    assert left.headers["Last-Modified"] == moved > ""
    assert unmoved.headers["Last-Modified"] == moved
    assert unmoved.headers["ETag"] == left.headers["ETag"] != before[1]["ETag"]
    assert titles(after.data) == ["Fair"]
    assert after.headers["Last-Modified"] == time.now.strftime(HTTP_DATE)


def test_27_validators_survive_a_restart(
    client: Client, feeds: list[str], salon: Event, time: StoppedClock
) -> None:
    first = [client.get(address).headers for address in feeds]
    time.advance(days=3)
    salon.week.revision += 1  # of something that no calendar shows
    salon.week.revised_at = time.now
    seen = [client.get(address).headers for address in feeds]
    restart()
    time.advance(days=3)

    after = [client.get(address).headers for address in feeds]

    def marks(answers: list[Any]) -> list[tuple[str, str]]:
        return [(one["ETag"], one["Last-Modified"]) for one in answers]

    assert marks(first) == marks(seen) == marks(after)


def test_27_after_a_restart_304_needs_no_octets(
    client: Client, feeds: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    etags = [client.get(address).headers["ETag"] for address in feeds]
    restart()

    def never(*_what: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr("eventapp.feeds.writing.render_calendar", never)
    for address, etag in zip(feeds, etags, strict=True):
        for _again in range(2):
            known = client.get(address, headers={"If-None-Match": etag})
            assert known.status_code == 304, address


def test_28_head_is_get_without_a_body(client: Client, feeds: list[str]) -> None:
    for address in feeds:
        whole = client.get(address)

        for _again in range(2):
            head = client.head(address)
            assert (head.status_code, head.data) == (200, b"")
            assert dict(head.headers) == dict(whole.headers)
        known = client.head(address, headers={"If-None-Match": whole.headers["ETag"]})
        assert known.status_code == 304


def test_28_other_methods_are_refused_in_words(
    client: Client, feeds: list[str]
) -> None:
    for address in feeds:
        for method in ("POST", "PUT", "DELETE", "PATCH", "PROPFIND", "REPORT"):
            refused = client.open(address, method=method)
            assert refused.status_code == 405, method
            assert "GET" in refused.headers["Allow"]
        asked = client.options(address)
        assert asked.status_code == 200
        assert {"GET", "HEAD"} <= set(asked.headers["Allow"].split(", "))


def test_29_gzip_only_where_it_is_wanted(client: Client, feeds: list[str]) -> None:
    for address in feeds:
        plain = client.get(address)
        for offered in ("gzip", "br, gzip;q=0.8", "*", "x-gzip"):
            packed = client.get(address, headers={"Accept-Encoding": offered})
            assert packed.headers["Content-Encoding"] == "gzip", offered
            assert gzip.decompress(packed.data) == plain.data
            assert packed.headers["ETag"] != plain.headers["ETag"]
            assert packed.headers["Vary"] == "Accept-Encoding"
            known = {
                "Accept-Encoding": offered,
                "If-None-Match": packed.headers["ETag"],
            }
            assert client.get(address, headers=known).status_code == 304
        for refused in ("", "identity", "gzip;q=0", "br", "*;q=0", "gzip;q=0, *"):
            other = client.get(address, headers={"Accept-Encoding": refused})
            assert "Content-Encoding" not in other.headers, refused
            assert other.headers["ETag"] == plain.headers["ETag"]


def test_30_what_others_may_keep(client: Client, feeds: list[str]) -> None:
    for address in feeds[:-PRIVATE]:
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "public, max-age=900"
        assert "X-Robots-Tag" not in headers
    for own, known in product(feeds[-PRIVATE:], ({}, {"If-None-Match": "*"})):
        headers = client.get(own, headers=known).headers
        assert headers["Cache-Control"] == "private, no-cache"
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_32_search_engines_may_read_feeds(client: Client) -> None:
    rules = client.get("/robots.txt").text

    assert "User-agent: *" in rules
    assert "/feeds" not in rules


def test_33_who_guesses_learns_nothing(
    client: Client,
    guest: Registration,
    time: StoppedClock,
    caplog: pytest.LogCaptureFixture,
    statements: Any,
) -> None:
    caplog.set_level(logging.DEBUG)
    old = secret_of(guest)
    assert client.get(old).status_code == 200
    agenda.renew_agenda(guest)
    time.advance(minutes=1)
    token = old.rpartition("/")[2].removesuffix(".ics")

    refusals, costs = [], []
    for guess in (token, token[:-1], token.lower(), "a", "é%", "x" * 3000):
        for headers in ({}, {"If-None-Match": "*"}):
            db.session.commit()
            with statements() as ran:
                refused = client.get(f"/feeds/agenda/{guess}.ics", headers=headers)
            refusals.append((refused.status, refused.data, dict(refused.headers)))
            costs.append(len(ran))

    assert refusals[0][0] == "404 NOT FOUND"
    assert all(one == refusals[0] for one in refusals)
    assert set(costs) == {costs[0]}
    assert token not in caplog.text
    assert token not in secret_of(guest)


def test_33_no_log_tells_a_secret(
    client: Client,
    feeds: list[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("eventapp.feeds.keeping.kept", None)  # a bug of ours

    for address in feeds[-PRIVATE:]:
        broken = client.get(address)

        token = address.rpartition("/")[2].removesuffix(".ics").partition("?")[0]
        assert broken.status_code == 500
        assert token not in caplog.text


def test_33_who_is_erased_leaves_no_mark(client: Client, guest: Registration) -> None:
    client.get(secret_of(guest))
    keeping.write_marks()
    asked = select(FeedMark.key).where(FeedMark.key.startswith("agenda:"))
    assert len(db.session.scalars(asked).all()) == 1

    registration_erased.send(guest)

    assert db.session.scalars(asked).all() == []


def test_34_a_feed_is_shown_and_a_file_is_saved(
    client: Client, feeds: list[str], salon: Event
) -> None:
    week, *_others, file, event = feeds[:-PRIVATE]

    for address in set(feeds) - {file, event}:
        assert "Content-Disposition" not in client.get(address).headers
    named = client.get(file).headers["Content-Disposition"]
    assert named == 'attachment; filename="spring.ics"'
    assert client.get(file).data == client.get(week).data
    named = client.get(event).headers["Content-Disposition"]
    assert named == f'attachment; filename="event-{str(salon.id)[:8]}.ics"'


def test_8_what_nobody_has_is_an_empty_calendar(client: Client, salon: Event) -> None:
    assert salon
    for filtered in ("kind=unknown", "kind=fair", "venue=0", "institution=%00"):
        answer = client.get(f"/feeds/spring.ics?{filtered}")

        assert (answer.status_code, titles(answer.data)) == (200, [])
        assert b"BEGIN:VTIMEZONE" in answer.data


def test_each_spelling_of_a_filter_answers_as_the_canonical_one(
    client: Client, salon: Event
) -> None:
    assert salon.venue_id
    key = short_key(salon.venue_id)
    canonical = f"/feeds/spring.ics?lang=en&kind=fair&kind=salon&venue={key}"
    first = client.get(canonical)

    for spelling in (
        f"/feeds/spring.ics?venue={salon.venue_id}&kind=salon&kind=fair",
        f"/feeds/spring.ics?kind=fair&kind=salon&kind=fair&language=&venue={key}&x=1",
    ):
        other = client.get(spelling)
        assert (other.status_code, other.data) == (200, first.data)
        assert other.headers["ETag"] == first.headers["ETag"]
    unfolded = first.data.replace(b"\r\n ", b"").decode()
    assert f"SOURCE;VALUE=URI:http://week.example{canonical}\r\n" in unfolded
    assert titles(first.data) == ["Salon"]


def test_a_part_of_the_week_says_what_it_is_in_the_language_of_its_address(
    client: Client, salon: Event
) -> None:
    assert salon.venue_id
    key = short_key(salon.venue_id)

    head = Calendar.from_ical(client.get(f"/feeds/spring.ics?venue={key}").data)

    assert str(head["X-WR-CALNAME"]) == f"{salon.week.name}: Main Hall"
    assert str(head["NAME"]) == str(head["X-WR-CALNAME"])
    assert str(head["X-WR-CALDESC"]).endswith("Place: Main Hall")


def test_a_cancelled_event_stays_in_its_part(client: Client, salon: Event) -> None:
    republish(salon, status=EventStatus.CANCELLED)

    answer = client.get(PARTS)

    assert titles(answer.data) == ["Cancelled: Salon"]
    assert b"STATUS:CANCELLED" in answer.data


OTHER_PROCESS = """
import json, pathlib, sys
from eventapp.app import create_app
from tests.conftest import settings_for
url, folder, *addresses = sys.argv[1:]
client = create_app(settings_for(url, pathlib.Path(folder))).test_client()
answers = [client.get(address) for address in addresses]
names = ("ETag", "Last-Modified")
print(json.dumps([[one.headers[name] for name in names] for one in answers]))
"""


def test_another_process_answers_the_same(
    client: Client,
    feeds: list[str],
    salon: Event,
    database_url: str,
    tmp_path: Path,
) -> None:
    first = [client.get(address).headers for address in feeds]
    salon.week.revision += 1
    salon.week.revised_at = NOW + timedelta(hours=1)
    keeping.write_marks()
    db.session.commit()

    ran = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, database_url, tmp_path, *feeds],
        capture_output=True,
        check=True,
    )

    again = [client.get(address).headers for address in feeds]
    mine = [[one["ETag"], one["Last-Modified"]] for one in first]
    assert json.loads(ran.stdout) == mine
    assert [[one["ETag"], one["Last-Modified"]] for one in again] == mine
