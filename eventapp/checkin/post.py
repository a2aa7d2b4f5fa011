"""The blueprint of the desks; which desk and event an address names."""

from uuid import UUID

from flask import Blueprint, Response, abort, g

from eventapp.checkin import words
from eventapp.checkin.duty import on_duty
from eventapp.checkin.errors import UnknownEvent
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.queries import desks as known
from eventapp.programme import queries as programme
from eventapp.programme.access import week_at
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.web.forms import as_uuid

bp = Blueprint("checkin", __name__, url_prefix="/desk")

LONGEST_CODE = 500

for _say in words.FILTERS:
    bp.add_app_template_filter(_say)


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """Answers with names are not kept by browsers."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def desk_at(desk_id: UUID) -> Desk:
    """The desk of an address; 404 where there is none, or whoever asks has another."""
    found = known.desk(desk_id) or abort(404)
    if not on_duty().serves(found.id, found.week_id):
        abort(404)
    g.zone = found.week.tzinfo
    return found


def supervised(slug: str) -> Week:
    """The week of an address; 404 where whoever asks supervises another one."""
    week = week_at(slug)
    return week if on_duty().works_in(week.id) else abort(404)


def event_at(desk: Desk, key: str | None) -> Event:
    """The event that a page of a desk names.

    Raises:
        UnknownEvent: its week has none with this key.
    """
    found = programme.event(desk.week, as_uuid(key) or UUID(int=0))
    if found is None:
        raise UnknownEvent
    return found
