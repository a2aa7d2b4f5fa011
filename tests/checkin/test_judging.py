"""The rules of doors: one table of cases for the server and for its devices."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest

from eventapp.checkin.judging import Room, Rule, Situation, Standing, happened, judge
from eventapp.checkin.queries.people import Guest
from eventapp.checkin.vocabulary import Admits, Direction, Lateness, Verdict
from eventapp.kernel.names import PersonName
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration.vocabulary import (
    DelegateKind,
    PlaceStatus,
    RegistrationStatus,
)

CASES = json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))
NOW = datetime(2027, 3, 8, 9, tzinfo=UTC)
WEEK = uuid4()


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_a_door_says(case: dict[str, Any]) -> None:
    found = _situation(case)
    way = found.direction or Direction(case.get("direction", "in"))

    assert judge(found, way, NOW) is Verdict(case["verdict"])


def test_the_clock_of_a_device_is_asked_for_what_happened_without_network() -> None:
    earlier, far = NOW - timedelta(minutes=40), NOW - timedelta(days=2)
    later = NOW + timedelta(hours=3)

    assert happened(earlier, NOW, was_offline=True) == earlier
    assert happened(earlier, NOW, was_offline=False) == NOW
    assert happened(far, NOW, was_offline=True) == NOW
    assert happened(later, NOW, was_offline=True) == NOW


@pytest.mark.parametrize(
    ("room", "limit", "warns_at"),
    [
        (Room(0, None), None, None),
        (Room(0, 200), 200, 180),
        (Room(0, 200, 150), 150, 135),
        (Room(0, 100, 150), 100, 90),
        (Room(0, None, 150, 100), 150, 100),
        (Room(0, 3), 3, 2),
    ],
)
def test_a_desk_warns_before_the_room_is_full(
    room: Room, limit: int | None, warns_at: int | None
) -> None:
    assert (room.limit, room.warns_at) == (limit, warns_at)


def _situation(case: dict[str, Any]) -> Situation:
    person, rules = case["person"], case["rules"]
    delegation = person and person.get("delegation")
    way = rules.get("direction")
    return Situation(
        week_id=WEEK,
        event_status=EventStatus(rules.get("status", "scheduled")),
        signup=SignUp(rules.get("signup", "open")),
        room=Room(
            case.get("inside", 0), rules.get("capacity"), rules.get("most_inside")
        ),
        rule=_rule(rules),
        guest=None if person is None else _guest(person),
        guest_week_id=uuid4() if person and person.get("week") == "other" else WEEK,
        badge_revoked=bool(person and person.get("revoked")),
        delegation_id=_key(delegation) if delegation else None,
        standing=_standing(case),
        direction=Direction(way) if way else None,
    )


def _guest(person: dict[str, Any]) -> Guest:
    place, kind = person.get("place"), person.get("kind", "delegate")
    return Guest(
        registration_id=uuid4(),
        name=PersonName("Wang Xiaoming"),
        number=1,
        reference="7K2M9QXD",
        kind=DelegateKind(kind) if kind else None,
        institution=None,
        native_institution=None,
        status=RegistrationStatus(person.get("status", "confirmed")),
        place=PlaceStatus(place) if place else None,
        admitted_at=None,
    )


def _rule(rules: dict[str, Any]) -> Rule:
    instants = ("opens_at", "closes_at", "late_from", "seats_until")
    return Rule(
        admits=Admits(rules.get("admits", "as_signed_up")),
        kinds=tuple(rules.get("kinds", ())),
        delegations=tuple(str(_key(one)) for one in rules.get("delegations", ())),
        lateness=Lateness(rules.get("lateness", "admit")),
        entries=rules.get("entries"),
        **{
            name: datetime.fromisoformat(rules[name])
            for name in instants
            if rules.get(name)
        },
    )


def _standing(case: dict[str, Any]) -> Standing | None:
    here = case.get("here")
    if here is None:
        return None
    left_at = None if here else NOW - timedelta(minutes=5)
    return Standing(uuid4(), case.get("entries", 1), left_at, uuid4())


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)
