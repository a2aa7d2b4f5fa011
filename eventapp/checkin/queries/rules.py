"""Which rules doors have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from eventapp.checkin.judging import Room
from eventapp.checkin.models.desks import Desk, DoorRule
from eventapp.checkin.vocabulary import Admits, Direction, Lateness
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event


@dataclass(frozen=True)
class Rules:
    """What decides at one desk: its own rule before the general one of the event."""

    own: DoorRule | None
    general: DoorRule | None

    @property
    def deciding(self) -> DoorRule | None:
        """The one that decides; None: the sign-up of the event does."""
        return self.own or self.general


def rules_of(event_id: UUID) -> Sequence[DoorRule]:
    """The rules of an event, the general one first."""
    rows = (
        select(DoorRule)
        .outerjoin(DoorRule.desk)
        .options(joinedload(DoorRule.desk))
        .where(DoorRule.event_id == event_id)
        .order_by(DoorRule.desk_id.is_not(None), Desk.position, DoorRule.id)
    )
    return db.session.scalars(rows).all()


def rules_of_week(week_id: UUID) -> Sequence[DoorRule]:
    """All rules of a week's events."""
    rows = select(DoorRule).join(DoorRule.event).where(Event.week_id == week_id)
    return db.session.scalars(rows.order_by(DoorRule.id)).all()


def rule_of(event_id: UUID, desk_id: UUID | None) -> DoorRule | None:
    """The rule of one desk, or the general one; exactly this one."""
    wanted = select(DoorRule).where(DoorRule.event_id == event_id)
    if desk_id is None:
        return db.session.scalar(wanted.where(DoorRule.desk_id.is_(None)))
    return db.session.scalar(wanted.where(DoorRule.desk_id == desk_id))


def rules_at(event_id: UUID, desk_id: UUID) -> Rules:
    """What decides at a desk, in one statement."""
    rows = db.session.scalars(
        select(DoorRule).where(
            DoorRule.event_id == event_id,
            or_(DoorRule.desk_id == desk_id, DoorRule.desk_id.is_(None)),
        )
    ).all()
    return Rules(
        next((one for one in rows if one.desk_id), None),
        next((one for one in rows if one.desk_id is None), None),
    )


def rules_json(
    event: Event, rules: Rules, direction: Direction | None = None
) -> dict[str, Any]:
    """The same for a device: always whole, so that it needs no defaults."""
    rule, general = rules.deciding, rules.general
    room = Room(
        0,
        event.capacity,
        general.most_inside if general else None,
        general.warn_inside if general else None,
    )
    return {
        "status": event.status.value,
        "signup": event.signup.value,
        "capacity": event.capacity,
        "direction": direction and direction.value,
        "admits": (rule.admits if rule else Admits.AS_SIGNED_UP).value,
        "kinds": list(rule.kinds) if rule else [],
        "delegations": list(rule.delegations) if rule else [],
        "opens_at": _iso(rule.opens_at if rule else None),
        "closes_at": _iso(rule.closes_at if rule else None),
        "late_from": _iso(rule.late_from if rule else None),
        "lateness": (rule.lateness if rule else Lateness.ADMIT).value,
        "seats_until": _iso(rule.seats_until if rule else None),
        "entries": rule.entries if rule else None,
        "most_inside": room.most_inside,
        "warn_inside": room.warn_inside,
        "limit": room.limit,
        "warn": room.warns_at,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
