"""Undoing ways in and out, and letting those in who waited."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.checkin.errors import PassedSince, TooLateToUndo
from eventapp.checkin.models.scans import Admission
from eventapp.checkin.queries import holds, scans
from eventapp.checkin.service.holding import Steward, admit_at_the_break, let_go
from eventapp.checkin.service.undoing import undo
from eventapp.checkin.vocabulary import Direction, Lateness, Verdict
from eventapp.journal.models import Entry
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.vocabulary import RegistrationStatus
from tests.checkin.doors import Door, kept, make_rule
from tests.conftest import StoppedClock

pytestmark = pytest.mark.usefixtures("database")
MARIA = Steward("Maria")


def _admission(door: Door) -> Admission:
    db.session.expire_all()
    return db.session.scalars(
        select(Admission).where(Admission.registration_id == door.guest.id)
    ).one()


def test_undoing_a_way_out_brings_them_back() -> None:
    door = Door()
    door.scan()
    gone = door.scan(direction=Direction.OUT)

    undo(kept(gone), by="Steward")
    undo(kept(gone), by="Steward")  # done before: changes nothing

    assert scans.inside(door.event.id) == 1
    assert door.scan().verdict is Verdict.ALREADY_HERE


def test_undoing_a_way_back_in_leaves_them_outside(time: StoppedClock) -> None:
    door = Door()
    door.scan()
    time.advance(minutes=5)
    gone = door.scan(direction=Direction.OUT)
    left_at = clock.now()
    time.advance(minutes=5)
    back = door.scan()

    undo(kept(back), by="Steward")

    admission = _admission(door)
    assert (admission.left_at, admission.entries) == (left_at, 1)
    assert admission.last_scan_id == gone.scan_id
    undo(kept(gone), by="Organiser", may_always=True)
    assert scans.inside(door.event.id) == 1


def test_only_the_last_passage_is_undone() -> None:
    door = Door()
    came = door.scan()
    gone = door.scan(direction=Direction.OUT)

    with pytest.raises(PassedSince):
        undo(kept(came), by="Organiser", may_always=True)

    undo(kept(gone), by="Organiser", may_always=True)
    undo(kept(came), by="Organiser", may_always=True)
    assert scans.inside(door.event.id) == 0
    assert door.scan().verdict is Verdict.ADMITTED


def test_undoing_an_overrule_of_somebody_inside_leaves_them_inside() -> None:
    door = Door()
    first = door.scan()
    refused = door.scan()
    again = door.scan(overrules_id=refused.scan_id, reason="Was outside")

    undo(kept(again), by="Steward")

    admission = _admission(door)
    assert (admission.left_at, admission.entries) == (None, 1)
    assert admission.last_scan_id == first.scan_id


def test_a_steward_undoes_a_way_out_for_two_minutes(time: StoppedClock) -> None:
    door = Door()
    door.scan()
    gone = door.scan(direction=Direction.OUT)
    time.advance(minutes=3)

    with pytest.raises(TooLateToUndo):
        undo(kept(gone), by="Steward")


def test_those_who_wait_come_in_at_the_break_as_long_as_there_is_room(
    time: StoppedClock,
) -> None:
    door = Door(signup=SignUp.EVERYONE, capacity=1)
    make_rule(door.event, late_from=clock.now(), lateness=Lateness.HOLD)
    other, code = door.newcomer()
    door.scan()
    time.advance(minutes=1)
    door.scan(code)

    waiting = holds.waiting(door.event.id)
    answers = admit_at_the_break(door.event, door.desk, waiting, MARIA)

    assert [one.verdict for one in answers] == [Verdict.ADMITTED, Verdict.FULL]
    assert [one.registration_id for one in holds.waiting(door.event.id)] == [other.id]
    assert scans.inside(door.event.id) == 1
    line = db.session.scalars(select(Entry).where(Entry.week_id == door.week.id)).one()
    assert (line.action, line.actor, line.details) == (
        "hold.admitted",
        "Maria",
        {"people": 1},
    )


def test_who_was_cancelled_while_waiting_stays_on_the_list() -> None:
    door = Door()
    make_rule(door.event, late_from=clock.now(), lateness=Lateness.HOLD)
    door.scan()
    door.guest.status = RegistrationStatus.CANCELLED
    db.session.flush()

    (answer,) = admit_at_the_break(
        door.event, door.desk, holds.waiting(door.event.id), MARIA
    )

    assert answer.verdict is Verdict.CANCELLED
    assert len(holds.waiting(door.event.id)) == 1


def test_who_does_not_wait_any_longer_is_taken_off_once() -> None:
    door = Door()
    make_rule(door.event, late_from=clock.now(), lateness=Lateness.HOLD)
    door.scan()
    (hold,) = holds.waiting(door.event.id)

    let_go(hold, MARIA)
    let_go(hold, MARIA)

    assert holds.waiting(door.event.id) == []
    actions = db.session.scalars(select(Entry.action)).all()
    assert actions == ["hold.ended"]


def test_who_is_admitted_all_the_same_waits_no_longer(time: StoppedClock) -> None:
    door = Door()
    make_rule(
        door.event,
        late_from=clock.now() - timedelta(minutes=1),
        lateness=Lateness.HOLD,
    )
    refused = door.scan()
    time.advance(minutes=1)

    door.scan(overrules_id=refused.scan_id, reason="Speaks next")

    assert holds.waiting(door.event.id) == []
    assert scans.inside(door.event.id) == 1


def test_undoing_an_admission_from_outside_puts_them_back_on_the_list(
    time: StoppedClock,
) -> None:
    door = Door(signup=SignUp.EVERYONE)
    make_rule(door.event, late_from=clock.now(), lateness=Lateness.HOLD)
    door.scan()
    time.advance(minutes=1)
    (came,) = admit_at_the_break(
        door.event, door.desk, holds.waiting(door.event.id), MARIA
    )
    assert holds.waiting(door.event.id) == []

    undo(kept(came), by="Steward")

    (waits,) = holds.waiting(door.event.id)
    assert waits.registration_id == door.guest.id
