"""Plates for tables and signs for doors, from what is in the programme."""

from datetime import date
from uuid import UUID

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from eventapp.accounts.access import requires
from eventapp.accounts.vocabulary import Right
from eventapp.badges import doors, plates
from eventapp.badges.plates import Fold
from eventapp.badges.printing import PDF
from eventapp.dashboard.office import bp
from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext
from eventapp.programme import queries as programme
from eventapp.programme.access import week_at
from eventapp.programme.vocabulary import Part
from eventapp.web.forms import as_uuid

NO_KEY = UUID(int=0)


class NobodyHasAPlate(Refusal):
    """Nobody was found for whom a plate could stand on a table."""

    message = lazy_gettext("Nobody has such a part or a place at this event.")


class NothingAtDoors(Refusal):
    """No room has an event that day."""

    message = lazy_gettext("Nothing takes place in this room on this day.")


@bp.get("/<slug>/plates.pdf")
@requires(Right.MANAGE)
def table_plates(slug: str) -> ResponseReturnValue:
    """The plates of an event, of those whose parts were ticked."""
    week = week_at(slug)
    key = as_uuid(request.args.get("event")) or NO_KEY
    event = programme.event(week, key, drafts=True) or abort(404)
    parts = [Part(one) for one in request.args.getlist("part") if one in set(Part)]
    found = plates.plates_of(
        event, parts or plates.SEATED, with_places="places" in request.args
    )
    if not found:
        raise NobodyHasAPlate
    paper = request.args.get("paper")
    fold = Fold(paper) if paper in set(Fold) else Fold.A4
    return _pdf(plates.pdf(str(event.title), found, fold), f"plates-{slug}.pdf")


@bp.get("/<slug>/door-signs.pdf")
@requires(Right.READ)
def door_signs(slug: str) -> ResponseReturnValue:
    """The signs of all doors, of one, or of one day."""
    week = week_at(slug)
    venues = {venue.id: venue for venue in programme.venues_of(week)}
    wanted = as_uuid(request.args.get("venue"))
    if wanted and wanted not in venues:
        abort(404)
    signs = doors.signs_of(
        week, venues[wanted] if wanted else None, _day(request.args.get("day"))
    )
    if not signs:
        raise NothingAtDoors
    return _pdf(doors.pdf(week, signs), f"door-signs-{slug}.pdf")


def _pdf(content: bytes, name: str) -> Response:
    response = Response(content, mimetype=PDF)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        abort(404)
