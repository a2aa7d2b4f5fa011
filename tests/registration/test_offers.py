"""Offers of places: accepted, declined, ended; and sign-up by the clock."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.mail.models import Message
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import EventStatus, SignUp, WaitingList
from eventapp.registration import seating
from eventapp.registration.errors import (
    EventBegun,
    EventCancelled,
    NotConfirmed,
    SignUpEnded,
    SignUpOpensLater,
    WholeDelegationOnly,
)
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.lines import keep_moving
from eventapp.registration.service.places import (
    give_place,
    release_place,
    reserve_place,
    reserve_together,
)
from eventapp.registration.service.swapping import accept_offer
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from tests.builders import (
    MORNING,
    make_delegation,
    make_event,
    make_registration,
    make_week,
)
from tests.conftest import StoppedClock

HELD, OFFERED, WAITING = PlaceStatus


def test_a_free_place_is_offered_and_kept_until_somebody_accepts(
    time: StoppedClock,
) -> None:
    event, (_holder, first, second) = line(time)

    assert standing(event) == [OFFERED, WAITING]
    assert place_at(first, event).offered_until == time.now + timedelta(hours=6)
    newcomer = reserve_place(make_registration(event.week), event)
    accepted = accept_offer(first, event)

    assert accepted is not None
    assert (accepted.status, newcomer.status) == (HELD, WAITING)
    assert accept_offer(first, event) is accepted
    assert accept_offer(second, event) is None
    assert standing(event) == [HELD, WAITING, WAITING]


def test_a_declined_offer_goes_to_the_next(time: StoppedClock) -> None:
    event, (_holder, first, second) = line(time)

    release_place(place_at(first, event))

    assert seating.place_of(first, event) is None
    assert place_at(second, event).status is OFFERED


def test_an_offer_that_nobody_answers_ends_and_the_next_one_is_asked(
    time: StoppedClock,
) -> None:
    event, (_holder, first, second) = line(time)
    time.advance(hours=6)

    assert accept_offer(first, event) is None  # too late by a moment

    assert seating.place_of(first, event) is None
    assert place_at(second, event).status is OFFERED
    assert occasions(first) == ["place.offered", "place.offer_ended"]
    assert occasions(second) == ["place.offered"]


def test_the_worker_ends_offers_and_asks_the_next_ones(time: StoppedClock) -> None:
    event, (_holder, first, second) = line(time)
    db.session.commit()
    time.advance(hours=7)

    keep_moving()

    assert seating.place_of(first, event) is None
    assert place_at(second, event).status is OFFERED


def test_an_offer_is_told_with_its_end_and_a_link(time: StoppedClock) -> None:
    event, (_holder, first, _second) = line(time)

    mail = db.session.scalars(select(Message).where(Message.about_id == first.id)).one()

    assert mail.subject == "A place is free for you: Tea"
    told = mail.text.split("\n\n")
    assert told[1] == (
        "A place became free. We keep it for you until"
        " Mon 1 Mar 2027, 23:02 (Shanghai time):"
    )
    assert told[3].splitlines()[1].endswith(f"?event={event.id}")
    assert told[4] == "Without an answer, the next person gets it."


def test_nobody_moves_up_after_the_hour_that_was_set(time: StoppedClock) -> None:
    week = make_week()
    event = make_event(week, capacity=1, promotion_stops_minutes=120)
    held = reserve_place(make_registration(week), event)
    waiter = make_registration(week)
    reserve_place(waiter, event)
    time.set(MORNING - timedelta(minutes=120))

    assert release_place(held) is None
    assert standing(event) == [WAITING]
    newcomer = reserve_place(make_registration(week), event)

    assert newcomer.status is HELD  # who asks first has it
    release_place(newcomer)
    assert reserve_place(waiter, event).status is HELD


def test_an_offer_ends_at_the_hour_that_was_set(time: StoppedClock) -> None:
    event, people = line(time, promotion_stops_minutes=60, at=MORNING - HOURS)

    until = place_at(people[1], event).offered_until
    assert until == MORNING - timedelta(minutes=60)


def test_places_given_by_hand_wait_for_the_office(time: StoppedClock) -> None:
    event, (_holder, first, second) = line(time, waiting_list=WaitingList.BY_HAND)

    assert standing(event) == [WAITING, WAITING]
    newcomer = reserve_place(make_registration(event.week), event)
    db.session.commit()
    keep_moving()

    assert newcomer.status is WAITING
    assert give_place(second, event).status is HELD
    assert place_at(first, event).status is WAITING


def test_the_office_may_give_one_place_more_than_there_are(time: StoppedClock) -> None:
    assert time
    week = make_week()
    event = make_event(week, capacity=1)
    reserve_place(make_registration(week), event)

    extra = give_place(make_registration(week), event, is_extra=True)

    assert extra.status is HELD
    assert seating.tally(event).left == 0


def test_sign_up_opens_and_closes_by_the_clock(time: StoppedClock) -> None:
    week = make_week()
    opens, closes = time.now + timedelta(hours=1), time.now + timedelta(hours=2)
    event = make_event(week, signup_opens_at=opens, signup_closes_at=closes)
    person = make_registration(week)

    with pytest.raises(SignUpOpensLater, match=r"Mon 1 Mar 2027, 18:00 \(Shanghai"):
        reserve_place(person, event)
    time.set(opens)
    assert reserve_place(person, event).status is HELD
    time.set(closes)
    with pytest.raises(SignUpEnded, match="closed since Mon 1 Mar 2027, 19:00"):
        reserve_place(make_registration(week), event)
    with pytest.raises(SignUpEnded):
        reserve_together([make_registration(week)], event)


def test_a_delegation_comes_as_a_whole_where_the_event_says_so(
    time: StoppedClock,
) -> None:
    assert time
    week = make_week()
    event = make_event(week, capacity=3, whole_delegations=True)
    delegation = make_delegation(week)
    group = [make_registration(week, delegation_id=delegation.id) for _ in range(2)]
    alone = make_registration(week)

    with pytest.raises(WholeDelegationOnly):
        reserve_place(group[0], event)
    with pytest.raises(WholeDelegationOnly):
        reserve_together(group[:1], event)

    assert {place.status for place in reserve_together(group, event)} == {HELD}
    assert reserve_place(alone, event).status is HELD


def test_a_group_at_an_event_by_request_waits_together(time: StoppedClock) -> None:
    assert time
    week = make_week()
    event = make_event(week, signup=SignUp.BY_REQUEST, capacity=1)

    places = reserve_together([make_registration(week) for _ in range(2)], event)

    assert [place.status for place in places] == [WAITING, WAITING]


def test_an_offer_is_not_accepted_for_what_is_over_or_ended(
    time: StoppedClock,
) -> None:
    event, (_holder, first, _second) = line(time)

    event.status = EventStatus.CANCELLED
    with pytest.raises(EventCancelled):
        accept_offer(first, event)
    event.status = EventStatus.SCHEDULED
    time.set(MORNING)
    with pytest.raises(EventBegun):
        accept_offer(first, event)
    first.status = RegistrationStatus.CANCELLED
    with pytest.raises(NotConfirmed):
        accept_offer(first, event)


HOURS = timedelta(hours=3)


def line(
    time: StoppedClock, at: datetime | None = None, **changes: object
) -> tuple[Event, list[Registration]]:
    """An event with one place that has just become free, and two who wait for it."""
    week = make_week()
    facts = {"waiting_list": WaitingList.OFFER, "offer_hours": 6, **changes}
    event = make_event(week, "Tea", capacity=1, **facts)
    people = [make_registration(week) for _ in range(3)]
    for person in people:
        reserve_place(person, event)
        time.advance(minutes=1)
    time.set(at or time.now - timedelta(minutes=1))
    release_place(place_at(people[0], event))
    return event, people


def place_at(person: Registration, event: Event) -> Place:
    """The place of somebody who has one."""
    place = seating.place_of(person, event)
    assert place is not None
    return place


def standing(event: Event) -> list[PlaceStatus]:
    """Who holds or awaits a place, in order of asking."""
    rows = select(Place.status).where(Place.event_id == event.id)
    return list(db.session.scalars(rows.order_by(Place.asked_at)))


def occasions(person: Registration) -> list[str]:
    """What somebody was written, in order."""
    rows = select(Message.occasion).where(Message.about_id == person.id)
    return list(db.session.scalars(rows.order_by(Message.created_at)))
