"""What the board shows, one statement each: rooms, arrivals, who stands where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from eventapp.checkin.judging import BELIEVED, Room
from eventapp.checkin.models.desks import Desk, Device, DoorRule
from eventapp.checkin.models.scans import Admission, Hold, Scan
from eventapp.checkin.models.watches import Watch
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment
from eventapp.programme.vocabulary import EventStatus, Part, SignUp
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus

MINUTES = 30  # of arrivals
LATELY = 10  # minutes, for the pace of a desk
MINUTE = timedelta(minutes=1)
BEFORE = timedelta(minutes=90)  # doors open
MOST_EVENTS = 12
ON_STAGE = (Part.PRESIDER, Part.SIGNATORY, Part.WITNESS, Part.SPEAKER)


@dataclass(frozen=True)
class Hall:
    """An event whose doors are open, or open next."""

    event: Event
    room: Room
    admitted: int  # who came, though some have left
    expected: int
    holds: int  # who wait outside

    @property
    def is_nearly_full(self) -> bool:
        """Whether the desks warn."""
        at = self.room.warns_at
        return at is not None and self.room.inside >= at

    @property
    def is_full(self) -> bool:
        """Whether nobody more fits."""
        limit = self.room.limit
        return limit is not None and self.room.inside >= limit


@dataclass(frozen=True)
class Pace:
    """How fast a desk is."""

    scans: int  # lately, whatever was said
    came: tuple[int, ...]  # by minute


@dataclass(frozen=True)
class OnStage:
    """Somebody without whom a ceremony does not begin."""

    hall_id: UUID  # the event at whose doors they come
    event: Event  # that one, or a part of it
    part: Part
    assignment: Assignment
    has_registration: bool
    is_inside: bool


def halls(week_id: UUID, now: datetime) -> list[Hall]:
    """Events whose doors are open; where there are none, the next one.

    What is a part of another event has no doors of its own, until somebody comes.
    """
    expected = _count(
        Registration.week_id == week_id,
        Registration.status == RegistrationStatus.CONFIRMED,
    )
    rows = db.session.execute(
        select(
            Event,
            DoorRule.most_inside,
            DoorRule.warn_inside,
            _count(*_LIVE, Admission.left_at.is_(None)),
            _count(*_LIVE),
            _count(Place.event_id == Event.id, Place.status == PlaceStatus.HELD),
            _count(Hold.event_id == Event.id, Hold.released_at.is_(None)),
            expected,
        )
        .outerjoin(
            DoorRule, and_(DoorRule.event_id == Event.id, DoorRule.desk_id.is_(None))
        )
        .where(
            Event.week_id == week_id,
            Event.status == EventStatus.SCHEDULED,
            Event.ends_at > now,
        )
        .order_by(Event.starts_at, Event.id)
        .limit(MOST_EVENTS)
    )
    found = [_hall(tuple(row)) for row in rows]
    doors = [one for one in found if one.event.parent_id is None or one.admitted]
    running = [
        one for one in doors if one.event.starts_at - BEFORE <= now or one.room.inside
    ]
    return running or doors[:1]


def arrivals(week_id: UUID, until: datetime) -> Mapping[UUID, Pace]:
    """How many came in each of the last minutes, by desk; the present one is last."""
    begin = until.replace(second=0, microsecond=0) - (MINUTES - 1) * MINUTE
    at = _passed_at(begin)
    minutes = [
        func.count(Admission.id).filter(
            at >= begin + n * MINUTE, at < begin + (n + 1) * MINUTE
        )
        for n in range(MINUTES)
    ]
    rows = db.session.execute(
        select(
            Scan.desk_id, func.count().filter(at > until - LATELY * MINUTE), *minutes
        )
        .outerjoin(
            Admission,
            and_(Admission.scan_id == Scan.id, Admission.undone_at.is_(None)),
        )
        .join(Desk, Desk.id == Scan.desk_id)
        .where(Desk.week_id == week_id, Scan.received_at >= begin)
        .group_by(Scan.desk_id)
    )
    return {row[0]: Pace(row[1], tuple(row[2:])) for row in rows}


def heard(week_id: UUID, since: datetime) -> Mapping[tuple[UUID, UUID], datetime]:
    """Who sent a scan lately, by desk and by device or account: they are there."""
    whose = func.coalesce(Scan.device_id, Scan.steward_id)
    rows = db.session.execute(
        select(Scan.desk_id, whose, func.max(Scan.received_at))
        .join(Desk, Desk.id == Scan.desk_id)
        .where(Desk.week_id == week_id, Scan.received_at >= since, whose.is_not(None))
        .group_by(Scan.desk_id, whose)
    )
    return {(desk, who): at for desk, who, at in rows}


def devices_at_work(week_id: UUID) -> Sequence[Device]:
    """Devices that were set up and have not said that they forgot, by name."""
    rows = (
        select(Device)
        .options(
            joinedload(Device.desk),
            joinedload(Device.at_desk),
            joinedload(Device.event),
        )
        .where(
            Device.week_id == week_id,
            Device.set_up_at.is_not(None),
            Device.forgot_at.is_(None),
        )
        .order_by(Device.name, Device.id)
    )
    return db.session.scalars(rows).all()


def watches(week_id: UUID, since: datetime) -> Sequence[Watch]:
    """Who stood at a desk with an account since an instant, or has scans left there."""
    rows = (
        select(Watch)
        .join(Watch.desk)
        .join(Watch.account)
        .outerjoin(Watch.event)
        .options(
            contains_eager(Watch.desk),
            contains_eager(Watch.account),
            contains_eager(Watch.event),
        )
        .where(Desk.week_id == week_id, Watch.seen_at >= since)
        .order_by(Desk.position, Watch.id)
    )
    return db.session.scalars(rows).all()


def on_stage(events: Sequence[Event]) -> list[OnStage]:
    """Who presides, signs, witnesses and speaks there, and who of them is inside.

    Whoever signs in a part of an event has come in at the doors of the whole.
    """
    halls = {event.id for event in events}
    rows = db.session.execute(
        select(Assignment, Event, Registration.id, func.count(Admission.id))
        .join(Event, Event.id == Assignment.event_id)
        .outerjoin(
            Registration,
            and_(
                Registration.person_id == Assignment.person_id,
                Registration.week_id == Event.week_id,
                Registration.status == RegistrationStatus.CONFIRMED,
            ),
        )
        .outerjoin(
            Admission,
            and_(
                Admission.registration_id == Registration.id,
                Admission.event_id.in_((Event.id, Event.parent_id)),
                Admission.undone_at.is_(None),
                Admission.left_at.is_(None),
            ),
        )
        .options(selectinload(Assignment.person))
        .where(
            or_(Event.id.in_(halls), Event.parent_id.in_(halls)),
            Event.status == EventStatus.SCHEDULED,
            Assignment.part.in_(ON_STAGE),
            Assignment.person_id.is_not(None),
        )
        .group_by(Assignment.id, Event.id, Registration.id)
        .order_by(Event.starts_at, Event.id, Assignment.position, Assignment.id)
    )
    return [
        OnStage(
            event.id if event.id in halls else event.parent_id or event.id,
            event,
            one.part,
            one,
            known is not None,
            here > 0,
        )
        for one, event, known, here in rows
    ]


def waiting_outside(week_id: UUID) -> Sequence[Hold]:
    """Who waits outside any event of a week, in the order in which they came."""
    rows = (
        select(Hold)
        .join(Hold.event)
        .options(
            contains_eager(Hold.event),
            joinedload(Hold.desk),
            joinedload(Hold.registration).joinedload(Registration.institution),
        )
        .where(Event.week_id == week_id, Hold.released_at.is_(None))
        .order_by(Event.starts_at, Event.id, Hold.held_at, Hold.id)
    )
    return db.session.scalars(rows).all()


def _passed_at(begin: datetime) -> Any:  # noqa: ANN401 - a CASE
    """When somebody passed, as `judging.happened` believes it; for what is recent."""
    is_believed = and_(
        Scan.was_offline,
        Scan.scanned_at < Scan.received_at,
        Scan.scanned_at >= begin - BELIEVED,
    )
    return case((is_believed, Scan.scanned_at), else_=Scan.received_at)


def _hall(row: Any) -> Hall:  # noqa: ANN401 - a row
    event, most, warn, inside, admitted, held, holds, confirmed = row
    is_open = event.signup is SignUp.EVERYONE
    return Hall(
        event,
        Room(inside, event.capacity, most, warn),
        admitted,
        confirmed if is_open else held,
        holds,
    )


def _count(*wanted: Any) -> ScalarSelect[int]:
    return select(func.count()).where(*wanted).scalar_subquery()


_LIVE = (Admission.event_id == Event.id, Admission.undone_at.is_(None))
