"""Leads who act at one instant: no coach gets more people than seats."""

from threading import Barrier, Thread
from uuid import UUID, uuid4

from flask import Flask

from eventapp.checkin.queries.scans import inside
from eventapp.coaches.orders import Order
from eventapp.coaches.queries.riding import seats_taken
from eventapp.coaches.service import counting
from eventapp.coaches.vocabulary import DeedKind, Told
from eventapp.kernel import clock
from eventapp.kernel.db import db, writing
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from tests.coaches.tour import make_tour


def rush(
    app: Flask, event: UUID, orders: list[tuple[DeedKind, UUID, UUID]]
) -> list[Told]:
    """Let each of (kind, coach, person) happen at one instant, in threads."""
    barrier, told = Barrier(len(orders)), []

    def act(kind: DeedKind, coach: UUID, person: UUID) -> None:
        barrier.wait()
        with app.app_context(), writing():
            order = Order(
                deed_id=uuid4(),
                kind=kind,
                event=db.session.get_one(Event, event),
                coach=db.session.get_one(Venue, coach),
                done_at=clock.now(),
                by="Lead",
                registration_id=person,
            )
            verdict = counting.do(order).verdict
        told.append(verdict)

    threads = [Thread(target=act, args=one) for one in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_eight_at_once_for_three_seats_and_each_is_counted_once(app: Flask) -> None:
    tour = make_tour(3, 8)
    names = [f"Guest {number}" for number in range(8)]
    tour.ride(1, *names)
    event, (small, large) = tour.event.id, [one.id for one in tour.coaches]
    people = [tour.riders[name].id for name in names]
    db.session.commit()

    along = rush(app, event, [(DeedKind.TAKE_ALONG, small, one) for one in people])
    db.session.expire_all()

    assert sorted(along) == [Told.FULL] * 5 + [Told.ON_BOARD] * 3
    assert seats_taken(tour.event, small) == 3
    assert seats_taken(tour.event, large) == 5
    db.session.commit()

    both = [(DeedKind.COUNT, coach, people[0]) for coach in (small, large) * 4]
    told = rush(app, event, both)
    db.session.expire_all()

    assert Told.TWICE not in told
    assert sum(map(len, tour.on_board())) in {3, 4}
    assert inside(event) == sum(map(len, tour.on_board()))
