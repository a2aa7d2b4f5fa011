"""Who stands at a desk: found by name, number or reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from eventapp.checkin.models.scans import Admission
from eventapp.institutions.models import Institution
from eventapp.kernel.codes import parse_reference
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName, searchable
from eventapp.programme.models.events import Event
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    DelegateKind,
    PlaceStatus,
    RegistrationStatus,
)

FOUND = 20


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
    languages: tuple[str, ...] = ()  # spoken
    interpretation: str | None = None  # into which they asked for it
    left_at: datetime | None = None  # went out, and is not inside


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


def registration_of(reference: str) -> UUID | None:
    """Whom a reference names, as it is printed or typed."""
    wanted = parse_reference(reference)
    if wanted is None:
        return None
    return db.session.scalar(
        select(Registration.id).where(Registration.reference == wanted)
    )


def guest_at(event: Event, registration_id: UUID) -> Guest | None:
    """One person of this event's week, as the desk sees them."""
    wanted = _people.where(
        Registration.id == registration_id, Registration.week_id == event.week_id
    )
    row = db.session.execute(wanted, {"event": event.id}).mappings().first()
    return guest_of_row(row) if row else None


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
        left_at=row["left_at"],
        languages=tuple(row["languages"] or ()),
        interpretation=row["interpretation"],
    )


PERSON = (
    Registration.id.label("registration_id"),
    Registration.number,
    Registration.reference,
    Registration.kind,
    Registration.languages,
    Registration.interpretation,
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
    Admission.left_at,
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
