"""A week with a crowd: people with names in two scripts, places, badges, admissions."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from eventapp.badges.service import issue_many
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.checkin.vocabulary import Direction, Verdict
from eventapp.kernel import clock
from eventapp.kernel.codes import new_reference
from eventapp.kernel.db import db
from eventapp.kernel.names import searchable
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    DelegateKind,
    PlaceStatus,
    RegistrationStatus,
)
from tests.builders import (
    make_delegation,
    make_desk,
    make_event,
    make_institution,
    make_week,
)

HOUSES, EVENTS, DELEGATIONS = 300, 25, 250
SURNAMES = [
    "Wang",
    "Li",
    "Zhang",
    "Liu",
    "Chen",
    "Yang",
    "Huang",
    "Zhao",
    "Wu",
    "Zhou",
    "Xu",
    "Sun",
    "Ma",
    "Zhu",
    "Hu",
    "Guo",
]
SIGNS = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗小明华强伟芳娜敏静丽军磊洋勇艳杰娟涛超霞"
)
STARTS = [
    "b",
    "c",
    "d",
    "f",
    "g",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "z",
    "ch",
    "sz",
    "br",
    "kr",
    "st",
    "ł",
    "ž",
]
ENDS = ["a", "e", "i", "o", "u", "y", "ia", "ie", "ou", "é", "ö"]
chance = random.Random(5)


def make_crowd(people: int, admitted: int) -> Week:
    """A week, a desk, and so many people; of them some have come to the first event."""
    week, now = make_week(), clock.now()
    houses = [_house() for _ in range(HOUSES)]
    begins = now + timedelta(hours=1)
    events = [
        make_event(week, f"Event {n}", starts_at=begins + timedelta(hours=n))
        for n in range(EVENTS)
    ]
    groups = [
        make_delegation(week, institution_id=chance.choice(houses)[0])
        for _ in range(DELEGATIONS)
    ]
    rows = list(_people(people, week, houses, [group.id for group in groups]))
    keys = [row["id"] for row in rows]
    db.session.execute(insert(Registration.__table__), rows)  # type: ignore[arg-type]  # a table
    db.session.execute(insert(Place), list(_places(keys, [one.id for one in events])))
    issue_many(keys)
    scans = list(_scans(keys[:admitted], make_desk(week).id, events[0].id))
    db.session.execute(insert(Scan), scans)
    db.session.execute(insert(Admission), list(_admissions(scans)))
    return week


def _house() -> tuple[UUID, str]:
    native = {"native_name": _word(7), "native_language": "pl"}
    chinese = "".join(chance.choices(SIGNS, k=4)) + "大学"
    made = make_institution(
        f"{_word(3)} University of {_word(2)}",
        chinese,
        **(native if chance.random() < 0.7 else {}),
    )
    return made.id, made.search_text


def _people(
    people: int, week: Week, houses: list[tuple[UUID, str]], groups: list[UUID]
) -> Iterator[dict[str, Any]]:
    now, kinds = clock.now(), list(DelegateKind)
    for number in range(1, people + 1):
        latin, native = f"{_word(2)} {_word(chance.choice((2, 3, 4)))}", None
        if chance.random() < 0.45:
            latin = f"{chance.choice(SURNAMES)} {_word(chance.choice((1, 2)))}"
            native = "".join(chance.choices(SIGNS, k=chance.choice((2, 3, 3))))
        institution, words = chance.choice(houses)
        yield {
            "id": uuid4(),
            "reference": new_reference(),
            "number": number,
            "status": RegistrationStatus.CONFIRMED,
            "address": f"delegate{number}@guest.example",
            "has_own_address": True,
            "language": "en",
            "name_latin": latin,
            "name_native": native,
            "name_native_language": native and "zh-Hans",
            "search_text": searchable(latin, native, words),
            "kind": chance.choice(kinds),
            "is_head": False,
            "languages": (),
            "access": (),
            "wishes": (),
            "steps_done": (),
            "agenda_generation": 1,
            "created_at": now,
            "changed_at": now,
            "submitted_at": now,
            "agenda_changed_at": now,
            "week_id": week.id,
            "institution_id": institution,
            "delegation_id": chance.choice(groups) if chance.random() < 0.4 else None,
        }


def _places(keys: list[UUID], events: list[UUID]) -> Iterator[dict[str, Any]]:
    states = [PlaceStatus.HELD] * 5 + [PlaceStatus.WAITING]
    for key in keys:
        for event in chance.sample(events, chance.randint(0, 6)):
            yield {
                "id": uuid4(),
                "status": chance.choice(states),
                "asked_at": clock.now(),
                "registration_id": key,
                "event_id": event,
            }


def _scans(keys: list[UUID], desk: UUID, event: UUID) -> Iterator[dict[str, Any]]:
    for key in keys:
        at = clock.now() - timedelta(seconds=chance.randint(0, 3600))
        yield {
            "id": uuid4(),
            "verdict": Verdict.ADMITTED,
            "presented": b"",
            "direction": Direction.IN,
            "scanned_at": at,
            "received_at": at,
            "desk_id": desk,
            "event_id": event,
            "registration_id": key,
        }


def _admissions(scans: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for scan in scans:
        yield {
            "id": uuid4(),
            "admitted_at": scan["received_at"],
            "registration_id": scan["registration_id"],
            "event_id": scan["event_id"],
            "scan_id": scan["id"],
            "last_scan_id": scan["id"],
        }


def _word(length: int) -> str:
    parts = (chance.choice(STARTS) + chance.choice(ENDS) for _ in range(length))
    return "".join(parts).capitalize()
