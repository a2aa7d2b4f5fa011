"""What happened without network: followed, told to both desks, and settled."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.badges import service as badges
from eventapp.checkin.errors import IsSettled
from eventapp.checkin.models.scans import Admission, Conflict, Scan
from eventapp.checkin.queries import conflicts, scans
from eventapp.checkin.queries.conflicts import open_conflicts
from eventapp.checkin.service.conflicts import settle
from eventapp.checkin.service.handing_in import LeftOver, hand_in
from eventapp.checkin.service.holding import Steward
from eventapp.checkin.service.keeping import Answer
from eventapp.checkin.service.undoing import undo
from eventapp.checkin.vocabulary import (
    ConflictKind,
    Direction,
    Lateness,
    Settlement,
    Verdict,
)
from eventapp.journal.models import Entry
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import CodeKind
from eventapp.kernel.db import db
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.vocabulary import RegistrationStatus
from tests.checkin.devices import make_device
from tests.checkin.doors import Door, kept, make_rule
from tests.conftest import StoppedClock
from tests.programme.contest import at_once

pytestmark = pytest.mark.usefixtures("database")
STRANGE = codes.compose(CodeKind.PERSON, b"nobody has this!")
LET_IN: dict[str, Any] = {"was_offline": True, "told": Verdict.ADMITTED}
LET_OUT: dict[str, Any] = {
    "was_offline": True,
    "told": Verdict.GOODBYE,
    "direction": Direction.OUT,
}


def _conflict(answer: Answer) -> Conflict:
    found = db.session.scalars(
        select(Conflict).where(Conflict.scan_id == answer.scan_id)
    ).one()
    assert conflicts.conflict(found.id) is found
    return found


def test_two_desks_that_admitted_one_person_are_both_told() -> None:
    door = Door()
    garden, kitchen = door.other_desk(), door.other_desk()
    first = door.scan(steward_name="Maria")

    second = door.scan(desk_id=garden.id, steward_name="Jan", **LET_IN)

    assert (second.verdict, second.conflict) == (Verdict.CONFLICT, ConflictKind.TWICE)
    assert scans.inside(door.event.id) == 1
    (told,) = open_conflicts(door.desk)
    assert [(one.scan_id, one.steward) for one in told.passages] == [
        (first.scan_id, "Maria"),
        (second.scan_id, "Jan"),
    ]
    assert open_conflicts(garden) == conflicts.open_conflicts_of(door.week.id) == [told]
    assert open_conflicts(kitchen) == []


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (RegistrationStatus.CANCELLED, Verdict.CANCELLED),
        (RegistrationStatus.SUBMITTED, Verdict.NOT_CONFIRMED),
    ],
)
def test_whom_a_device_let_in_against_a_rule_is_inside(
    status: RegistrationStatus, verdict: Verdict
) -> None:
    door = Door()
    door.guest.status = status
    db.session.flush()

    answer = door.scan(**LET_IN)

    assert (answer.verdict, answer.conflict) == (verdict, ConflictKind.AGAINST_RULES)
    assert (answer.is_in, scans.inside(door.event.id)) == (True, 1)
    assert kept(answer).told is Verdict.ADMITTED


def test_whom_a_device_let_in_beyond_the_limit_is_inside() -> None:
    door = Door()
    make_rule(door.event, most_inside=0)

    answer = door.scan(**LET_IN)

    assert (answer.verdict, answer.conflict) == (
        Verdict.FULL,
        ConflictKind.AGAINST_RULES,
    )
    assert scans.inside(door.event.id) == 1


def test_a_stranger_whom_a_device_let_in_counts() -> None:
    door = Door()

    first = door.scan(STRANGE, **LET_IN)
    second = door.scan(STRANGE, **LET_IN)

    assert (first.verdict, first.conflict) == (Verdict.UNKNOWN, ConflictKind.STRANGER)
    assert second.verdict is Verdict.CONFLICT
    assert scans.inside(door.event.id) == 1


def test_whom_a_device_sent_away_is_not_admitted_later() -> None:
    door = Door()

    answer = door.scan(was_offline=True, told=Verdict.NOT_LISTED)

    assert (answer.verdict, answer.conflict) == (Verdict.NOT_LISTED, None)
    assert scans.inside(door.event.id) == 0


def test_a_code_cut_short_by_sight_lets_nobody_in() -> None:
    door = Door()

    answer = door.scan("PW1PHALF", was_offline=True)

    assert (answer.verdict, answer.conflict) == (Verdict.MISREAD, None)
    assert scans.inside(door.event.id) == 0


def test_a_reason_given_without_network_raises_no_conflict() -> None:
    door = Door(signup=SignUp.INVITED)
    refused = door.scan(was_offline=True, told=Verdict.WRONG_EVENT)

    answer = door.scan(
        overrules_id=refused.scan_id, reason="The rector's guest", **LET_IN
    )

    assert (answer.verdict, answer.conflict) == (Verdict.ADMITTED, None)
    assert kept(answer).overrules_id == refused.scan_id


def test_an_admission_in_time_is_not_late_because_it_arrived_late(
    time: StoppedClock,
) -> None:
    door = Door()
    make_rule(
        door.event,
        late_from=clock.now() + timedelta(minutes=10),
        lateness=Lateness.REFUSE,
    )
    scanned_at = clock.now()
    time.advance(hours=1)

    answer = door.scan(scanned_at=scanned_at, **LET_IN)

    assert (answer.verdict, answer.conflict) == (Verdict.ADMITTED, None)
    assert (kept(answer).scanned_at, kept(answer).received_at) == (
        scanned_at,
        clock.now(),
    )


def test_who_left_by_another_door_before_the_way_in_arrived_is_not_inside(
    time: StoppedClock,
) -> None:
    door = Door()
    came_at = clock.now()
    time.advance(minutes=10)
    gone = door.scan(direction=Direction.OUT)
    time.advance(minutes=20)

    came = door.scan(scanned_at=came_at, **LET_IN)

    assert (gone.verdict, came.verdict) == (Verdict.NOT_HERE, Verdict.ADMITTED)
    assert (came.is_in, scans.inside(door.event.id)) == (False, 0)


def test_an_old_way_out_does_not_take_out_who_came_back(time: StoppedClock) -> None:
    door = Door()
    door.scan()
    left_at = clock.now() + timedelta(minutes=5)
    time.advance(minutes=10)
    refused = door.scan()
    door.scan(overrules_id=refused.scan_id, reason="Was outside")
    time.advance(minutes=10)

    out = door.scan(scanned_at=left_at, **LET_OUT)

    assert out.verdict is Verdict.NOT_HERE
    assert scans.inside(door.event.id) == 1


def test_a_queue_with_ways_in_and_out_ends_as_it_was(time: StoppedClock) -> None:
    door = Door()
    begun = clock.now()
    time.advance(hours=1)

    verdicts = [
        door.scan(scanned_at=begun + timedelta(minutes=minute), **way).verdict
        for minute, way in enumerate([LET_IN, LET_OUT, LET_IN, LET_OUT])
    ]

    assert verdicts == [Verdict.ADMITTED, Verdict.GOODBYE] * 2
    assert scans.inside(door.event.id) == 0


@pytest.mark.parametrize(
    ("settlement", "inside"),
    [
        (Settlement.SAME_PERSON, 1),
        (Settlement.COPIED, 2),
        (Settlement.WENT_OUT, 1),
        (Settlement.STAYS, 1),
    ],
)
def test_a_conflict_is_settled_and_the_count_follows(
    settlement: Settlement, inside: int
) -> None:
    door = Door()
    door.scan()
    conflict = _conflict(door.scan(**LET_IN))

    is_copied = settle(
        conflict, settlement, by=Steward("Supervisor"), note="Seen at the door"
    )

    assert is_copied is (settlement is Settlement.COPIED)
    assert scans.inside(door.event.id) == inside
    assert open_conflicts(door.desk) == []
    (settled,) = conflicts.settled_conflicts_of(door.week.id)
    assert settled.settled is conflict
    assert (conflict.settled_by, conflict.note) == ("Supervisor", "Seen at the door")
    line = db.session.scalars(select(Entry).where(Entry.week_id == door.week.id)).one()
    assert line.details == {
        "before": {"conflict": "twice"},
        "after": {"settlement": settlement.value},
    }


def test_a_stranger_who_went_out_does_not_count_any_more() -> None:
    door = Door()
    conflict = _conflict(door.scan(STRANGE, **LET_IN))

    settle(conflict, Settlement.WENT_OUT, by=Steward("Supervisor"))

    assert scans.inside(door.event.id) == 0


def test_a_conflict_ends_once() -> None:
    door = Door()
    conflict = _conflict(door.scan(STRANGE, **LET_IN))
    settle(conflict, Settlement.STAYS, by=Steward("One"))

    settle(conflict, Settlement.STAYS, by=Steward("Another"))
    with pytest.raises(IsSettled):
        settle(conflict, Settlement.WENT_OUT, by=Steward("Another"))

    assert conflict.settled_by == "One"


def test_undoing_an_admission_ends_its_conflict() -> None:
    door = Door()
    answer = door.scan(STRANGE, **LET_IN)

    undo(kept(answer), by="Supervisor", may_always=True)

    assert open_conflicts(door.desk) == []
    assert scans.inside(door.event.id) == 0


def test_supervisors_who_decide_at_once_admit_once(app: Flask) -> None:
    door = Door()
    device = make_device(door.week, revoked_at=clock.now())
    left = LeftOver(
        scan_id=uuid4(),
        desk_id=door.desk.id,
        event_id=door.event.id,
        scanned_at=clock.now(),
        code=str(badges.code_of(door.badge)),
        registration="",
        direction=Direction.IN,
        told=Verdict.ADMITTED,
    )
    hand_in(device, [left])
    key = db.session.scalars(select(Conflict.id)).one()
    db.session.commit()

    def decide() -> None:
        conflict = db.session.get_one(Conflict, key)
        settle(conflict, Settlement.STAYS, by=Steward("Supervisor"))

    outcomes = at_once(app, [decide] * 6)

    assert outcomes == ["done"] * 6
    assert db.session.scalars(select(Admission.entries)).all() == [1]
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 2
