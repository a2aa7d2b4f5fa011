"""Who is told what by mail for the calendar: once for each revision, nobody twice."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

from icalendar import Calendar
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.mail.models import CalendarMethod, Message
from eventapp.mail.service import put
from eventapp.programme.plans import plan_of
from eventapp.programme.service.drafts import save_plan
from eventapp.programme.service.releases import publish
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration import notices_of_places
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying, opening, places
from eventapp.registration.vocabulary import PlaceStatus
from eventapp.scheduling.models import Sent
from eventapp.scheduling.service import sending, ways
from eventapp.scheduling.service.sending import REST, tell_some
from eventapp.scheduling.vocabulary import CalendarWay
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_place,
    make_registration,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import StoppedClock

HOUR = timedelta(hours=1)


def make_delegate(week: Any = None, **changes: Any) -> Registration:
    """Somebody to whom we wrote already."""
    registration = make_registration(week, **changes)
    write_to(registration)
    return registration


def write_to(registration: Registration, mailing_id: UUID | None = None) -> None:
    put(
        "registration.confirmed",
        to_address=registration.address,
        to_name="",
        language="en",
        subject="You are registered",
        text="Welcome.\n",
        about_id=registration.id,
        mailing_id=mailing_id,
    )
    db.session.commit()


def later(time: StoppedClock) -> list[Message]:
    """What the worker writes once all has rested."""
    before = set(db.session.scalars(select(Message.id)))
    db.session.commit()
    time.advance(seconds=REST.total_seconds())
    sending.keep_told()
    rows = db.session.scalars(select(Message).where(Message.id.not_in(before)))
    return sorted(rows, key=lambda one: (one.subject, one.to_address))


def event_in(message: Message) -> Any:  # of a library whose types say little
    assert message.calendar is not None
    calendar = Calendar.from_ical(message.calendar)
    assert calendar["METHOD"] == message.calendar_method.upper()  # type: ignore[union-attr]
    (event,) = calendar.walk("VEVENT")
    return event


def test_who_takes_a_place_gets_the_event_once_it_has_rested(
    time: StoppedClock,
) -> None:
    week = make_week()
    registration = make_delegate(week)
    event = make_event(week, "Opening", venue_id=make_venue(week).id)
    place = places.reserve_place(registration, event)

    assert place.is_held
    db.session.commit()
    sending.keep_told()
    assert db.session.scalar(select(Sent)) is None

    (message,) = later(time)
    assert message.subject == "Invitation: Opening"
    assert message.to_address == registration.address
    calendar = event_in(message)
    assert calendar["UID"] == str(event.id)
    assert calendar["STATUS"] == "CONFIRMED"
    assert calendar["ORGANIZER"] == "mailto:week@host.example"
    attendee = calendar["ATTENDEE"]
    assert attendee == f"mailto:{registration.address}"
    assert attendee.params == {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
        "CN": "王小明",
    }
    assert later(time) == []


def test_a_place_that_was_given_back_at_once_is_told_to_nobody(
    time: StoppedClock,
) -> None:
    registration = make_delegate()
    event = make_event(registration.week)
    place = places.reserve_place(registration, event)

    places.release_place(place)

    assert later(time) == []


def test_updates_and_the_end_keep_the_uid_and_count_on(time: StoppedClock) -> None:
    registration = make_delegate(language="zh-Hans")
    event = make_event(registration.week, "Opening", zh="开幕式")
    places.reserve_place(registration, event)
    first = later(time)
    republish(event, title=Localised({"en": "Grand Opening", "zh-Hans": "盛大开幕"}))
    second = later(time)
    places.give_back(registration, event)
    third = later(time)
    places.reserve_place(registration, event)
    fourth = later(time)

    every = [*first, *second, *third, *fourth]
    components = [event_in(one) for one in every]
    assert [str(one.calendar_method) for one in every] == [
        "request",
        "request",
        "cancel",
        "request",
    ]
    assert [str(one["SUMMARY"]) for one in components] == [
        "开幕式",
        "盛大开幕",
        "已取消：盛大开幕",
        "盛大开幕",
    ]
    assert {str(one["UID"]) for one in components} == {str(event.id)}
    sequences = [one["SEQUENCE"] for one in components]
    stamps = [one["DTSTAMP"].dt for one in components]
    assert all(a < b for a, b in pairwise(sequences))
    assert all(a < b for a, b in pairwise(stamps))
    assert [one["STATUS"] for one in components][2] == "CANCELLED"


def test_a_move_is_told_by_its_notice_and_by_no_second_mail(
    time: StoppedClock,
) -> None:
    registration = make_delegate()
    event = make_event(registration.week, "Fair")
    places.reserve_place(registration, event)
    later(time)

    republish(event, starts_at=MORNING + HOUR, ends_at=MORNING + 2 * HOUR)

    notice = db.session.scalars(
        select(Message).where(Message.occasion == "programme.changed")
    ).one()
    assert notice.calendar_method is CalendarMethod.REQUEST
    assert "each event follows" not in notice.text
    assert event_in(notice)["DTSTART"].dt == MORNING + HOUR
    assert later(time) == []


def test_several_changes_are_told_in_one_notice_and_a_mail_for_each_event(
    time: StoppedClock,
) -> None:
    registration = make_delegate()
    one, other = (make_event(registration.week, name) for name in ("Fair", "Tour"))
    for event in (one, other):
        places.reserve_place(registration, event)
    later(time)
    by = make_account()
    for event in (one, other):
        plan = replace(
            plan_of(event), starts_at=MORNING + HOUR, ends_at=MORNING + 2 * HOUR
        )
        save_plan(event, plan, seen_version=event.version, by=by)
    release = publish(registration.week, [one.id, other.id], None, by=by)
    notice = db.session.scalars(
        select(Message).where(Message.occasion == "programme.changed")
    ).one()
    follows = "For your calendar, each event follows in an e-mail of its own."

    assert follows in notice.text
    assert release.calendar_mails == 2
    assert [message.subject for message in later(time)] == [
        "Updated: Fair",
        "Updated: Tour",
    ]


def test_a_cancelled_event_is_struck_out_and_comes_back(time: StoppedClock) -> None:
    registration = make_delegate()
    event = make_event(registration.week, "Fair")
    places.reserve_place(registration, event)
    later(time)

    republish(event, status=EventStatus.CANCELLED)
    cancelled = db.session.scalars(
        select(Message).where(Message.occasion == "event.cancelled")
    ).one()
    assert cancelled.calendar_method is CalendarMethod.CANCEL
    assert later(time) == []
    republish(event, status=EventStatus.SCHEDULED)

    restored = db.session.scalars(
        select(Message).where(Message.occasion == "programme.changed")
    ).one()
    assert restored.calendar_method is CalendarMethod.REQUEST
    assert event_in(restored)["SEQUENCE"] > event_in(cancelled)["SEQUENCE"]
    assert later(time) == []


def test_a_given_place_brings_its_event_and_one_taken_back_strikes_it_out(
    time: StoppedClock,
) -> None:
    registration = make_registration()
    event = make_event(registration.week, "Dinner")
    places.give_place(registration, event)
    notices_of_places.tell_given(registration, event)
    given = db.session.scalars(select(Message)).one()
    places.release_all(registration)
    notices_of_places.tell_taken_back(registration, event, "")

    messages = db.session.scalars(select(Message).order_by(Message.occasion)).all()

    assert [one.calendar_method for one in messages] == [
        CalendarMethod.REQUEST,
        CalendarMethod.CANCEL,
    ]
    assert messages[0] is given
    assert event_in(messages[0])["SEQUENCE"] < event_in(messages[1])["SEQUENCE"]
    assert later(time) == []


def test_who_waits_hears_of_the_event_when_the_place_is_theirs(
    time: StoppedClock,
) -> None:
    week = make_week()
    event = make_event(week, "Dinner", capacity=1)
    first, second = make_delegate(week), make_delegate(week)
    held = places.reserve_place(first, event)
    places.reserve_place(second, event)

    assert [one.to_address for one in later(time)] == [first.address]
    places.release_place(held)

    promoted = db.session.scalars(
        select(Message).where(Message.occasion == "place.promoted")
    ).one()
    assert promoted.calendar_method is CalendarMethod.REQUEST
    assert [one.to_address for one in later(time)] == [first.address]


def test_what_matters_to_nobody_who_goes_is_not_mailed(time: StoppedClock) -> None:
    registration = make_delegate()
    event = make_event(registration.week, "Fair")
    places.reserve_place(registration, event)
    later(time)

    republish(event, summary=Localised({"en": "With tea."}))

    assert later(time) == []
    republish(event, title=Localised({"en": "Great Fair"}))
    (message,) = later(time)
    assert "With tea." in str(event_in(message)["DESCRIPTION"])


def test_whom_a_list_brought_hears_nothing_before_the_office_wrote(
    time: StoppedClock,
) -> None:
    week = make_week()
    event = make_event(week, "Fair")
    imported = make_registration(week)
    make_place(imported, event)

    assert later(time) == []
    write_to(imported, uuid4())  # a letter to many sets off none
    assert later(time) == []
    write_to(imported)
    assert [one.subject for one in later(time)] == ["Invitation: Fair"]


def test_a_week_that_does_not_invite_still_keeps_right_what_it_told(
    time: StoppedClock,
) -> None:
    week = make_week()
    one, other = make_delegate(week), make_delegate(week)
    event = make_event(week, "Fair")
    places.reserve_place(one, event)
    later(time)
    week.invites_by_mail = False
    places.reserve_place(other, event)

    assert later(time) == []
    places.give_back(one, event)
    assert [message.to_address for message in later(time)] == [one.address]


def test_what_has_begun_is_told_to_nobody(time: StoppedClock) -> None:
    registration = make_delegate()
    event = make_event(registration.week, "Fair")
    places.reserve_place(registration, event)
    time.set(MORNING)

    assert later(time) == []


def test_who_leaves_is_told_to_strike_out_every_event(time: StoppedClock) -> None:
    registration = make_delegate()
    for name in ("Fair", "Tour"):
        places.reserve_place(registration, make_event(registration.week, name))
    later(time)

    applying.cancel(registration)

    assert [one.subject for one in later(time)] == [
        "You no longer have a place: Fair",
        "You no longer have a place: Tour",
    ]
    assert later(time) == []


def test_mails_follow_to_a_new_address_and_the_old_one_strikes_out(
    time: StoppedClock,
) -> None:
    registration = make_delegate(address="old@guest.example")
    event = make_event(registration.week, "Fair")
    places.reserve_place(registration, event)
    later(time)

    opening.write_to(registration, "new@guest.example", has_own_address=True)

    (first,), (second,) = later(time), later(time)
    assert (first.to_address, first.calendar_method) == (
        "old@guest.example",
        CalendarMethod.CANCEL,
    )
    assert (second.to_address, second.calendar_method) == (
        "new@guest.example",
        CalendarMethod.REQUEST,
    )
    assert event_in(second)["SEQUENCE"] > event_in(first)["SEQUENCE"]
    assert "You have a new e-mail address" in first.text
    assert second.to_address not in first.text
    assert later(time) == []


def test_a_place_given_up_is_not_called_a_cancelled_event(time: StoppedClock) -> None:
    registration = make_delegate()
    event = make_event(registration.week, "Fair")
    places.reserve_place(registration, event)
    (invited,) = later(time)
    assert "“Decline” in your calendar does not release your place." in invited.text
    assert "Events for all delegates are not sent in this way." in invited.text
    ways.choose(registration, CalendarWay.NEITHER, take_back=True)
    places.give_back(registration, event)

    (message,) = later(time)

    assert message.subject == "You no longer have a place: Fair"
    assert "You keep" not in message.text


def test_a_secretarys_people_and_seconds_at_an_address_get_none_by_themselves(
    time: StoppedClock,
) -> None:
    week = make_week()
    event = make_event(week, "Fair")
    make_delegate(week, address="both@guest.example")
    time.advance(seconds=1)
    second = make_delegate(week, address="both@guest.example")
    spoken_for = make_delegate(week, has_own_address=False)
    for one in (second, spoken_for):
        places.reserve_place(one, event)

    assert later(time) == []
    ways.choose(spoken_for, CalendarWay.MAIL)
    assert [one.to_address for one in later(time)] == [spoken_for.address]


def test_who_subscribes_gets_no_mails_and_may_have_those_sent_taken_back(
    time: StoppedClock,
) -> None:
    registration = make_delegate()
    event = make_event(registration.week, "Fair")
    places.reserve_place(registration, event)
    (sent,) = later(time)

    ways.choose(registration, CalendarWay.SUBSCRIPTION, take_back=True)

    (taken_back,) = later(time)
    assert taken_back.calendar_method is CalendarMethod.CANCEL
    assert taken_back.subject == "Taken out of this calendar: Fair"
    assert "You keep your place." in taken_back.text
    assert "in the calendar to which you subscribe" in taken_back.text
    assert event_in(taken_back)["SEQUENCE"] > event_in(sent)["SEQUENCE"]
    republish(event, title=Localised({"en": "Great Fair"}))
    assert later(time) == []
    ways.choose(registration, CalendarWay.MAIL)
    (again,) = later(time)
    assert again.subject == "Invitation again: Great Fair"
    assert event_in(again)["SEQUENCE"] > event_in(taken_back)["SEQUENCE"]


def test_a_place_that_only_waits_is_told_to_nobody(time: StoppedClock) -> None:
    registration = make_delegate()
    event = make_event(registration.week, "Fair")
    make_place(registration, event, PlaceStatus.WAITING)

    assert later(time) == []
    assert tell_some() == 0
