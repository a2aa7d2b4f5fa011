"""All that decides about one presentation, in one statement built once."""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from eventapp.badges.models import Badge
from eventapp.checkin.judging import (
    NO_RULE,
    Delegated,
    Room,
    Rule,
    Situation,
    Standing,
)
from eventapp.checkin.models.awaiting import Awaited
from eventapp.checkin.models.desks import Desk, DoorRule
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.checkin.queries.people import PERSON, guest_of_row, of_event
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus


def situation(parameters: Mapping[str, Any]) -> Situation | None:
    """Read what decides; None where the desk does not serve the event.

    `parameters`: scan, desk, event, and either digest or registration.
    """
    statement = _BY_CODE if "digest" in parameters else _BY_REGISTRATION
    # Columns alone: the connection is asked, past the session's bookkeeping.
    found = db.session.connection().execute(statement, parameters)
    rows = found.mappings().all()
    return _situation_of(rows) if rows else None


def situations(
    desk_id: UUID, event_id: UUID, people: Sequence[UUID]
) -> list[Situation]:
    """What decides about each of these registrations."""
    parameters = {"desk": desk_id, "event": event_id, "people": people, "scan": None}
    found = db.session.connection().execute(_OF_MANY, parameters).mappings()
    rows: dict[UUID, list[Mapping[Any, Any]]] = {}
    for row in found:
        rows.setdefault(row["registration_id"], []).append(row)
    return [_situation_of(of_one) for key, of_one in rows.items() if key]


def _situation_of(rows: Sequence[Mapping[Any, Any]]) -> Situation:
    """Read the rows of one person: one, or two where a desk has a rule of its own."""
    row = rows[0]
    own = next((one for one in rows if one["rule_desk"]), None)
    general = next(
        (one for one in rows if one["admits"] and not one["rule_desk"]), None
    )
    decides = own or general
    delegation_id, entries = row["delegation_id"], row["entries"]
    return Situation(
        week_id=row["week_id"],
        event_status=row["event_status"],
        signup=row["signup"],
        room=Room(
            row["inside"],
            row["capacity"],
            general["most_inside"] if general else None,
            general["warn_inside"] if general else None,
        ),
        rule=_rule(decides) if decides else NO_RULE,
        guest=guest_of_row(row) if row["registration_id"] else None,
        guest_week_id=row["guest_week_id"],
        badge_revoked=row["revoked_at"] is not None,
        delegation_id=delegation_id,
        delegated=Delegated(
            delegation_id,
            row["sender"],
            row["sender_label"],
            row["of_them_here"],
            row["of_them"],
        )
        if delegation_id
        else None,
        standing=Standing(
            row["admission_id"], entries, row["left_at"], row["last_scan_id"]
        )
        if entries
        else None,
        is_awaited=bool(row["is_awaited"]),
        direction=row["desk_direction"],
        known_scan=row["known_scan"],
    )


def _rule(row: Mapping[Any, Any]) -> Rule:
    return Rule(
        row["admits"],
        row["kinds"],
        row["delegations"],
        row["opens_at"],
        row["closes_at"],
        row["late_from"],
        row["lateness"],
        row["seats_until"],
        row["most_entries"],
    )


class _Way(Enum):
    """How somebody is found."""

    CODE = auto()
    REGISTRATION = auto()
    MANY = auto()


def _situation(way: _Way) -> Select[Any]:
    known, sender = aliased(Scan), aliased(Institution)
    place, admission = of_event(Registration.id)
    joined = (
        select(*_columns(known, sender))
        .select_from(Event)
        .join(Desk, and_(Desk.id == bindparam("desk"), Desk.week_id == Event.week_id))
        .outerjoin(known, known.id == bindparam("scan", type_=Scan.id.type))
        .outerjoin(
            DoorRule,
            and_(
                DoorRule.event_id == Event.id,
                or_(DoorRule.desk_id == Desk.id, DoorRule.desk_id.is_(None)),
            ),
        )
    )
    return (
        _found(joined, way)
        .outerjoin(Institution, Institution.id == Registration.institution_id)
        .outerjoin(Delegation, Delegation.id == Registration.delegation_id)
        .outerjoin(sender, sender.id == Delegation.institution_id)
        .outerjoin(Place, place)
        .outerjoin(Admission, admission)
        .where(Event.id == bindparam("event"), Event.status != EventStatus.DRAFT)
    )


