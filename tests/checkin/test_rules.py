"""Doors with rules: which rule counts, who comes and goes, who is let in anyway."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from eventapp.badges import service as badges
from eventapp.checkin.answers import state_of
from eventapp.checkin.errors import BadgeOnly, CannotOverrule
from eventapp.checkin.models.scans import Admission, Hold
from eventapp.checkin.queries import people, scans
from eventapp.checkin.queries.rules import rules_at, rules_json
from eventapp.checkin.service.presenting import foresee
from eventapp.checkin.vocabulary import Admits, Direction, Lateness, Verdict
from eventapp.dashboard.queries.figures import arrivals
from eventapp.dashboard.queries.placed import admitted_to
from eventapp.journal.models import Entry
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import CodeKind
from eventapp.kernel.db import db
from eventapp.privacy.service import counting
from eventapp.privacy.vocabulary import CountName
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from tests.builders import make_delegation, make_registration
from tests.checkin.doors import Door, kept, make_rule
from tests.conftest import StoppedClock

pytestmark = pytest.mark.usefixtures("database")
STRANGE = codes.compose(CodeKind.PERSON, b"nobody has this!")


def test_a_desks_own_rule_comes_before_the_events() -> None:
    door = Door(signup=SignUp.INVITED)
    other = door.other_desk()
    make_rule(door.event, admits=Admits.CONFIRMED)
    make_rule(
        door.event, other, admits=Admits.LISTED, kinds=(DelegateKind.PRESIDENT.value,)
    )

    at_other = door.scan(desk_id=other.id)
    at_door = door.scan()

    assert at_other.verdict is Verdict.NOT_LISTED
    assert at_door.verdict is Verdict.ADMITTED


def test_the_fire_limit_of_the_event_counts_at_every_door() -> None:
    door = Door()
    other = door.other_desk()
    make_rule(door.event, most_inside=1, warn_inside=1)
    make_rule(door.event, other, admits=Admits.CONFIRMED)
    _, code = door.newcomer()

    first, second = door.scan(), door.scan(code, desk_id=other.id)

    assert (first.verdict, second.verdict) == (Verdict.ADMITTED, Verdict.FULL)
    assert (second.room.limit, second.room.warns_at, second.inside) == (1, 1, 1)


def test_a_delegation_may_have_a_door_of_its_own() -> None:
    door = Door(signup=SignUp.INVITED)
    delegation = make_delegation(door.week)
    make_rule(door.event, admits=Admits.LISTED, delegations=(str(delegation.id),))

    before = door.scan()
    door.guest.delegation = delegation
    db.session.flush()
    after = door.scan()

    assert (before.verdict, after.verdict) == (Verdict.NOT_LISTED, Verdict.ADMITTED)
    assert after.delegated is not None
    assert (after.delegated.id, after.delegated.here, after.delegated.of) == (
        delegation.id,
        1,
        1,
    )


def test_who_goes_out_is_not_inside_and_may_come_back(time: StoppedClock) -> None:
    door = Door(signup=SignUp.EVERYONE, capacity=1)
    door.scan()
    time.advance(minutes=10)

    gone = door.scan(direction=Direction.OUT)
    again = door.scan(direction=Direction.OUT)
    inside = scans.inside(door.event.id)
    back = door.scan()

    assert (gone.verdict, again.verdict) == (Verdict.GOODBYE, Verdict.NOT_HERE)
    assert (gone.inside, inside) == (0, 0)
    assert (back.verdict, back.entries, back.inside) == (Verdict.ADMITTED, 2, 1)
    assert back.earlier_id == gone.scan_id
    assert db.session.scalar(select(func.count(Admission.id))) == 1


def test_who_went_out_was_admitted_and_is_not_inside() -> None:
    door = Door(signup=SignUp.EVERYONE)
    _, code = door.newcomer()
    door.scan()
    door.scan(direction=Direction.OUT)
    door.scan(code)
    refused = door.scan(STRANGE)
    door.scan(STRANGE, overrules_id=refused.scan_id, reason="Lost the badge")

    came = arrivals(door.week, clock.now())

    assert scans.inside_by_event(door.week.id) == {door.event.id: 2}
    assert admitted_to(door.event) == 3
    assert (came.today, came.ever) == (2, 2)  # those whom we know
    assert counting._number(CountName.ADMISSIONS, door.week.id) == 3  # noqa: SLF001 - one of many numbers
    assert counting._number(CountName.PRESENT, door.week.id) == 2  # noqa: SLF001 - one of many numbers


def test_who_went_out_is_found_as_gone_out() -> None:
    door = Door()
    door.scan()
    door.scan(direction=Direction.OUT)

    (found,) = people.people(door.event, "wang")

    assert state_of(found) == "left"


def test_a_desk_with_one_way_lets_nobody_in() -> None:
    door = Door()
    door.desk.direction = Direction.OUT
    db.session.flush()

    answer = door.scan()

    assert (answer.verdict, answer.direction) == (Verdict.NOT_HERE, Direction.OUT)
    assert scans.inside(door.event.id) == 0


def test_who_comes_during_the_speeches_waits_on_a_list(time: StoppedClock) -> None:
    door = Door()
    make_rule(door.event, late_from=clock.now(), lateness=Lateness.HOLD)

    first = door.scan()
    time.advance(minutes=1)
    door.scan()  # asks again

    assert (first.verdict, first.waits) == (Verdict.LATE, True)
    hold = db.session.scalars(select(Hold)).one()
    assert (hold.registration_id, hold.desk_id) == (door.guest.id, door.desk.id)
    assert scans.inside(door.event.id) == 0


def test_after_the_doors_closed_nobody_waits() -> None:
    door = Door()
    now = clock.now()
    make_rule(
        door.event,
        opens_at=now - timedelta(hours=2),
        closes_at=now,
        late_from=now - timedelta(hours=1),
        lateness=Lateness.HOLD,
    )

    answer = door.scan()

    assert (answer.verdict, answer.waits) == (Verdict.LATE, False)
    assert db.session.scalar(select(func.count(Hold.id))) == 0


def test_a_steward_admits_all_the_same_and_both_scans_are_kept() -> None:
    door = Door(signup=SignUp.INVITED)
    refused = door.scan()

    answer = door.scan(
        overrules_id=refused.scan_id, reason="Is on the list of the rector"
    )

    assert answer.verdict is Verdict.ADMITTED
    assert kept(refused).verdict is Verdict.WRONG_EVENT
    assert (kept(answer).overrules_id, kept(answer).reason) == (
        refused.scan_id,
        "Is on the list of the rector",
    )
    line = db.session.scalars(select(Entry).where(Entry.week_id == door.week.id)).one()
    assert (line.action, line.details) == (
        "admission.overruled",
        {"before": {"verdict": "wrong_event"}},
    )


def test_a_refusal_is_overruled_without_the_badge_being_shown_again() -> None:
    door = Door(signup=SignUp.INVITED)
    refused = door.scan()

    answer = door.scan("", overrules_id=refused.scan_id, reason="Invited by phone")

    assert (answer.verdict, answer.guest and answer.guest.name) == (
        Verdict.ADMITTED,
        door.guest.name,
    )


def test_whom_nobody_knows_counts_without_a_name() -> None:
    door = Door()
    refused = door.scan(STRANGE)

    answer = door.scan(STRANGE, overrules_id=refused.scan_id, reason="Lost the badge")
    again = door.scan(STRANGE)
    gone = door.scan(STRANGE, direction=Direction.OUT)

    assert (refused.verdict, answer.verdict, answer.inside) == (
        Verdict.UNKNOWN,
        Verdict.ADMITTED,
        1,
    )
    assert (again.verdict, gone.verdict) == (Verdict.ALREADY_HERE, Verdict.GOODBYE)
    assert scans.inside(door.event.id) == 0


def test_who_slipped_out_comes_in_again_and_counts_once() -> None:
    door = Door()
    door.scan()
    refused = door.scan()

    answer = door.scan(overrules_id=refused.scan_id, reason="Went out for a call")

    assert (answer.verdict, answer.inside) == (Verdict.ADMITTED, 1)
    assert scans.inside(door.event.id) == 1


def test_a_code_that_nobody_could_read_admits_nobody() -> None:
    door = Door()
    code = str(badges.code_of(door.badge))[:-3]
    refused = door.scan(code)

    with pytest.raises(CannotOverrule):
        door.scan(code, overrules_id=refused.scan_id, reason="Is well known")


def test_only_a_supervisor_admits_beyond_the_fire_limit() -> None:
    door = Door()
    make_rule(door.event, most_inside=0)
    refused = door.scan()
    spoken: dict[str, Any] = {"overrules_id": refused.scan_id, "reason": "The minister"}

    by_steward = door.scan(**spoken)
    by_supervisor = door.scan(may_overfill=True, **spoken)

    assert (by_steward.verdict, by_supervisor.verdict) == (
        Verdict.FULL,
        Verdict.ADMITTED,
    )
    assert scans.inside(door.event.id) == 1


def test_a_steward_at_a_door_names_nobody() -> None:
    door = Door()

    with pytest.raises(BadgeOnly):
        door.scan("", registration_id=door.guest.id, may_name=False)


def test_a_card_opens_its_delegation_and_admits_nobody() -> None:
    door = Door()

    unknown = door.scan(codes.compose(CodeKind.DELEGATION, bytes(16)))

    assert (unknown.verdict, unknown.guest) == (Verdict.UNKNOWN, None)
    assert scans.inside(door.event.id) == 0


def test_a_desk_foresees_what_it_would_say_to_each() -> None:
    door = Door(signup=SignUp.EVERYONE)
    cancelled = make_registration(door.week, status=RegistrationStatus.CANCELLED)
    here = make_registration(door.week)
    door.scan("", registration_id=here.id)

    told = foresee(
        door.desk.id, door.event.id, [door.guest.id, cancelled.id, here.id, uuid4()]
    )

    assert told == {
        door.guest.id: Verdict.ADMITTED,
        cancelled.id: Verdict.CANCELLED,
        here.id: Verdict.ALREADY_HERE,
    }


def test_rules_are_told_whole_to_devices() -> None:
    door = Door(signup=SignUp.EVERYONE, capacity=120)
    make_rule(door.event, most_inside=100)
    make_rule(door.event, door.desk, opens_at=clock.now(), entries=1)

    told = rules_json(door.event, rules_at(door.event.id, door.desk.id), Direction.IN)

    assert told == {
        "status": "scheduled",
        "signup": "everyone",
        "capacity": 120,
        "direction": "in",
        "admits": "as_signed_up",
        "kinds": [],
        "delegations": [],
        "opens_at": told["opens_at"],
        "closes_at": None,
        "late_from": None,
        "lateness": "admit",
        "seats_until": None,
        "entries": 1,
        "most_inside": 100,
        "warn_inside": None,
        "limit": 100,
        "warn": 90,
    }
    assert told["opens_at"].endswith("Z")
