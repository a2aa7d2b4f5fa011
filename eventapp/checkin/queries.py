"""Questions of the desk: who stands here, who is inside, what was scanned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.checkin.models import Admission, Desk, Scan
from eventapp.institutions.models import Institution
from eventapp.kernel.codes import parse_reference
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName, searchable
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    DelegateKind,
    PlaceStatus,
    RegistrationStatus,
)

FOUND = 20
LAST = 8


@dataclass(frozen=True)
class Guest:
    """Who stands at the desk, as far as the desk may know."""

    registration_id: UUID
    name: PersonName
    number: int | None
    reference: str
    kind: DelegateKind | None
    institution: Localised | str | None
    native_institution: tuple[str, str | None] | None  # with its language
    status: RegistrationStatus
    place: PlaceStatus | None
    admitted_at: datetime | None


def admission_of(registration_id: UUID, event_id: UUID) -> Admission | None:
    """The admission that stands."""
    wanted = select(Admission).where(
        Admission.event_id == event_id,
        Admission.registration_id == registration_id,
        Admission.undone_at.is_(None),
    )
    return db.session.scalar(wanted)


def inside(event_id: UUID) -> int:
    """How many people were admitted to an event; the same at every door."""
    counted = select(func.count()).where(
        Admission.event_id == event_id, Admission.undone_at.is_(None)
    )
    return db.session.scalar(counted) or 0


def inside_by_event(week_id: UUID) -> Mapping[UUID, int]:
    """How many people were admitted to each event of a week."""
    rows = db.session.execute(
        select(Admission.event_id, func.count())
        .join(Admission.event)
        .where(Event.week_id == week_id, Admission.undone_at.is_(None))
        .group_by(Admission.event_id)
    )
    return {key: count for key, count in rows}  # noqa: C416 - typed rows


def desk(key: UUID) -> Desk | None:
    """One desk with its week and venue."""
    wanted = (
        select(Desk)
        .options(joinedload(Desk.week), joinedload(Desk.venue))
        .where(Desk.id == key)
    )
    return db.session.scalar(wanted)


def open_desks() -> Sequence[Desk]:
    """The desks at which stewards may stand, by week."""
    rows = (
        select(Desk)
        .join(Desk.week)
        .options(joinedload(Desk.week), joinedload(Desk.venue))
        .where(Desk.is_open)
        .order_by(Week.held_first.desc(), Desk.position)  # type: ignore[attr-defined]  # of a composite
    )
    return db.session.scalars(rows).all()


def desks_of(week: Week) -> Sequence[Desk]:
    """All desks of a week, open or not."""
    rows = select(Desk).options(joinedload(Desk.venue)).where(Desk.week_id == week.id)
    return db.session.scalars(rows.order_by(Desk.position, Desk.id)).all()


def scan(key: UUID) -> Scan | None:
    """One scan with everything that its answer shows."""
    return db.session.scalar(_scans.where(Scan.id == key))


def last_scans(desk: Desk, event: Event) -> Sequence[Scan]:
    """What this desk scanned lately for an event, newest first."""
    rows = (
        _scans.where(Scan.desk_id == desk.id, Scan.event_id == event.id)
        .order_by(Scan.received_at.desc(), Scan.id)
        .limit(LAST)
    )
    return db.session.scalars(rows).all()


def people(event: Event, words: str) -> list[Guest]:
    """Delegates whose names, number or reference match, in either script."""
    found = _people.where(Registration.week_id == event.week_id)
    folded = searchable(words)
    for word in folded.split():
        held: ColumnElement[bool]
        if word.isdecimal():  # of any script; a superscript is none
            held = Registration.number == int(word[:9])
        else:
            held = Registration.search_text.contains(word, autoescape=True)
        if reference := parse_reference(word):
            held = or_(held, Registration.reference == reference)
        found = found.where(held)
    rows = db.session.execute(found.limit(FOUND), {"event": event.id}).mappings()
    return [guest_of_row(row) for row in rows] if folded else []


def guest_of_row(row: Mapping[Any, Any]) -> Guest:
    """Read the columns `PERSON`."""
    native = row["institution_native"]
    return Guest(
        registration_id=row["registration_id"],
        name=PersonName(
            row["name_latin"],
            row["name_native"],
            row["name_native_language"],
            row["name_order"],
        ),
        number=row["number"],
        reference=row["reference"],
        kind=row["kind"],
        institution=row["institution"] or row["proposed_institution"],
        native_institution=(native, row["institution_language"]) if native else None,
        status=row["registration_status"],
        place=row["place"],
        admitted_at=row["admitted_at"],
    )


_scans = select(Scan).options(
    joinedload(Scan.desk).joinedload(Desk.week),
    joinedload(Scan.steward),
    joinedload(Scan.event),
    joinedload(Scan.registration).joinedload(Registration.institution),
    joinedload(Scan.earlier).joinedload(Scan.desk).joinedload(Desk.week),
    joinedload(Scan.earlier).joinedload(Scan.steward),
)
PERSON = (
    Registration.id.label("registration_id"),
    Registration.number,
    Registration.reference,
    Registration.kind,
    Registration.status.label("registration_status"),
    Registration.__table__.c.name_latin,
    Registration.__table__.c.name_native,
    Registration.__table__.c.name_native_language,
    Registration.__table__.c.name_order,
    Registration.proposed_institution,
    Institution.name.label("institution"),
    Institution.native_name.label("institution_native"),
    Institution.native_language.label("institution_language"),
    Place.status.label("place"),
    Admission.admitted_at,
)


def of_event(registration_id: Any) -> tuple[Any, Any]:  # noqa: ANN401 - a column
    """On what to join the place and the admission of somebody at `event`."""
    place = and_(
        Place.registration_id == registration_id, Place.event_id == bindparam("event")
    )
    admission = and_(
        Admission.registration_id == registration_id,
        Admission.event_id == bindparam("event"),
        Admission.undone_at.is_(None),
    )
    return place, admission


_people = (
    select(*PERSON)
    .select_from(Registration)
    .outerjoin(Institution, Institution.id == Registration.institution_id)
    .outerjoin(Place, of_event(Registration.id)[0])
    .outerjoin(Admission, of_event(Registration.id)[1])
    .where(Registration.status != RegistrationStatus.DRAFT)
    .order_by(Registration.status != RegistrationStatus.CONFIRMED, Registration.number)
)
