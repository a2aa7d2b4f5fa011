"""Telling: each person whom a release concerns gets one mail, in their language."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.kernel.db import add, db
from eventapp.kernel.i18n import Localised
from eventapp.mail.models import Message
from eventapp.programme.models.events import Event
from eventapp.programme.models.releases import Release
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_event
from eventapp.programme.plans import EventPlan, PartPlan
from eventapp.programme.service.drafts import begin_event, save_plan
from eventapp.programme.service.releases import publish
from eventapp.programme.vocabulary import EventKind, EventStatus, Mode, Part, SignUp
from eventapp.registration.models.places import Star
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_person,
    make_place,
    make_registration,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import StoppedClock

HOUR = timedelta(hours=1)
HELD, WAITING = PlaceStatus.HELD, PlaceStatus.WAITING
NOTE = Localised({"en": "The hall is closed.", "zh-Hans": "礼堂关闭。"})


def plan(
    event: Event, by: Account, parts: Sequence[PartPlan] | None = None, **changes: Any
) -> None:
    present = planned_event(event).plan
    version = event.version
    save_plan(event, replace(present, **changes), parts, seen_version=version, by=by)


def release_all(
    week: Week, by: Account, *events: Event, note: Localised | None = None
) -> Release:
    return publish(week, [event.id for event in events], note, by=by)


def mails() -> dict[str, Message]:
    found = db.session.scalars(select(Message)).all()
    assert len({one.to_address for one in found}) == len(found), "told twice"
    return {one.to_address: one for one in found}


def body(message: Message) -> str:
    """What stands between the greeting and the private link."""
    return "\n\n".join(message.text.split("\n\n")[1:-3])


def test_whoever_has_or_awaits_a_place_is_told_what_was_and_what_is(
    time: StoppedClock,
) -> None:
    week = make_week(name=Localised({"en": "Partnership Week"}))
    hall, room = make_venue(week), make_venue(week, "Room 2")
    event = make_event(week, "Joint degrees", venue_id=hall.id)
    holder, waiter = make_registration(week), make_registration(week)
    make_registration(week)
    make_place(holder, event)
    make_place(waiter, event, WAITING)
    time.advance(minutes=5)

    moved: dict[str, Any] = {"starts_at": MORNING + HOUR, "ends_at": MORNING + 3 * HOUR}
    by = make_account()
    plan(event, by, venue_id=room.id, **moved)
    release = release_all(week, by, event, note=NOTE)

    found = mails()
    assert set(found) == {holder.address, waiter.address}
    mail = found[holder.address]
    assert (mail.subject, mail.occasion, mail.about_id) == (
        "Changed: Joint degrees",
        "programme.changed",
        holder.id,
    )
    address = f"http://week.example/weeks/{week.slug}/events/{event.id}"
    assert body(mail) == (
        "The programme of Partnership Week has changed. This is new for you:\n\n"
        "Changed: Joint degrees\n"
        "Now: Mon 8 Mar 2027 10:00–12:00, Room 2 (Shanghai)\n"
        "- Time: Mon 8 Mar 09:00–10:00 → 10:00–12:00\n"
        "- Venue: Main Hall → Room 2\n"
        f"You have a place there.\n{address}\n\n"
        "Why: The hall is closed."
    )
    assert "/me/enter/" in mail.text
    assert "You are on the waiting list." in found[waiter.address].text
    assert release.told == 2
    assert holder.agenda_changed_at == waiter.agenda_changed_at == time.now


def test_all_that_concerns_somebody_stands_in_one_mail_by_hour(
    time: StoppedClock,
) -> None:
    assert time
    week, by = make_week(), make_account()
    first, second, third = (
        make_event(week, word, starts_at=MORNING + hours * HOUR)
        for word, hours in (("A", 0), ("B", 2), ("C", 4))
    )
    delegate = make_registration(week)
    for event in (first, second, third):
        make_place(delegate, event)

    plan(third, by, status=EventStatus.CANCELLED)
    plan(first, by, mode=Mode.ONLINE)
    plan(second, by, capacity=10)
    release_all(week, by, first, second, third)

    mail = mails()[delegate.address]
    assert mail.subject == f"2 changes for you in {week.name}"
    assert [line for line in mail.text.splitlines() if ": " in line[:11]] == [
        "Changed: A",
        "Now: Mon 8 Mar 2027 09:00–10:00 (Shanghai)",
        "Cancelled: C",
    ]


@pytest.mark.parametrize(
    ("fate", "subject", "occasion"),
    [
        ({"status": EventStatus.CANCELLED}, "Cancelled: Salon", "event.cancelled"),
        ({"ends_at": MORNING + 2 * HOUR}, "Changed: Salon", "programme.changed"),
    ],
)
def test_a_mail_is_named_after_what_happened(
    time: StoppedClock, fate: dict[str, Any], subject: str, occasion: str
) -> None:
    assert time
    event = make_event()
    delegate = make_registration(event.week)
    make_place(delegate, event)

    republish(event, **fate)

    mail = mails()[delegate.address]
    assert (mail.subject, mail.occasion) == (subject, occasion)


def test_an_event_that_takes_place_again_is_told(time: StoppedClock) -> None:
    assert time
    event = make_event(status=EventStatus.CANCELLED)
    delegate = make_registration(event.week)
    make_place(delegate, event)

    republish(event, status=EventStatus.SCHEDULED)

    assert mails()[delegate.address].subject == "Takes place again: Salon"


@pytest.mark.parametrize(
    "changes",
    [
        {"capacity": 5},
        {"title": Localised({"en": "Another title"})},
        {"summary": Localised({"en": "More of it"})},
        {"signup": SignUp.INVITED},
        {"joining_link": "https://meet.example/first", "joining_minutes": 5},
    ],
)
def test_what_does_not_matter_on_the_way_there_tells_nobody(
    time: StoppedClock, changes: dict[str, Any]
) -> None:
    assert time
    event = make_event()
    make_place(make_registration(event.week), event)

    assert republish(event, **changes).told == 0

    assert mails() == {}


def test_another_joining_link_is_told_to_those_who_may_see_it_and_never_shown(
    time: StoppedClock,
) -> None:
    assert time
    event = make_event(joining_link="https://meet.example/one")
    holder, waiter = (make_registration(event.week) for _ in range(2))
    make_place(holder, event)
    make_place(waiter, event, WAITING)

    republish(event, joining_link="https://meet.example/two")

    assert set(mails()) == {holder.address}
    text = mails()[holder.address].text
    assert "- The joining link is another one.\n" in text
    assert "meet.example" not in text


def test_a_person_is_told_of_a_part_of_a_change_of_it_and_of_its_end(
    time: StoppedClock,
) -> None:
    assert time
    week, by = make_week(name=Localised({"en": "Partnership Week"})), make_account()
    person = make_person("Lu Min", "陆敏", address="lu.min@host.example")
    speaker = PartPlan(Part.SPEAKER, person.id)
    salon = EventPlan(
        EventKind.SALON, Localised({"en": "Salon"}), MORNING, MORNING + HOUR
    )
    event = begin_event(week, salon, [speaker], by=by)
    address = f"http://week.example/weeks/{week.slug}/events/{event.id}"

    release_all(week, by, event)

    mail = mails()["lu.min@host.example"]
    assert (mail.subject, mail.to_name, mail.about_id) == ("New: Salon", "Lu Min", None)
    assert mail.text == (
        "Dear 陆敏,\n\n"
        "You have a part in Partnership Week:\n\n"
        "New: Salon\nMon 8 Mar 2027 09:00–10:00 (Shanghai)\n"
        f"Your part: Speaker\n{address}\n\n"
        "Questions? Answer this e-mail.\n\nPartnership Week\nHost University\n"
    )

    for parts, line in (
        ([replace(speaker, part=Part.HOST)], "Your part: Host"),
        ([], "You no longer have a part in it."),
    ):
        db.session.delete(db.session.scalars(select(Message)).one())
        plan(event, by, parts)
        release_all(week, by, event)
        assert line in mails()["lu.min@host.example"].text.splitlines()


def test_people_without_a_change_in_their_own_part_are_left_in_peace(
    time: StoppedClock,
) -> None:
    assert time
    event, by = make_event(), make_account()
    make_place(make_registration(event.week), event)
    one, other = (
        PartPlan(Part.SPEAKER, make_person(name, address=f"{name}@host.example").id)
        for name in "ab"
    )
    plan(event, by, [one])
    release_all(event.week, by, event)
    db.session.delete(db.session.scalars(select(Message)).one())

    plan(event, by, [one, other])
    release_all(event.week, by, event)

    assert set(mails()) == {"b@host.example"}


def test_who_has_a_part_and_a_place_gets_one_mail_at_one_address(
    time: StoppedClock,
) -> None:
    assert time
    week, by = make_week(), make_account()
    event, other = make_event(week), make_event(week, "Forum")
    linked = make_person("Lu Min", address="office@host.example")
    same = make_person("Yao Li", address="Yao.Li@Guest.example")
    silent = make_person("Wang Wei")
    parts = [PartPlan(Part.HOST, one.id) for one in (linked, same, silent)]
    first = make_registration(week, person_id=linked.id, address="lu@guest.example")
    second = make_registration(week, address="yao.li@guest.example", language="zh-Hans")
    make_place(first, other)

    plan(event, by, parts)
    plan(other, by, mode=Mode.HYBRID)
    release_all(week, by, event, other)

    assert set(mails()) == {"lu@guest.example", "yao.li@guest.example"}
    text = mails()["lu@guest.example"].text
    assert ("Your part: Host" in text, "You have a place there." in text) == (
        True,
        True,
    )
    assert mails()["yao.li@guest.example"].language == "zh-Hans"
    assert second.person_id is None


def test_several_persons_behind_one_address_are_named_in_one_mail(
    time: StoppedClock,
) -> None:
    assert time
    event, by = make_event(), make_account()
    parts = [
        PartPlan(Part.SPEAKER, make_person(name, address=address).id)
        for name, address in (
            ("Lu Min", "office@host.example"),
            ("Yao Li", "Office@host.example"),
        )
    ]
    plan(event, by, parts)
    release_all(event.week, by, event)

    text = mails()["office@host.example"].text
    assert text.startswith("Good day,\n")
    assert "Part of Lu Min: Speaker\nPart of Yao Li: Speaker\n" in text


def test_whoever_starred_an_event_is_told_once_and_not_of_its_joining_link(
    time: StoppedClock,
) -> None:
    event = make_event(joining_link="https://meet.example/one")
    both, fan = (make_registration(event.week) for _ in range(2))
    make_place(both, event)
    for one in (both, fan):
        add(Star(registration_id=one.id, event_id=event.id, starred_at=time.now))

    republish(event, starts_at=MORNING - HOUR)

    found = mails()
    assert "You have a place there." in found[both.address].text
    assert "You have starred this event." in found[fan.address].text
    for message in found.values():
        db.session.delete(message)
    republish(event, joining_link="https://meet.example/two")
    assert set(mails()) == {both.address}


def test_a_cancelled_event_says_what_is_no_more(time: StoppedClock) -> None:
    assert time
    event = make_event()
    people = {}
    for status, line in (
        (HELD, "You had a place there."),
        (WAITING, "You were on the waiting list."),
    ):
        people[make_registration(event.week)] = line
        make_place(list(people)[-1], event, status)

    republish(event, status=EventStatus.CANCELLED)

    for one, line in people.items():
        assert line in mails()[one.address].text.splitlines()


def test_a_move_of_what_is_for_all_is_told_to_all_who_are_confirmed(
    time: StoppedClock,
) -> None:
    assert time
    week = make_week()
    event = make_event(week, "Opening", signup=SignUp.EVERYONE)
    confirmed = make_registration(week)
    make_registration(week, status=RegistrationStatus.SUBMITTED)
    make_registration(make_week())

    republish(event, starts_at=MORNING - HOUR)

    assert set(mails()) == {confirmed.address}
    assert "This event is for all delegates." in mails()[confirmed.address].text


def test_delegates_of_a_registration_that_ended_are_not_told(
    time: StoppedClock,
) -> None:
    assert time
    event = make_event()
    gone = make_registration(event.week, status=RegistrationStatus.CANCELLED)
    make_place(gone, event)

    republish(event, status=EventStatus.CANCELLED)

    assert mails() == {}


def test_nobody_is_told_of_what_is_over_or_not_public(time: StoppedClock) -> None:
    event = make_event()
    make_place(make_registration(event.week), event)
    hidden = make_event(make_week(is_public=False))
    make_place(make_registration(hidden.week), hidden)

    republish(hidden, status=EventStatus.CANCELLED)
    time.set(MORNING + 5 * HOUR)
    republish(event, status=EventStatus.CANCELLED)

    assert mails() == {}


def test_each_reads_it_in_the_own_language(time: StoppedClock) -> None:
    assert time
    week = make_week()
    event = make_event(week, "Opening", zh="开幕式", signup=SignUp.EVERYONE)
    english = make_registration(week)
    chinese = make_registration(week, language="zh-Hans")

    by = make_account()
    plan(event, by, starts_at=MORNING - HOUR)
    release_all(week, by, event, note=NOTE)

    found = mails()
    assert "Opening" in found[english.address].subject
    assert "开幕式" in found[chinese.address].subject
    text = found[chinese.address].text
    assert "3月8日 周一 09:00–10:00 → 08:00–10:00" in text
    assert NOTE["zh-Hans"] in text


def test_more_places_are_given_to_those_who_wait(time: StoppedClock) -> None:
    assert time
    event = make_event(capacity=1)
    make_place(make_registration(event.week), event)
    waiting = make_place(make_registration(event.week), event, WAITING)

    release = republish(event, capacity=2)

    assert (waiting.status, release.told) == (HELD, 0)
    assert db.session.scalars(select(Message.occasion)).all() == ["place.promoted"]


def test_whoever_inherits_a_place_by_a_release_is_not_told_to_wait(
    time: StoppedClock,
) -> None:
    assert time
    event = make_event(capacity=0)
    make_place(make_registration(event.week), event, WAITING)

    republish(event, capacity=1, starts_at=MORNING - HOUR)

    found = {one.occasion: one for one in db.session.scalars(select(Message))}
    assert set(found) == {"place.promoted", "programme.changed"}
    assert "08:00" in found["place.promoted"].text
    assert "You have a place there." in found["programme.changed"].text


def test_many_are_told_with_as_many_questions_as_few(
    time: StoppedClock, statements: Callable[[], Any]
) -> None:
    assert time
    counts = []
    for many in (3, 300):
        week, by = make_week(), make_account()
        event = make_event(week, signup=SignUp.EVERYONE)
        for number in range(many):
            make_registration(week, language=("en", "zh-Hans")[number % 2])
        plan(event, by, starts_at=MORNING - HOUR)
        keys = [event.id]
        db.session.commit()
        with statements() as ran:
            assert publish(week, keys, None, by=by).told == many
            db.session.flush()
        reads = [one for one in ran if one.startswith("SELECT")]
        counts.append((len(reads), len(ran) < 45))

    assert counts[0] == counts[1]
    assert counts[0][1]
