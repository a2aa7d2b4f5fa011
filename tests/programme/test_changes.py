"""What the public reads of changes: the log, an event's last one, what was moved."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.plans import EventPlan, plan_of
from eventapp.programme.service.drafts import begin_event, save_plan
from eventapp.programme.service.releases import publish
from eventapp.programme.vocabulary import EventKind, EventStatus
from eventapp.web import page_cache
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import Client, StoppedClock

HOUR = timedelta(hours=1)
PLAN = EventPlan(
    kind=EventKind.SALON,
    title=Localised({"en": "Salon"}),
    starts_at=MORNING,
    ends_at=MORNING + HOUR,
)


def words(page: str) -> str:
    """What a person reads, in one row."""
    bare = re.sub(r"<[^>]+>", " ", page.partition('<main id="main"')[2])
    return " ".join(bare.split())


def log(client: Client, slug: str, more: str = "") -> str:
    return words(client.get(f"/weeks/{slug}/changes{more}").text)


def test_each_release_stands_there_with_time_note_and_differences(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week()
    event, by = make_event(week, "Forum"), make_account()
    room = make_venue(week, "Room 2")
    later = replace(plan_of(event), starts_at=MORNING - HOUR, venue_id=room.id)
    save_plan(event, later, seen_version=1, by=by)
    publish(week, [event.id], Localised({"en": "The hall is closed."}), by=by)
    republish(event, status=EventStatus.CANCELLED)

    said = log(client, week.slug)

    assert said.index("Release 2") < said.index("Release 1")
    assert "Mon 1 Mar 2027, 17:00 Release 1 The hall is closed." in said
    assert "Forum Changed Time Mon 8 Mar 09:00–10:00 → 08:00–10:00" in said
    assert "Venue To be announced → Room 2" in said
    assert "Forum Cancelled" in said
    assert by.name not in said


def test_the_public_reads_nothing_of_what_it_does_not_see(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week()
    event = make_event(week, "Forum")
    republish(event, joining_link="https://meet.example/secret")
    hidden = replace(plan_of(event), title=Localised({"en": "Not yet known"}))
    save_plan(event, hidden, seen_version=event.version, by=make_account())
    republish(make_event(week, "Fair", parent_id=event.id), capacity=4)

    page = client.get(f"/weeks/{week.slug}/changes").text

    assert "Release 1" not in page
    assert "meet.example" not in page
    assert "Not yet known" not in page
    assert "Fair Changed Places No limit → 4" in words(page)


def test_a_first_release_of_many_events_is_a_number(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week, by = make_week(), make_account()
    keys = [begin_event(week, PLAN, by=by).id for _ in range(26)]
    publish(week, keys, None, by=by)
    one = begin_event(week, PLAN, by=by)
    publish(week, [one.id], None, by=by)

    said = log(client, week.slug)

    assert "Release 1 26 new events" in said
    assert "Release 2 Salon New Time Mon 8 Mar 09:00–10:00" in said


def test_without_a_release_nothing_has_changed(client: Client) -> None:
    week = make_week()

    assert "Nothing has changed" in log(client, week.slug)
    assert (
        client.get(f"/weeks/{make_week(is_public=False).slug}/changes").status_code
        == 404
    )


def test_the_log_speaks_the_language_of_its_reader(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week()
    event = make_event(week, "Forum", zh="论坛")
    republish(event, starts_at=MORNING - HOUR)

    page = client.get(
        f"/weeks/{week.slug}/changes", headers={"Accept-Language": "zh-Hans"}
    ).text

    assert "论坛" in words(page)
    assert "3月8日 周一 09:00–10:00" in words(page)


def test_an_event_shows_its_last_change_with_the_old_value_struck(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week()
    hall, room = make_venue(week), make_venue(week, "Room 2")
    event = make_event(week, venue_id=hall.id)
    address = f"/weeks/{week.slug}/events/{event.id}"
    assert "All changes of the programme" not in client.get(address).text

    republish(event, venue_id=room.id)
    republish(event, joining_link="https://meet.example/secret")  # is not seen

    page = client.get(address).text
    assert "Changed Mon 1 Mar 2027, 17:00 Venue Main Hall → Room 2" in words(page)
    assert "<del>Main Hall</del>" in page


def test_a_cancelled_event_stays_and_says_so(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week()
    event = make_event(week, "Forum")
    republish(event, status=EventStatus.CANCELLED, starts_at=MORNING - HOUR)

    listed = client.get(f"/weeks/{week.slug}/programme").text
    alone = client.get(f"/weeks/{week.slug}/events/{event.id}").text

    assert "event-cancelled" in listed
    assert "New time" not in listed
    assert "This event is cancelled." in alone


@pytest.mark.parametrize(
    ("by", "old"),
    [(HOUR, "<del>09:00</del>"), (24 * HOUR, "<del>Mon 8 Mar 2027 09:00</del>")],
)
def test_a_moved_event_shows_its_old_hour_for_two_days(
    client: Client, time: StoppedClock, by: timedelta, old: str
) -> None:
    week = make_week()
    event = make_event(week)
    republish(event, starts_at=MORNING + by, ends_at=MORNING + by + HOUR)
    republish(event, capacity=5)
    addresses = [
        f"/weeks/{week.slug}/programme?day=all",
        f"/weeks/{week.slug}/events/{event.id}",
    ]

    for address in addresses:
        page = client.get(address).text
        assert (old in page, "New time" in page) == (True, True)
    time.advance(hours=48)
    page_cache.forget_all()
    assert [
        old in client.get(one).text.partition("Changed")[0] for one in addresses
    ] == [
        False,
        False,
    ]


def test_an_event_moved_back_was_not_moved(client: Client, time: StoppedClock) -> None:
    assert time
    event = make_event()
    for starts_at in (MORNING - HOUR, MORNING):
        republish(event, starts_at=starts_at)

    page = client.get(f"/weeks/{event.week.slug}/programme").text

    assert "New time" not in page


def test_the_pages_ask_as_much_for_one_change_as_for_many(
    client: Client, statements: Callable[[], Any]
) -> None:
    counts = []
    for many in (1, 10):
        week = make_week()
        events = [make_event(week) for _ in range(many)]
        for event in events:
            republish(event, starts_at=MORNING - HOUR)
        addresses = [f"/weeks/{week.slug}/{page}" for page in ("changes", "programme")]
        db.session.commit()
        page_cache.forget_all()
        with statements() as ran:
            for address in addresses:
                assert client.get(address).status_code == 200
        counts.append(len(ran))

    assert counts[0] == counts[1]
