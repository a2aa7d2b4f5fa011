"""Hundreds of requests at one instant: never one place too many, nobody lost."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import insert, select

from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import OverlapRule, WaitingList
from eventapp.registration import seating
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.lines import fill_free_places, keep_moving
from eventapp.registration.service.places import (
    release_place,
    reserve_place,
    reserve_together,
)
from eventapp.registration.service.swapping import accept_offer, swap
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import make_event, make_registration, make_week
from tests.programme.contest import at_once

HELD, OFFERED, WAITING = PlaceStatus
PLACES = 20
Deed = Callable[[], object]


def test_of_hundreds_at_once_exactly_twenty_have_the_twenty_places(app: Flask) -> None:
    salon, _tour, people = crowd(160)
    groups = [people[number : number + 6] for number in range(0, 48, 6)]

    outcomes = at_once(
        app,
        [
            *(partial(together, group, salon) for group in groups),
            *(partial(reserve, person, salon) for person in people[48:]),
        ],
    )

    assert set(outcomes) <= {"done", "NotEnoughPlaces"}
    refused = outcomes.count("NotEnoughPlaces")
    found = standing(salon)
    held = [person for person, status in found if status is HELD]
    assert len(held) == PLACES
    assert len({person for person, _status in found}) == len(found)
    assert len(found) == 112 + 6 * (len(groups) - refused)
    for group in groups:
        assert len(set(group) & set(held)) in {0, 6}
    assert in_order(found)


def test_whatever_hundreds_do_at_once_no_place_is_sold_twice_or_lost(
    app: Flask,
) -> None:
    salon, tour, people = crowd(160)
    seat(salon, people[:100])
    seat(tour, people[60:])
    waiting = [person for person, status in standing(salon) if status is WAITING]

    deeds: list[Deed] = []
    for person in people[:10]:
        deeds += [partial(release, person, salon)] * 2  # pressed twice
    deeds += [partial(swapped, person, salon, tour) for person in people[10:20]]
    deeds += [partial(swapped, person, tour, salon) for person in people[60:80]]
    deeds += [partial(accept, person, salon) for person in people[20:60]]
    deeds += [partial(reserve, person, salon) for person in people[100:]]
    deeds += [partial(release, person, salon) for person in waiting[-5:]]
    outcomes = at_once(app, [*deeds, *([partial(settle, salon)] * 3)])
    settled()
    first_offers = offered(salon)
    outcomes += at_once(app, [partial(accept, one, salon) for one in first_offers[::2]])
    clock.shift(timedelta(hours=2))  # the other offers end
    try:
        outcomes += at_once(app, [partial(settle, salon)] * 4)
        settled()
    finally:
        clock.shift(timedelta())

    refusals = {"NoRoomToSwap", "NothingToSwap", "Overlaps"}
    assert set(outcomes) <= {"done", *refusals}, Counter(outcomes)
    for event in (salon, tour):
        found = standing(event)
        taken = [person for person, status in found if status is not WAITING]
        assert len(taken) == PLACES
        assert len({person for person, _status in found}) == len(found)
    assert not set(first_offers[1::2]) & {person for person, _ in standing(salon)}


def crowd(size: int) -> tuple[UUID, UUID, list[UUID]]:
    """Two events at one time, where a week blocks overlaps; and people."""
    week = make_week(overlap_rule=OverlapRule.BLOCK)
    salon = make_event(
        week, capacity=PLACES, waiting_list=WaitingList.OFFER, offer_hours=1
    )
    tour = make_event(week, capacity=PLACES)
    people = [make_registration(week).id for _ in range(size)]
    keys = salon.id, tour.id
    db.session.commit()
    return *keys, people


def seat(event: UUID, people: list[UUID]) -> None:
    """Let people have places, as long as there are some, and the others wait."""
    asked_at = clock.now() - timedelta(hours=1)
    rows = [
        {
            "id": uuid4(),
            "registration_id": person,
            "event_id": event,
            "status": HELD if number < PLACES else WAITING,
            "asked_at": asked_at + timedelta(seconds=number),
        }
        for number, person in enumerate(people)
    ]
    db.session.execute(insert(Place), rows)
    db.session.commit()


def standing(event: UUID) -> list[tuple[UUID, PlaceStatus]]:
    """Who holds, is offered or awaits a place, in order of asking."""
    db.session.rollback()
    rows = select(Place.registration_id, Place.status).where(Place.event_id == event)
    found = [
        (key, status)
        for key, status in db.session.execute(rows.order_by(Place.asked_at))
    ]
    db.session.rollback()  # nobody else may write meanwhile
    return found


def offered(event: UUID) -> list[UUID]:
    """To whom a place is offered now, in order of asking."""
    return [person for person, status in standing(event) if status is OFFERED]


def in_order(found: list[tuple[UUID, PlaceStatus]]) -> bool:
    """Whether all who have a place asked before all who wait."""
    statuses = [status for _person, status in found]
    return statuses == sorted(statuses, key=[HELD, OFFERED, WAITING].index)


def settled() -> None:
    """What the worker does within a minute."""
    db.session.rollback()
    keep_moving()
    db.session.rollback()


def person_at(key: UUID, event: UUID) -> tuple[Registration, Event]:
    """The rows that a request finds."""
    return db.session.get_one(Registration, key), db.session.get_one(Event, event)


def reserve(key: UUID, event: UUID) -> None:
    """Ask for a place."""
    reserve_place(*person_at(key, event))


def together(keys: list[UUID], event: UUID) -> None:
    """Ask for places of a group."""
    group = [db.session.get_one(Registration, key) for key in keys]
    reserve_together(group, db.session.get_one(Event, event))


def release(key: UUID, event: UUID) -> None:
    """Give a place back, if there is one."""
    place = seating.place_of(*person_at(key, event))
    if place is not None:
        release_place(place)


def swapped(key: UUID, old: UUID, new: UUID) -> None:
    """Change one place for another."""
    registration, event = person_at(key, old)
    swap(registration, event, db.session.get_one(Event, new))


def accept(key: UUID, event: UUID) -> None:
    """Accept an offer, if there is one."""
    accept_offer(*person_at(key, event))


def settle(event: UUID) -> None:
    """What the worker does for one event."""
    row = db.session.get_one(Event, event)
    lock(row)
    fill_free_places(row)
