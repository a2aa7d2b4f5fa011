"""844 requests for the places of a week: the counts that were worked out by hand."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import OverlapRule
from eventapp.registration.choosing import overlaps
from eventapp.registration.errors import Overlaps
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.places import reserve_place
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import make_event, make_registration, make_week
from tests.conftest import StoppedClock

DATA = Path(__file__).parent / "data"
SHANGHAI = ZoneInfo("Asia/Shanghai")
EXPECTED = json.loads((DATA / "signups_expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (OverlapRule.INFORM, EXPECTED["signups_rule_A"]),
        (OverlapRule.BLOCK, EXPECTED["signups_rule_B"]),
    ],
)
def test_the_sign_ups_of_2024_end_as_they_were_worked_out(
    rule: OverlapRule, expected: dict[str, Any], app: Flask, time: StoppedClock
) -> None:
    assert app
    events, people = world(rule)
    refused = 0

    for asked_at, who, which in requests():
        time.set(asked_at)
        person = people.get(who) or people.setdefault(
            who, make_registration(events[which].week, key=who)
        )
        try:
            reserve_place(person, events[which])
        except Overlaps:
            refused += 1

    found = {key: outcome(event) for key, event in events.items()}
    assert refused == expected["refused_for_overlap"]
    assert {key: facts for key, facts in found.items() if facts} == expected["events"]


def test_the_overlaps_of_2024_are_those_that_were_worked_out(
    time: StoppedClock,
) -> None:
    assert time
    events, _people = world(OverlapRule.INFORM)
    found = overlaps(list(events.values()))

    pairs = [
        [one, other]
        for one, other in combinations(sorted(events), 2)
        if events[other] in found.get(events[one].id, ())
    ]

    assert pairs == EXPECTED["overlapping_event_pairs"]


def world(rule: OverlapRule) -> tuple[dict[str, Event], dict[str, Registration]]:
    """The events of that week by their keys; nobody is there yet."""
    week = make_week(overlap_rule=rule)
    events: dict[str, Event] = {}
    for row in rows("events.csv"):
        parent = events.get(row["parent_event_id"])
        events[row["event_id"]] = make_event(
            week,
            row["event_id"],
            key=row["event_id"],
            starts_at=wall(row["date"], row["start_time"]),
            ends_at=wall(row["date"], row["end_time"]),
            capacity=int(row["capacity"]),
            parent_id=parent.id if parent else None,
        )
    return events, {}


def requests() -> Iterator[tuple[datetime, str, str]]:
    """Who asked for what, in order of asking."""
    names = ("requested_at", "delegate_id", "event_id")
    for row in sorted(rows("signups.csv"), key=lambda row: [row[one] for one in names]):
        asked_at, who, which = (row[one] for one in names)
        yield datetime.fromisoformat(asked_at), who, which


def outcome(event: Event) -> dict[str, Any] | None:
    """Counts, and who was the last to get a place and the first who did not."""
    found = db.session.execute(
        select(Place.status, Registration.key)
        .join(Place.registration)
        .where(Place.event_id == event.id)
        .order_by(Place.asked_at)
    ).all()
    held = [key for status, key in found if status is PlaceStatus.HELD]
    waiting = [key for status, key in found if status is PlaceStatus.WAITING]
    if not found:
        return None
    return {
        "capacity": event.capacity,
        "confirmed": len(held),
        "waiting": len(waiting),
        "last_confirmed": held[-1],
        "first_waiting": waiting[0] if waiting else None,
    }


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a table."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def wall(day: str, hour: str) -> datetime:
    """An instant by the clocks of Shanghai."""
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=SHANGHAI)
