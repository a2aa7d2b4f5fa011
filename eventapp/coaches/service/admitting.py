"""Boarding where a tour begins is the admission to it: one scan at the coach."""

from uuid import UUID

from sqlalchemy import select

from eventapp.checkin.models.desks import Desk
from eventapp.checkin.queries import scans
from eventapp.checkin.service.desks import DeskPlan, set_up_desk
from eventapp.checkin.service.presenting import Presentation, present
from eventapp.checkin.service.undoing import undo
from eventapp.checkin.vocabulary import DeskKind, Verdict
from eventapp.coaches.orders import Order
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue

INSIDE = frozenset({Verdict.ADMITTED, Verdict.ALREADY_HERE, Verdict.CONFLICT})


def admit(order: Order, registration_id: UUID) -> bool:
    """Admit somebody to the event, unless they are; whether they may be there."""
    if scans.admission_of(registration_id, order.event.id) is not None:
        return True
    answer = present(
        Presentation(
            scan_id=order.deed_id,
            desk_id=desk_of(order.event, order.coach).id,
            event_id=order.event.id,
            scanned_at=order.done_at,
            code=order.code,
            registration_id=registration_id,
            was_offline=order.was_offline,
            steward_id=order.account_id,
            device_id=order.device_id,
            steward_name=order.by,
        )
    )
    return answer is None or answer.verdict in INSIDE


def take_back(deed_id: UUID, *, by: str, by_id: UUID | None) -> None:
    """Undo the admission that came with a count, if one did."""
    scan = scans.scan(deed_id)
    if scan is not None and scan.verdict is Verdict.ADMITTED:
        undo(scan, by=by, by_id=by_id, may_always=True)


def desk_of(event: Event, coach: Venue) -> Desk:
    """The desk at the door of a coach; made when it is needed first."""
    rows = select(Desk).where(
        Desk.week_id == event.week_id,
        Desk.venue_id == coach.id,
        Desk.kind == DeskKind.COACH,
    )
    known = db.session.scalars(rows.order_by(Desk.position, Desk.id)).first()
    if known is not None:
        return known
    plan = DeskPlan(name=coach.name, venue_id=coach.id, kind=DeskKind.COACH)
    return set_up_desk(event.week, plan)
