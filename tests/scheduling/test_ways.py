"""How a delegate wants events to come."""

import pytest
from flask import Flask

from eventapp.kernel.personal import Kept
from eventapp.privacy.collecting import all_about
from eventapp.privacy.service.erasing import erase
from eventapp.privacy.vocabulary import ErasureReason
from eventapp.registration.service import places
from eventapp.scheduling import queries
from eventapp.scheduling.errors import AddressTaken, NoAddress
from eventapp.scheduling.service.ways import choose, way_of
from eventapp.scheduling.vocabulary import CalendarWay
from tests.builders import make_event, make_registration, make_week
from tests.conftest import StoppedClock
from tests.scheduling.test_sending import later, make_delegate


def test_events_come_by_mail_unless_the_calendar_is_somebody_elses(
    time: StoppedClock,
) -> None:
    week = make_week()
    own = make_registration(week, address="both@guest.example")
    time.advance(seconds=1)
    second = make_registration(week, address="both@guest.example")
    spoken_for = make_registration(week, has_own_address=False)
    unreachable = make_registration(week, address="")

    assert [way_of(one) for one in (own, second, spoken_for, unreachable)] == [
        CalendarWay.MAIL,
        CalendarWay.NEITHER,
        CalendarWay.NEITHER,
        CalendarWay.NEITHER,
    ]


def test_one_calendar_takes_the_events_of_one_person(time: StoppedClock) -> None:
    week = make_week()
    own = make_registration(week, address="both@guest.example")
    time.advance(seconds=1)
    second = make_registration(week, address="both@guest.example")

    with pytest.raises(AddressTaken):
        choose(second, CalendarWay.MAIL)
    choose(own, CalendarWay.NEITHER)
    choose(second, CalendarWay.MAIL)

    assert way_of(second) is CalendarWay.MAIL


def test_without_an_address_nothing_comes_by_mail(app: Flask) -> None:
    assert app
    with pytest.raises(NoAddress):
        choose(make_registration(address=""), CalendarWay.MAIL)


def test_what_is_left_in_the_calendar_is_not_spoken_of_again(
    time: StoppedClock,
) -> None:
    registration = make_delegate()
    event = make_event(registration.week, "Fair")
    places.reserve_place(registration, event)
    later(time)

    choose(registration, CalendarWay.NEITHER)
    places.give_back(registration, event)

    assert queries.mailed_events(registration, time.now) == 1
    assert later(time) == []


def test_a_delegate_reads_what_was_sent_and_an_erased_one_is_told_nothing(
    time: StoppedClock,
) -> None:
    registration = make_delegate()
    places.reserve_place(registration, make_event(registration.week, "Fair"))
    later(time)

    told = next(
        one for one in all_about(registration) if one.heading.startswith("Events for")
    )
    assert isinstance(told, Kept)
    assert ("Event", "Fair") in told.records[1]
    erase(registration, ErasureReason.NO_GROUND)

    assert queries.sent_to(registration) == []
    assert later(time) == []
