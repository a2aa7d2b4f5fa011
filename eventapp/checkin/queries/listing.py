"""What stands in the list of expected people: a week in nine statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, bindparam, cast, func, literal, select, type_coerce

from eventapp.badges.models import Badge, Card
from eventapp.checkin.models.desks import DoorRule
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.checkin.queries.rules import rules_of_week
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus

Rows = Sequence[Any]
PERSON = Registration.__table__.c


@dataclass(frozen=True, slots=True)
class Listing:
    """A week as its desks must know it, in rows as the database has them."""

    people: Rows
    badges: Rows
    cards: Rows
    places: Mapping[UUID, str]  # by registration: events and states
    standing: Rows  # admissions
    institutions: Rows
    delegations: Rows
    events: Sequence[Event]
    rules: Sequence[DoorRule]


def listing_of(week_id: UUID, *, lately: datetime) -> Listing:
    """Read the list of a week; who came is told of events that ended after `lately`."""
    return Listing(
        people=_rows(_PEOPLE, week_id),
        badges=_rows(_BADGES, week_id),
        cards=_rows(_CARDS, week_id),
        places=dict(_rows(_PLACES, week_id)),
        standing=_rows(_STANDING, week_id, lately=lately),
        institutions=_rows(_INSTITUTIONS, week_id),
        delegations=_rows(_DELEGATIONS, week_id),
        events=db.session.scalars(_EVENTS, {"week": week_id}).all(),
        rules=rules_of_week(week_id),
    )


def revoked_badges(week_id: UUID, since: datetime) -> Rows:
    """Badges and cards which ended after an instant: whether a card, key, digest."""
    return _rows(_REVOKED, week_id, since=since)


def _rows(statement: Any, week_id: UUID, **others: Any) -> Rows:  # noqa: ANN401 - any
    # Columns alone: the connection is asked, past the session's bookkeeping.
    connection = db.session.connection()
    rows: Rows = connection.execute(statement, {"week": week_id, **others}).all()
    return rows


_of_week = Registration.week_id == bindparam("week")
_is_listed = Registration.status != RegistrationStatus.DRAFT
_PEOPLE = (
    select(
        Registration.id,
        Registration.reference,
        Registration.number,
        Registration.status,
        Registration.kind,
        PERSON.name_latin,
        PERSON.name_native,
        PERSON.name_native_language,
        PERSON.name_on_badge,
        Registration.institution_id,
        Registration.proposed_institution,
        Registration.delegation_id,
        Registration.is_head,
    )
    .where(_of_week, _is_listed)
    .order_by(Registration.number, Registration.id)
)
_BADGES = (
    select(Badge.registration_id, Badge.id, Badge.code_digest, Badge.revoked_at)
    .join(Badge.registration)
    .where(_of_week, _is_listed)
    .order_by(Badge.id)
)
_CARDS = (
    select(Card.delegation_id, Card.id, Card.code_digest, Card.revoked_at)
    .join(Card.delegation)
    .where(Delegation.week_id == bindparam("week"))
    .order_by(Card.id)
)
_PLACES = (
    select(
        Place.registration_id,
        func.aggregate_strings(
            cast(Place.event_id, String)
            + ":"
            + func.substr(type_coerce(Place.status, String), 1, 1),
            ",",
        ),
    )
    .join(Place.event)
    .where(Event.week_id == bindparam("week"))
    .group_by(Place.registration_id)
)
_STANDING = (
    select(
        Admission.registration_id,
        Admission.event_id,
        Admission.entries,
        Admission.left_at,
        Scan.received_at,
    )
    .join(Admission.event)
    .join(Scan, Scan.id == Admission.last_scan_id)
    .where(
        Event.week_id == bindparam("week"),
        Event.ends_at > bindparam("lately"),
        Admission.undone_at.is_(None),
        Admission.registration_id.is_not(None),
    )
)
_INSTITUTIONS = select(
    Institution.id,
    Institution.name,
    Institution.native_name,
    Institution.native_language,
    Institution.search_text,
).where(
    Institution.id.in_(
        select(Registration.institution_id)
        .where(_of_week, _is_listed)
        .union(
            select(Delegation.institution_id).where(
                Delegation.week_id == bindparam("week")
            )
        )
    )
)
_DELEGATIONS = (
    select(
        Delegation.id, Delegation.institution_id, Delegation.label, Delegation.status
    )
    .where(Delegation.week_id == bindparam("week"))
    .order_by(Delegation.created_at, Delegation.id)
)
_EVENTS = (
    select(Event)
    .where(Event.week_id == bindparam("week"), Event.status != EventStatus.DRAFT)
    .order_by(Event.created_at, Event.id)
)
_since: Any = bindparam("since")
_REVOKED = (
    select(literal(value=False).label("is_card"), Badge.id, Badge.code_digest)
    .join(Badge.registration)
    .where(_of_week, Badge.revoked_at > _since)
    .union_all(
        select(literal(value=True), Card.id, Card.code_digest)
        .join(Card.delegation)
        .where(Delegation.week_id == bindparam("week"), Card.revoked_at > _since)
    )
)
