"""Publishing tells how many mails for calendars follow, and keeps its word."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from eventapp.kernel.i18n import Localised
from eventapp.planning.publishing import outlook
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_event
from eventapp.programme.service.drafts import save_plan
from eventapp.programme.service.releases import publish
from eventapp.programme.vocabulary import EventStatus
from eventapp.scheduling.service import ways
from eventapp.scheduling.vocabulary import CalendarWay
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_place,
    make_registration,
    make_week,
)
from tests.conftest import Client, StoppedClock
from tests.scheduling.test_sending import later, make_delegate

HOUR = timedelta(hours=1)
Counted = Callable[[], Any]


def plan(event: Event, **changes: Any) -> None:
    present = replace(planned_event(event).plan, **changes)
    save_plan(event, present, seen_version=event.version, by=make_account())


def test_what_is_foreseen_is_what_is_written(time: StoppedClock) -> None:
    week = make_week()
    moved, off, named, far = (
        make_event(week, name) for name in ("Moved", "Off", "Named", "Far")
    )
    told = make_delegate(week)
    make_place(told, moved)
    make_place(told, off)
    make_place(told, named)
    assert len(later(time)) == 3
    listed, one_alone, subscribes = (make_registration(week) for _n in range(3))
    for event in (moved, off, far):
        make_place(listed, event)
        make_place(subscribes, event)
    make_place(one_alone, moved)
    ways.choose(subscribes, CalendarWay.SUBSCRIPTION)
    plan(moved, starts_at=MORNING - HOUR)
    plan(off, status=EventStatus.CANCELLED)
    plan(named, title=Localised({"en": "Renamed"}), capacity=50)
    plan(far, capacity=50)

    foreseen = outlook(week, None).calendar_mails
    keys = [event.id for event in (moved, off, named, far)]
    release = publish(week, keys, None, by=make_account())
    written = later(time)

    assert sorted(one.subject for one in written) == [
        "Cancelled: Off",
        "Invitation: Far",
        "Invitation: Moved",
        "Updated: Moved",
        "Updated: Renamed",
    ]
    assert foreseen == release.calendar_mails == len(written)


def make_changes(week: Week, delegates: int) -> None:
    events = [make_event(week, f"Salon {number}") for number in range(2)]
    for _n in range(delegates):
        someone = make_registration(week)
        for event in events:
            make_place(someone, event)
    for event in events:
        plan(event, starts_at=MORNING - HOUR)


def test_the_page_tells_both_numbers_before_and_after_in_as_many_statements(
    client: Client, statements: Counted
) -> None:
    week, other = make_week("spring"), make_week("autumn")
    make_changes(week, 3)
    make_changes(other, 9)
    client.sign_in()
    counts, page = list[int](), ""
    for one in (week, week, other):
        with statements() as ran:
            page = client.get(f"/organise/{one.slug}/releases").text
        counts.append(len(ran))

    assert counts[1] == counts[2]
    assert "9 people get one e-mail each." in page
    assert "18 calendar entries follow by e-mail, one each." in page
    sent = {"plan": str(week.plan_revision), "note-en": "", "note-zh-Hans": ""}
    keys = [str(row.id) for row in outlook(week, None).rows]
    after = client.post(
        "/organise/spring/releases", data=sent | {"event": keys}, follow_redirects=True
    ).text
    assert "3 people were told. 6 calendar entries follow by e-mail" in after
    assert "6 calendar entries followed." in after
