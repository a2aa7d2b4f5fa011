"""Desks of the demonstration, and the accounts of those who work there."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from eventapp.accounts import queries
from eventapp.accounts.models import Account
from eventapp.accounts.service.accounts import create_account
from eventapp.accounts.service.appointing import appoint
from eventapp.accounts.vocabulary import Role
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.service.meeting import tell
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.vocabulary import DeskKind
from eventapp.demo.sources import localised, table
from eventapp.kernel import clock
from eventapp.kernel.codes import ALPHABET
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment, Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import Part

STAFF = (
    ("admin@sspu.example", "Administrator", Role.ADMINISTRATOR),
    ("organiser@sspu.example", "Organiser", Role.ORGANISER),
    ("editor@sspu.example", "Editor", Role.EDITOR),
    ("supervisor@sspu.example", "Supervisor", Role.SUPERVISOR),
    ("steward@sspu.example", "Steward", Role.STEWARD),
    ("interpreter@sspu.example", "Interpreter", Role.INTERPRETER),
    ("driver@sspu.example", "Driver", Role.DRIVER),
    ("reader@sspu.example", "Reader", Role.READER),
)

EVERYWHERE = {Role.ADMINISTRATOR, Role.ORGANISER}


@dataclass(frozen=True)
class SignIn:
    """How one of the staff signs in; the password is kept nowhere else."""

    address: str
    name: str
    role: Role
    password: str


def plant_desks(week: Week, venues: Mapping[str, Venue]) -> None:
    """Set up the check-in points."""
    for position, line in enumerate(table("desks"), start=1):
        db.session.add(
            Desk(
                name=localised(line, "name"),
                kind=DeskKind(line["kind"]),
                position=position,
                week_id=week.id,
                venue_id=venues[line["venue"]].id,
            )
        )
    db.session.flush()


def plant_accounts() -> tuple[SignIn, ...]:
    """Make the accounts that are missing, each with a new password."""
    made = tuple(
        SignIn(address, name, role, _new_password())
        for address, name, role in STAFF
        if queries.account_by_address(address) is None
    )
    for one in made:
        create_account(one.address, one.name, one.role, one.password)
    return made


def appoint_staff(week: Week) -> None:
    """Let all but the office's heads work in this week alone; two are in its plans.

    The interpreter is somebody of the programme, the driver has cars.
    """
    by = organiser()
    for address, _name, role in STAFF:
        account = queries.account_by_address(address)
        if account is None or role in EVERYWHERE:
            continue
        account.role = None
        appoint(account, week.id, role, by=by)
        car = _next_car(week) if role is Role.DRIVER else None
        if car is not None:
            account.name = car.driver_name or account.name
            tell(car, by=by)
        interpreter = _first_interpreter(week) if role is Role.INTERPRETER else None
        if interpreter is not None:
            interpreter.address = account.address
            account.name = interpreter.name.latin
    db.session.flush()


def organiser() -> Account:
    """Whoever planned and published the demonstration."""
    found = queries.account_by_address("organiser@sspu.example")
    if found is None:
        raise LookupError("the accounts are planted first")
    return found


def _next_car(week: Week) -> Pickup | None:
    rows = (
        select(Pickup)
        .where(
            Pickup.week_id == week.id,
            Pickup.ends_at >= clock.now(),
            Pickup.driver_name.is_not(None),
        )
        .order_by(Pickup.starts_at, Pickup.id)
    )
    return db.session.scalars(rows).first()


def _first_interpreter(week: Week) -> Person | None:
    rows = (
        select(Person)
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Event, Event.id == Assignment.event_id)
        .where(Event.week_id == week.id, Assignment.part == Part.INTERPRETER)
        .order_by(Event.starts_at, Person.sort_name, Person.id)
    )
    return db.session.scalars(rows).first()


def _new_password() -> str:
    """Twelve random signs in groups of four, easy to type: 60 bits."""
    signs = ALPHABET.lower()
    return "-".join(
        "".join(secrets.choice(signs) for _ in range(4)) for _group in range(3)
    )
