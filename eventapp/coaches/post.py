"""The blueprint of the leads' pages; which tour and coach an address names."""

from uuid import UUID

from flask import Blueprint, abort, g

from eventapp.checkin.application import name_build
from eventapp.checkin.duty import on_duty
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.post import keep_nothing
from eventapp.coaches.queries.tours import event_by_coach
from eventapp.kernel.db import db
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue

bp = Blueprint("coaches", __name__, url_prefix="/desk/coaches")
bp.after_request(keep_nothing)
bp.after_request(name_build)


def coach_at(event_id: UUID, venue_id: UUID) -> tuple[Event, Venue]:
    """A coach of a tour; 404 where there is none, or whoever asks leads another."""
    event = event_by_coach(event_id) or abort(404)
    duty = on_duty()
    if not duty.works_in(event.week_id):
        abort(404)
    g.zone = event.week.tzinfo
    coaches = programme.coaches_of(event)
    coach = next((one for one in coaches if one.id == venue_id), None) or abort(404)
    if duty.desk_id is not None and own_coach() != coach.id:
        abort(404)
    return event, coach


def own_coach() -> UUID | None:
    """The coach at whose desk this device stands; None: it stands at no one desk."""
    key = on_duty().desk_id
    desk = db.session.get(Desk, key) if key else None
    return desk.venue_id if desk else None
