"""Many desks at once: the counts are exact, whatever the order."""

from collections.abc import Callable
from random import Random
from threading import Barrier, Thread
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import func, select

from eventapp.badges import service as badges
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.checkin.queries import scans as kept
from eventapp.checkin.service.holding import hold_events
from eventapp.checkin.service.keeping import Answer
from eventapp.checkin.service.presenting import Presentation, present
from eventapp.checkin.vocabulary import Direction, Verdict
from eventapp.kernel import clock
from eventapp.kernel.db import db, may_write
from eventapp.programme.vocabulary import SignUp
from tests.builders import make_desk, make_registration
from tests.checkin.doors import Door, make_rule

DESKS = 8
PATIENCE = 30
Deed = Callable[[int, int], Answer | None]


class Hall:
    """Eight desks at an event for everyone, and some guests; keys alone."""

    def __init__(self, guests: int, most_inside: int | None = None) -> None:
        door = Door(signup=SignUp.EVERYONE)
        if most_inside is not None:
            make_rule(door.event, most_inside=most_inside)
        self.event = door.event.id
        self.desks = [make_desk(door.week, f"Desk {n}").id for n in range(DESKS)]
        people = [make_registration(door.week) for _ in range(guests)]
        self.codes = [str(badges.code_of(badges.issue(one))) for one in people]
        db.session.commit()

    def show(
        self,
        desk: int,
        guest: int,
        way: Direction = Direction.IN,
        scan_id: UUID | None = None,
    ) -> Answer | None:
        return present(
            Presentation(
                scan_id=scan_id or uuid4(),
                desk_id=self.desks[desk],
                event_id=self.event,
                code=self.codes[guest],
                scanned_at=clock.now(),
                direction=way,
            )
        )


def _at_once(app: Flask, desks: int, rounds: int, deed: Deed) -> list[list[Answer]]:
    """Let so many desks do one thing at the same moment, round after round."""
    barrier = Barrier(desks)
    answers: list[list[Answer]] = [[] for _ in range(rounds)]

    def work(desk: int) -> None:
        with app.app_context():
            for one in range(rounds):
                barrier.wait(PATIENCE)
                may_write(allowed=True)
                answer = deed(desk, one)
                db.session.commit()
                if answer:
                    answers[one].append(answer)

    threads = [Thread(target=work, args=(desk,)) for desk in range(desks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _said(answers: list[Answer]) -> list[Verdict]:
    return sorted(answer.verdict for answer in answers)


def test_one_badge_at_two_desks_or_at_eight_admits_once(app: Flask) -> None:
    many, few = 120, 40
    hall = Hall(many + few)

    at_two = _at_once(app, 2, many, hall.show)
    at_eight = _at_once(app, DESKS, few, lambda desk, n: hall.show(desk, many + n))

    once = [Verdict.ADMITTED, Verdict.ALREADY_HERE]
    assert [_said(one) for one in at_two] == [once] * many
    all_desks = [Verdict.ADMITTED, *[Verdict.ALREADY_HERE] * (DESKS - 1)]
    assert [_said(one) for one in at_eight] == [all_desks] * few
    assert kept.inside(hall.event) == many + few


def test_one_scan_that_arrives_eight_times_at_once_is_kept_once(app: Flask) -> None:
    rounds = 25
    hall, keys = Hall(rounds), [uuid4() for _ in range(rounds)]

    answers = _at_once(
        app, DESKS, rounds, lambda _, n: hall.show(0, n, scan_id=keys[n])
    )

    assert [_said(one) for one in answers] == [[Verdict.ADMITTED]] * rounds
    assert db.session.scalar(select(func.count(Scan.id))) == rounds
    assert kept.inside(hall.event) == rounds


def test_a_door_out_lets_nobody_leave_or_come_back_twice(app: Flask) -> None:
    rounds = 15
    hall = Hall(rounds)
    for guest in range(rounds):
        hall.show(0, guest)
    db.session.commit()

    gone = _at_once(app, DESKS, rounds, lambda d, n: hall.show(d, n, Direction.OUT))
    back = _at_once(app, DESKS, rounds, hall.show)

    others = DESKS - 1
    assert [_said(one) for one in gone] == [
        [Verdict.GOODBYE, *[Verdict.NOT_HERE] * others]
    ] * rounds
    assert [_said(one) for one in back] == [
        [Verdict.ADMITTED, *[Verdict.ALREADY_HERE] * others]
    ] * rounds
    assert set(db.session.scalars(select(Admission.entries))) == {2}
    assert kept.inside(hall.event) == rounds


def test_a_room_is_never_too_full_while_people_come_and_go(app: Flask) -> None:
    limit, guests, rounds = 5, 12, 30
    hall = Hall(guests, most_inside=limit)
    chances = [Random(desk) for desk in range(DESKS)]

    def come_or_go(desk: int, _round: int) -> Answer | None:
        way = chances[desk].choice(list(Direction))
        return hall.show(desk, chances[desk].randrange(guests), way)

    told = [one for some in _at_once(app, DESKS, rounds, come_or_go) for one in some]

    came = [one for one in told if one.verdict is Verdict.ADMITTED]
    gone = [one for one in told if one.verdict is Verdict.GOODBYE]
    assert len(told) == DESKS * rounds
    assert max(one.inside for one in came) == limit
    assert Verdict.FULL in _said(told)
    assert kept.inside(hall.event) == len(came) - len(gone)


def test_batches_that_cross_each_other_do_not_wait_for_ever(app: Flask) -> None:
    guests, rounds = 6, 8
    hall = Hall(guests, most_inside=guests)

    def deliver(desk: int, _round: int) -> Answer | None:
        hold_events([hall.event])
        order = range(guests) if desk % 2 else range(guests - 1, -1, -1)
        for guest in order:
            hall.show(desk, guest, Direction.OUT)
            hall.show(desk, guest)
        return None

    _at_once(app, 4, rounds, deliver)

    assert db.session.scalar(select(func.count(Scan.id))) == 4 * rounds * guests * 2
    assert kept.inside(hall.event) == guests
