"""Calendars answered before Flask: what Flask would have said, and nothing stale."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask

from eventapp.feeds import writing
from eventapp.feeds.document import CalendarEvent, EventBlock, render_event
from eventapp.kernel.db import db
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import agenda
from eventapp.web import page_cache, shortcut
from tests.builders import (
    make_event,
    make_place,
    make_registration,
    make_week,
    republish,
)
from tests.web.reader import Reader

Counted = Callable[[], AbstractContextManager[list[str]]]
FOREIGN = {
    "Accept-Language": "zh-CN",
    "Cookie": "session=of-somebody; language=zh-Hans; theme=dark",
    "User-Agent": "Google-Calendar-Importer",
}


@pytest.fixture
def guest(app: Flask) -> Registration:
    """A delegate with an agenda, in a week with an event for all."""
    assert app
    guest = make_registration(make_week("spring"))
    make_event(guest.week, "Opening", signup=SignUp.EVERYONE)
    make_place(guest, make_event(guest.week, "Salon"))
    agenda.open_agenda(guest)
    db.session.commit()
    shortcut.forget_all()
    return guest


def addresses_of(guest: Registration) -> list[str]:
    own = f"/feeds/agenda/{agenda.agenda_token(guest)}.ics"
    db.session.commit()  # or a mark that a request keeps would wait for this session
    return [
        "/feeds/spring.ics?lang=en",
        "/feeds/spring.ics?kind=salon&download=1",
        own,
    ]


def test_fast_answers_are_slow_ones_header_by_header(
    app: Flask, guest: Registration
) -> None:
    reader = Reader(app)
    for address in addresses_of(guest):
        first = reader.get(address, headers={"Accept-Encoding": "gzip"})
        tag, date = first.headers["ETag"], first.headers["Last-Modified"]
        for method in ("GET", "HEAD"):
            for asked in (
                {},
                FOREIGN,
                {"Accept-Encoding": "gzip"},
                {"Accept-Encoding": "gzip;q=0, br"},
                {"Accept-Encoding": "gzip", "If-None-Match": f'"other", W/{tag}'},
                {"If-None-Match": tag, "If-Modified-Since": date},
                {"If-None-Match": "*"},
                {"If-Modified-Since": date},
                {"If-Modified-Since": "yesterday"},
            ):
                shortcut.forget_all()
                slow = reader.open(address, method=method, headers=asked)
                reader.get(address)
                before = reader.passed_on
                fast = reader.open(address, method=method, headers=asked)

                assert reader.passed_on == before, (address, asked)
                assert (fast.status, fast.data) == (slow.status, slow.data)
                assert sorted(fast.headers) == sorted(slow.headers), (address, asked)


def test_a_private_calendar_costs_one_statement_and_none_within_the_second(
    app: Flask, guest: Registration, statements: Counted
) -> None:
    reader = Reader(app)
    address = addresses_of(guest)[-1]
    known = {"If-None-Match": reader.get(address).headers["ETag"]}

    with statements() as ran:  # those of sessions
        answers = [reader.get(address, headers=known).status_code for _ in range(3)]

    assert (answers, ran, reader.passed_on) == ([304] * 3, [], 1)


def test_a_renewed_address_ends_at_once(app: Flask, guest: Registration) -> None:
    reader, old = Reader(app), addresses_of(guest)[-1]
    before = [reader.get(old).status_code for _ in range(2)]

    agenda.renew_agenda(guest)
    db.session.commit()
    ended, unknown = reader.get(old), reader.get("/feeds/agenda/guess.ics")

    assert before == [200, 200]
    assert ended.status_code == 404
    assert (ended.data, list(ended.headers)) == (unknown.data, list(unknown.headers))
    assert reader.get(addresses_of(guest)[-1]).status_code == 200


def test_another_process_sees_an_end_within_a_second(
    app: Flask, guest: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, address = Reader(app), addresses_of(guest)[-1]
    for _ in range(2):
        reader.get(address)
    monkeypatch.setattr(page_cache, "forget_revisions", lambda: None)

    agenda.renew_agenda(guest)  # of another process: this one hears nothing of it
    db.session.commit()
    monkeypatch.setattr(page_cache, "REVISION_SECONDS", 0.0)  # the second is over

    assert reader.get(address).status_code == 404


def test_a_changed_event_is_rendered_itself_and_not_its_week(
    app: Flask, guest: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [make_event(guest.week, f"Event {number}") for number in range(20)]
    db.session.commit()
    reader, rendered = Reader(app), []

    def note(event: CalendarEvent) -> EventBlock:
        rendered.append(event.uid)
        return render_event(event)

    for address in addresses_of(guest):
        reader.get(address)
    monkeypatch.setattr(writing, "render_event", note)
    republish(events[0], starts_at=events[0].starts_at - timedelta(minutes=5))
    db.session.commit()
    for address in addresses_of(guest):
        assert reader.get(address).status_code == 200

    assert rendered == [str(events[0].id)]
