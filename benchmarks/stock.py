"""What the measures need in the database: the demonstration week, and one of our own.

Run in a process of its own, configured by EVENTAPP_*; tells what it made as JSON.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import uuid4

from flask_migrate import upgrade
from sqlalchemy import insert, select, text

from eventapp.accounts.service.accounts import create_account
from eventapp.accounts.vocabulary import Role
from eventapp.app import create_app
from eventapp.badges.models import Badge
from eventapp.badges.service import code_of, issue_many
from eventapp.config import Settings
from eventapp.demo.week import plant
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, may_write, writing
from eventapp.kernel.tokens import digest, new_token
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.entering import PrivateLink
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import agenda
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from tests.builders import make_desk, make_event, make_registration, make_week

GUESTS = 600
SALONS = 16
TOURS = 150
SEATS = 3
RACERS = 24
STEWARDS = tuple(f"bench{number}@host.example" for number in range(8))
PASSWORD = "a password for a bench"


@dataclass(frozen=True)
class Stock:
    """Names of what was planted."""

    desk: str
    visits: list[tuple[str, str]]  # event and badge code, each to be admitted once
    agendas: list[str]
    tours: list[str]  # events with three seats each
    racers: list[tuple[str, str]]  # registration and private link


def make() -> Stock:
    """Plant everything."""
    app = create_app(Settings.from_environment(os.environ))
    with app.app_context():
        may_write(allowed=True)
        upgrade()
        with writing():
            plant()
        with writing():
            stock = _plant_own()
        if db.engine.dialect.name == "postgresql":
            # In real life its own housekeeping has done so long before.
            db.session.execute(text("ANALYZE"))
            db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return stock


def _plant_own() -> Stock:
    week = make_week("bench")
    for address in STEWARDS:
        create_account(address, "Steward of the bench", Role.STEWARD, PASSWORD)
    begins = clock.now() + timedelta(days=1)
    salons = [make_event(week, f"Salon {n}", starts_at=begins) for n in range(SALONS)]
    guests = [_guest(week) for _ in range(GUESTS)]
    _seat(guests, salons)
    issue_many([guest.id for guest in guests])
    codes = _codes(week)
    tours = [
        make_event(week, f"Tour {n}", capacity=SEATS, starts_at=begins)
        for n in range(TOURS)
    ]
    racers = [_guest(week) for _ in range(RACERS)]
    return Stock(
        desk=str(make_desk(week).id),
        visits=[(str(salon.id), code) for salon in salons for code in codes],
        agendas=_agendas()[:100],
        tours=[str(tour.id) for tour in tours],
        racers=[(str(racer.id), _link(racer)) for racer in racers],
    )


def _guest(week: Week) -> Registration:
    return make_registration(week, institution_id=week.host_id)


def _seat(guests: list[Registration], salons: list[Event]) -> None:
    now = clock.now()
    rows = [
        {
            "id": uuid4(),
            "status": PlaceStatus.HELD,
            "asked_at": now,
            "held_at": now,
            "registration_id": guest.id,
            "event_id": salon.id,
        }
        for guest in guests
        for salon in salons
    ]
    db.session.execute(insert(Place), rows)


def _codes(week: Week) -> list[str]:
    badges = db.session.scalars(
        select(Badge).join(Badge.registration).where(Registration.week_id == week.id)
    )
    return [str(code_of(badge)) for badge in badges]


def _agendas() -> list[str]:
    delegates = db.session.scalars(
        select(Registration)
        .join(Registration.week)
        .where(
            Week.slug == "gpw2024",
            Registration.status == RegistrationStatus.CONFIRMED,
        )
    )
    return [agenda.agenda_token(delegate) for delegate in delegates]


def _link(registration: Registration) -> str:
    token = new_token()
    now = clock.now()
    add(
        PrivateLink(
            token_digest=digest(token),
            created_at=now,
            expires_at=now + timedelta(days=1),
            registration_id=registration.id,
        )
    )
    return token


if __name__ == "__main__":
    json.dump(asdict(make()), sys.stdout)