def _columns(known: Any, sender: Any) -> tuple[Any, ...]:  # noqa: ANN401 - aliases
    return (
        known.id.label("known_scan"),
        Event.week_id,
        Event.status.label("event_status"),
        Event.signup,
        Event.capacity,
        Desk.direction.label("desk_direction"),
        _inside().label("inside"),
        Registration.week_id.label("guest_week_id"),
        Registration.delegation_id,
        sender.name.label("sender"),
        Delegation.label.label("sender_label"),
        _members().label("of_them"),
        _members_inside().label("of_them_here"),
        _is_awaited().label("is_awaited"),
        Badge.revoked_at,
        Admission.id.label("admission_id"),
        Admission.entries,
        Admission.last_scan_id,
        *_RULE,
        *PERSON,
    )


def _found(joined: Select[Any], way: _Way) -> Select[Any]:
    if way is _Way.CODE:
        return joined.outerjoin(
            Badge, Badge.code_digest == bindparam("digest")
        ).outerjoin(Registration, Registration.id == Badge.registration_id)
    one = Registration.id == bindparam("registration")
    many = Registration.id.in_(bindparam("people", expanding=True))
    return joined.outerjoin(Registration, many if way is _Way.MANY else one).outerjoin(
        Badge,
        and_(Badge.registration_id == Registration.id, Badge.revoked_at.is_(None)),
    )


def _inside() -> ColumnElement[int]:
    counted = aliased(Admission)
    return (
        select(func.count())
        .where(
            counted.event_id == bindparam("event"),
            counted.undone_at.is_(None),
            counted.left_at.is_(None),
        )
        .scalar_subquery()
    )


def _members() -> ColumnElement[int]:
    """How many of the delegation are expected: those who have a name."""
    member = Registration.__table__.alias()
    has_name = or_(
        member.c.name_latin != "", func.coalesce(member.c.name_native, "") != ""
    )
    return (
        select(func.count())
        .where(
            member.c.delegation_id == Registration.delegation_id,
            member.c.status == RegistrationStatus.CONFIRMED,
            has_name,
        )
        .correlate(Registration)
        .scalar_subquery()
    )


def _members_inside() -> ColumnElement[int]:
    """How many of the delegation are inside: a few people, each looked up by key."""
    member, of_member = aliased(Registration), aliased(Admission)
    is_inside = (
        select(of_member.id)
        .where(
            of_member.registration_id == member.id,
            of_member.event_id == bindparam("event"),
            of_member.undone_at.is_(None),
            of_member.left_at.is_(None),
        )
        .correlate(member)
        .exists()
    )
    return (
        select(func.count())
        .select_from(member)
        .where(member.delegation_id == Registration.delegation_id, is_inside)
        .correlate(Registration)
        .scalar_subquery()
    )


def _is_awaited() -> ColumnElement[bool]:
    return (
        select(Awaited.id)
        .where(
            Awaited.ended_at.is_(None),
            or_(
                Awaited.registration_id == Registration.id,
                Awaited.delegation_id == Registration.delegation_id,
            ),
            or_(Awaited.event_id.is_(None), Awaited.event_id == bindparam("event")),
        )
        .correlate(Registration)
        .exists()
    )


_RULE = (
    DoorRule.desk_id.label("rule_desk"),
    DoorRule.admits,
    DoorRule.kinds,
    DoorRule.delegations,
    DoorRule.opens_at,
    DoorRule.closes_at,
    DoorRule.late_from,
    DoorRule.lateness,
    DoorRule.seats_until,
    DoorRule.entries.label("most_entries"),
    DoorRule.most_inside,
    DoorRule.warn_inside,
)
_BY_CODE = _situation(_Way.CODE)
_BY_REGISTRATION = _situation(_Way.REGISTRATION)
_OF_MANY = _situation(_Way.MANY)
