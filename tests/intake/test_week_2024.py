"""Five hundred delegates and their sign-ups: all numbers are those of the lists."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from eventapp.arrivals.nights import blocks_of
from eventapp.arrivals.travellers import pickups_by_point_and_day, travellers
from eventapp.arrivals.vocabulary import Direction
from eventapp.badges.models import Badge
from eventapp.institutions.models import Institution
from eventapp.intake.candidates import Manner
from eventapp.intake.columns import guess
from eventapp.intake.service.files import keep_list
from eventapp.intake.service.signing import ask_for_places
from eventapp.intake.signups import requests_of
from eventapp.intake.vocabulary import Outcome, Subject
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.db import db
from eventapp.letters.models import LetterRequest
from eventapp.letters.vocabulary import Warned
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Consent, Registration
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    DelegateKind,
    PlaceStatus,
    RegistrationStatus,
)
from tests.builders import make_account, make_event
from tests.conftest import StoppedClock
from tests.intake.lists import (
    DATA,
    lines_of,
    make_week_2024,
    octets_of,
    preview,
    run,
    table_of,
)
from tests.letters.kit import make_settings

BEFORE = datetime(2024, 3, 25, 9, 0, tzinfo=UTC)
FIRST = date(2024, 3, 27)
STATUSES = {
    "approved": RegistrationStatus.CONFIRMED,
    "pending": RegistrationStatus.SUBMITTED,
    "rejected": RegistrationStatus.DECLINED,
    "cancelled": RegistrationStatus.CANCELLED,
}
PASSPORT = {"passport_number": "passport_number", "passport_expiry": "passport_expiry"}
PASSPORT |= {"nationality": "nationality", "date_of_birth": "born_on"}


def expected() -> dict[str, Any]:
    """The numbers that were counted from the lists alone."""
    found: dict[str, Any] = json.loads((DATA / "expected.json").read_text("utf-8"))
    return found


def make_the_week() -> Week:
    """The week of 2024, which writes letters for visas."""
    held = KnownDate(FIRST, FIRST, DatePrecision.DAY)
    week = make_week_2024(held=held)
    make_settings(week, last_day=None)
    return week


def counted(key: Any, *where: Any) -> dict[str, int]:
    """How many confirmed delegates there are of each."""
    rows = (
        select(key, func.count())
        .select_from(Registration)
        .outerjoin(Registration.institution)
        .where(
            Registration.status == RegistrationStatus.CONFIRMED,
            Registration.kind != DelegateKind.COMPANION,
            *where,
        )
        .group_by(key)
    )
    return {str(value): count for value, count in db.session.execute(rows)}


def test_the_list_of_500_gives_the_numbers_that_were_expected(
    app: Flask, time: StoppedClock
) -> None:
    assert app
    time.set(BEFORE)
    week = make_the_week()
    numbers = expected()
    approved = numbers["approved"]
    content = octets_of("delegates_500.csv")

    _seen, file = run(week, content, also=PASSPORT)

    assert file.report is not None
    assert (file.report["entered"], file.report["failed"]) == (500, [])
    assert counted(Registration.territory_code) == approved["by_country_or_region"]
    assert counted(Institution.key) == approved["by_institution"]
    assert counted(Registration.kind) == approved["by_type"]
    assert counted(Registration.diet) == approved["dietary"]
    people = db.session.scalars(
        select(Registration).where(Registration.kind != DelegateKind.COMPANION)
    ).all()
    coming = [one for one in people if one.is_confirmed]
    assert Counter(one.status for one in people) == {
        STATUSES[name]: count for name, count in numbers["by_status"].items()
    }
    assert (
        Counter(need for one in coming for need in one.access)
        == approved["accessibility"]
    )
    assert (
        Counter(one.interpretation for one in coming if one.interpretation)
        == approved["interpretation_needed"]
    )
    assert (
        sum(bool(one.needs_visa_letter) for one in coming) == approved["visa_letters"]
    )
    assert _companions() == approved["accompanying_persons"]
    assert _without_photographs() == approved["no_photo_consent"]
    assert (
        _short_passports()
        == approved["passport_expires_within_six_months_of_2024_03_27"]
    )
    assert _nights(week) == approved["hotel_guests_by_night"]
    assert _rooms(week) == approved["room_type"]
    assert _pickups(week) == approved["pickups_by_point_and_day"]
    groups = db.session.scalars(select(Delegation)).all()
    assert len(groups) == 42
    assert sum(one.is_head for one in people) == 42
    assert db.session.scalar(select(func.count()).select_from(Badge)) == 440
    assert {one.number for one in coming} < set(range(1, week.next_number))

    again = preview(week, content)

    assert again.counts == {Outcome.DUPLICATE: 500}


def test_sign_ups_are_asked_for_in_the_order_of_asking(
    app: Flask, time: StoppedClock
) -> None:
    assert app
    time.set(BEFORE)
    week = make_the_week()
    run(week, octets_of("delegates_500.csv"))
    rule = expected()["signups_rule_A"]["events"]
    for line in lines_of("events.csv"):
        if line["event_id"] in rule:
            starts_at = datetime.fromisoformat(
                f"{line['date']}T{line['start_time']}+08:00"
            )
            make_event(
                week,
                line["title_en"],
                key=line["event_id"],
                starts_at=starts_at,
                capacity=int(line["capacity"]),
                signup=SignUp.OPEN,
            )
    table = table_of(octets_of("signups.csv"))
    mapped = guess(table, Subject.SIGNUPS)
    by = make_account()
    file = keep_list(week, "signups.csv", b"x", {}, by=by)
    requests = requests_of(week, table, mapped, Manner())
    week_id, key, by_id = week.id, file.id, by.id
    db.session.commit()

    ask_for_places(key, requests, by_id=by_id, progress=lambda _done, _total: None)

    assert _places() == {
        name: (
            event["confirmed"],
            event["waiting"],
            event["last_confirmed"],
            event["first_waiting"],
        )
        for name, event in rule.items()
    }
    week = db.session.get_one(Week, week_id)
    repeated = requests_of(week, table, mapped, Manner())
    assert repeated.counts == {Outcome.DUPLICATE: 844}


def _places() -> Mapping[str, tuple[int, int, str | None, str | None]]:
    rows = (
        select(Event.key, Place.status, Registration.key)
        .select_from(Place)
        .join(Event, Event.id == Place.event_id)
        .join(Registration, Registration.id == Place.registration_id)
        .order_by(Place.asked_at, Registration.key)
    )
    held: dict[str, list[str]] = {}
    waiting: dict[str, list[str]] = {}
    for event, status, delegate in db.session.execute(rows):
        line = held if status is PlaceStatus.HELD else waiting
        line.setdefault(event or "", []).append(delegate or "")
    return {
        name: (
            len(those),
            len(waiting.get(name, ())),
            those[-1],
            next(iter(waiting.get(name, ())), None),
        )
        for name, those in held.items()
    }


def _companions() -> int:
    rows = select(func.count()).where(
        Registration.kind == DelegateKind.COMPANION,
        Registration.status == RegistrationStatus.CONFIRMED,
    )
    return db.session.scalar(rows) or 0


def _without_photographs() -> int:
    rows = (
        select(func.count())
        .select_from(Consent)
        .join(Consent.registration)
        .where(
            Registration.status == RegistrationStatus.CONFIRMED,
            Consent.purpose == ConsentPurpose.PHOTOGRAPHS,
            Consent.is_given.is_(False),
            Consent.text.startswith("Imported list, by "),
        )
    )
    return db.session.scalar(rows) or 0


def _short_passports() -> list[str]:
    rows = db.session.scalars(select(LetterRequest))
    found = (
        one.registration for one in rows if Warned.PASSPORT_SHORT.value in one.warned
    )
    return sorted(one.key or "" for one in found if one.is_confirmed)


def _nights(week: Week) -> Mapping[str, int]:
    nights: Counter[str] = Counter()
    for block in blocks_of(week):
        for night in block.nights:
            nights[night.isoformat()] += block.guests
    return dict(sorted(nights.items()))


def _rooms(week: Week) -> Mapping[str, int]:
    rooms: Counter[str] = Counter()
    for block in blocks_of(week):
        rooms[str(block.room)] += block.guests
    return rooms


def _pickups(week: Week) -> Mapping[str, int]:
    everybody = travellers(week, Direction.ARRIVAL)
    alone = [one for one in everybody if one.registration.accompanies_id is None]
    found = pickups_by_point_and_day(alone)
    return {
        f"{point.key if point else ''} {day}": count
        for (point, day), count in found.items()
    }
