"""Whom hosts await, which of them have come, and whose hosts have not seen it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    distinct,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased, contains_eager, joinedload

from eventapp.checkin.models.awaiting import Alert, Awaited
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.checkin.queries.groups import IS_NAMED
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.registration.vocabulary import Rank, RegistrationStatus

MOST = 100  # alerts on one page
SEEN_FOR = timedelta(hours=12)  # a page still shows who came


@dataclass(frozen=True)
class Expectation:
    """What one host awaits, and how far it has come."""

    awaited: Awaited
    came: int  # as a desk counts them
    told: int  # of whom the host was told
    unseen: int
    of: int  # people who are expected


def awaiting(registration: Registration, event_id: UUID) -> Sequence[Awaited]:
    """The hosts who await somebody at this event, or anywhere."""
    meant = Awaited.registration_id == registration.id
    if registration.delegation_id is not None:
        meant = or_(meant, Awaited.delegation_id == registration.delegation_id)
    rows = _awaited().where(
        meant,
        Awaited.ended_at.is_(None),
        or_(Awaited.event_id.is_(None), Awaited.event_id == event_id),
    )
    return db.session.scalars(rows.order_by(Awaited.created_at)).all()


def awaited(key: UUID) -> Awaited | None:
    """One of them, with all that its pages name."""
    return db.session.scalar(_awaited().where(Awaited.id == key))


def awaited_by_link(link_digest: bytes) -> Awaited | None:
    """What the private link of a host opens, while it waits."""
    return db.session.scalar(
        _awaited().where(Awaited.link_digest == link_digest, Awaited.ended_at.is_(None))
    )


def expectations(week_id: UUID) -> list[Expectation]:
    """Whom the hosts of a week await, the highest rank first."""
    told = _alerts_of(Alert.undone_at.is_(None))
    unseen = _alerts_of(Alert.undone_at.is_(None), Alert.seen_at.is_(None))
    members = (
        select(func.count(Registration.id))
        .where(
            Registration.delegation_id == Awaited.delegation_id,
            Registration.status == RegistrationStatus.CONFIRMED,
            IS_NAMED,
        )
        .correlate(Awaited)
        .scalar_subquery()
    )
    rows = db.session.execute(
        _awaited()
        .add_columns(_came(), told, unseen, members)
        .where(Awaited.week_id == week_id, Awaited.ended_at.is_(None))
        .outerjoin(Delegation, Delegation.id == Awaited.delegation_id)
        .order_by(_by_rank(), Awaited.host_name, Awaited.created_at)
    )
    return [
        Expectation(one, came, told, unseen, members if one.delegation_id else 1)
        for one, came, told, unseen, members in rows
    ]


def unseen_alerts(week_id: UUID) -> Sequence[Alert]:
    """The alerts that no host has seen: heads and high ranks first."""
    return db.session.scalars(
        _alerts(week_id).where(Alert.seen_at.is_(None)).limit(MOST)
    ).all()


def count_unseen(week_id: UUID) -> int:
    """How many hosts have not seen that their guests are here."""
    counted = (
        select(func.count(distinct(Alert.awaited_id)))
        .join(Awaited, Awaited.id == Alert.awaited_id)
        .where(
            Awaited.week_id == week_id,
            Awaited.ended_at.is_(None),
            Alert.seen_at.is_(None),
            Alert.undone_at.is_(None),
        )
    )
    return db.session.scalar(counted) or 0


def seen_alerts(week_id: UUID, since: datetime) -> Sequence[Alert]:
    """The alerts that were seen lately, the latest first."""
    rows = _alerts(week_id).where(Alert.seen_at >= since)
    return db.session.scalars(
        rows.order_by(None).order_by(Alert.seen_at.desc(), Alert.id).limit(MOST)
    ).all()


def alerts_of(awaited: Awaited) -> Sequence[Alert]:
    """Who of those whom a host awaits has come: the head first."""
    rows = _alerts(awaited.week_id).where(Alert.awaited_id == awaited.id)
    return db.session.scalars(rows).all()


def alerts_by_scan(scan_id: UUID) -> Sequence[Alert]:
    """The alerts that an admission raised, and that stand."""
    rows = (
        select(Alert)
        .options(joinedload(Alert.awaited), joinedload(Alert.registration))
        .where(Alert.scan_id == scan_id, Alert.undone_at.is_(None))
    )
    return db.session.scalars(rows).all()


def overdue(now: datetime) -> list[Awaited]:
    """Whose guests have come and were not seen in time; nobody else was told yet."""
    escalated = aliased(Alert)
    rows = db.session.execute(
        select(Awaited, func.min(Alert.raised_at))
        .join(Alert, Alert.awaited_id == Awaited.id)
        .where(
            Awaited.ended_at.is_(None),
            Awaited.escalate_minutes.is_not(None),
            Awaited.escalate_address.is_not(None),
            Alert.seen_at.is_(None),
            Alert.undone_at.is_(None),
            ~exists().where(
                escalated.awaited_id == Awaited.id, escalated.escalated_at.is_not(None)
            ),
        )
        .group_by(Awaited.id)
    )
    return [
        one
        for one, raised_at in rows
        if raised_at + timedelta(minutes=one.escalate_minutes or 0) <= now
    ]


def proposals(week: Week) -> Sequence[Delegation]:
    """Delegations with a greeter or a counterpart for whom nobody waits yet."""
    waits = exists().where(
        Awaited.delegation_id == Delegation.id, Awaited.ended_at.is_(None)
    )
    rows = (
        select(Delegation)
        .join(Delegation.institution)
        .options(
            contains_eager(Delegation.institution),
            joinedload(Delegation.greeter),
            joinedload(Delegation.counterpart),
        )
        .where(
            Delegation.week_id == week.id,
            Delegation.status.in_(LIVE),
            or_(
                Delegation.greeter_id.is_not(None),
                Delegation.counterpart_id.is_not(None),
            ),
            ~waits,
        )
        .order_by(_by_rank(), Institution.sort_name, Delegation.id)
    )
    return db.session.scalars(rows).all()


def _awaited() -> Select[Awaited]:
    return select(Awaited).options(
        joinedload(Awaited.week).joinedload(Week.host),
        joinedload(Awaited.event),
        joinedload(Awaited.host),
        joinedload(Awaited.registration).joinedload(Registration.institution),
        joinedload(Awaited.delegation).joinedload(Delegation.institution),
    )


def _alerts(week_id: UUID) -> Select[Alert]:
    """Those that stand, of a week: the highest rank and the head first."""
    awaited = contains_eager(Alert.awaited)
    return (
        select(Alert)
        .join(Alert.awaited)
        .join(Alert.registration)
        .outerjoin(Delegation, Delegation.id == Awaited.delegation_id)
        .options(
            awaited.joinedload(Awaited.host),
            awaited.joinedload(Awaited.delegation).joinedload(Delegation.institution),
            contains_eager(Alert.registration).joinedload(Registration.institution),
            joinedload(Alert.scan).joinedload(Scan.desk).joinedload(Desk.venue),
            joinedload(Alert.scan).joinedload(Scan.event),
        )
        .where(
            Awaited.week_id == week_id,
            Awaited.ended_at.is_(None),
            Alert.undone_at.is_(None),
        )
        .order_by(Registration.is_head.desc(), _by_rank(), Alert.raised_at, Alert.id)
    )


def _alerts_of(*conditions: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a subquery
    return (
        select(func.count(Alert.id))
        .where(Alert.awaited_id == Awaited.id, *conditions)
        .correlate(Awaited)
        .scalar_subquery()
    )


def _came() -> Any:  # noqa: ANN401 - a subquery
    """Who is inside the event at which they are awaited; or came to any at all."""
    at_event = and_(Admission.event_id == Awaited.event_id, Admission.left_at.is_(None))
    return (
        select(func.count(distinct(Admission.registration_id)))
        .join(Registration, Registration.id == Admission.registration_id)
        .where(
            or_(
                Registration.id == Awaited.registration_id,
                Registration.delegation_id == Awaited.delegation_id,
            ),
            Registration.status == RegistrationStatus.CONFIRMED,
            Admission.undone_at.is_(None),
            or_(Awaited.event_id.is_(None), at_event),
        )
        .correlate(Awaited)
        .scalar_subquery()
    )


def _by_rank() -> Any:  # noqa: ANN401 - a CASE
    places = {rank.value: number for number, rank in enumerate(Rank)}
    return case(places, value=Delegation.rank, else_=len(places))
