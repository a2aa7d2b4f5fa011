"""What the office does to one pick-up: people moved, split, merged; the driver told."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Account
from eventapp.accounts.vocabulary import Right
from eventapp.arrivals import boarding, table
from eventapp.arrivals.errors import CarFull, HasNoLink, MetAlready, NotTheSamePoint
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.office import bp
from eventapp.arrivals.service import meeting, pickups
from eventapp.arrivals.table import Choice
from eventapp.arrivals.travellers import Traveller
from eventapp.arrivals.vocabulary import PickupState
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.web.forms import as_uuid

MOST_CHOSEN = 100


@bp.post("/pickups/<uuid:pickup_id>/do")
@requires(Right.MANAGE)
def act(slug: str, pickup_id: UUID) -> ResponseReturnValue:
    """What a button of that page does to the pick-up or the ticked people."""
    week = week_at(slug)
    found = pickup_in(week, pickup_id)
    deed = _DEEDS.get(request.form.get("do", "")) or abort(400)
    try:
        target = deed(week, found, signed_in())
    except (CarFull, MetAlready, NotTheSamePoint, HasNoLink) as refusal:
        flash(str(refusal), "error")
        target = found
    if target is None:
        return redirect(url_for(".all_pickups", slug=slug))
    return redirect(address_of(target))


def pickup_in(week: Week, key: UUID) -> Pickup:
    """A pick-up of this week, or 404."""
    return boarding.pickup_at(week, key) or abort(404)


def address_of(found: Pickup) -> str:
    """Where the office plans it."""
    return url_for(".pickup", slug=found.week.slug, pickup_id=found.id)


def _board(week: Week, found: Pickup, by: Account) -> Pickup | None:
    pickups.board(found, _expected(week, _people()), by=by)
    return found


def _take_out(_week: Week, found: Pickup, by: Account) -> Pickup | None:
    pickups.take_out(found, _people(), by=by)
    return found


def _part(_week: Week, found: Pickup, by: Account) -> Pickup | None:
    people = _sitting(found)
    return pickups.part(found, people, by=by) if people else found


def _move(week: Week, found: Pickup, by: Account) -> Pickup | None:
    people = _sitting(found)
    if people:
        pickups.board(_chosen(week), people, by=by)
    return found


def _merge(week: Week, found: Pickup, by: Account) -> Pickup | None:
    other = _chosen(week)
    if other.id != found.id:
        pickups.merge(other, found, by=by)
    return other


def _follow(_week: Week, found: Pickup, by: Account) -> Pickup | None:
    pickups.follow(found, by=by)
    return found


def _remove(_week: Week, found: Pickup, by: Account) -> Pickup | None:
    pickups.remove(found, by=by)
    flash(_("The pick-up is removed. Its people have no car now."))
    return None


def _tell(_week: Week, found: Pickup, by: Account) -> Pickup | None:
    meeting.tell(found, by=by)
    flash(_("The driver’s address is open. Send it to the driver."))
    return found


def _end_link(_week: Week, found: Pickup, by: Account) -> Pickup | None:
    meeting.end_link(found, by=by)
    flash(_("The driver’s address has ended."))
    return found


def _go(_week: Week, found: Pickup, by: Account) -> Pickup | None:
    state = request.form.get("state", "")
    if state in {*PickupState}:
        meeting.go(found, PickupState(state), by=by.name)
    return found


_DEEDS: dict[str, Callable[[Week, Pickup, Account], Pickup | None]] = {
    "board": _board,
    "take_out": _take_out,
    "part": _part,
    "move": _move,
    "merge": _merge,
    "follow": _follow,
    "remove": _remove,
    "tell": _tell,
    "end_link": _end_link,
    "go": _go,
}


def _chosen(week: Week) -> Pickup:
    key = as_uuid(request.form.get("other")) or abort(400)
    return pickup_in(week, key)


def _people() -> list[UUID]:
    typed = request.form.getlist("person")[:MOST_CHOSEN]
    return [key for key in map(as_uuid, typed) if key is not None]


def _sitting(found: Pickup) -> list[UUID]:
    """The ticked people who are in this car."""
    inside = {one.registration.id for one in boarding.car_of(found).seats}
    return [key for key in _people() if key in inside]


def _expected(week: Week, keys: list[UUID]) -> list[UUID]:
    """The ticked people who still wait for a car."""
    known: Sequence[Traveller] = table.to_meet(week, Choice())
    waiting = {one.registration.id for one in known}
    return [key for key in keys if key in waiting]
