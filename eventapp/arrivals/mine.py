"""A delegate's own travel: arrival, departure, who meets them, hotel."""

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.arrivals import boarding, queries, rooming
from eventapp.arrivals.asking import (
    DIRECTIONS,
    Traveller,
    ask_journey,
    ask_pickup,
    keep_consent,
    may_travel,
)
from eventapp.arrivals.boarding import Seat
from eventapp.arrivals.errors import TravelClosed
from eventapp.arrivals.forms.staying import RoomForm, StayForm
from eventapp.arrivals.models.stays import Stay
from eventapp.arrivals.service.journeys import travel_together
from eventapp.arrivals.service.stays import keep_stay
from eventapp.arrivals.travellers import shared_way_of, way_of
from eventapp.arrivals.vocabulary import Direction, RoomType
from eventapp.registration.access import delegate, own_registration
from eventapp.registration.models.registrations import Registration

bp = Blueprint("arrivals", __name__, url_prefix="/me/<uuid:registration_id>/travel")


@bp.get("/")
@delegate
def travel(registration_id: UUID) -> ResponseReturnValue:
    """What we know, what is still to tell, and who meets them."""
    registration = own_registration(registration_id)
    ways = {one: way_of(registration, one) for one in Direction}
    seat = _seat(registration)
    is_beside = registration.accompanies_id is not None
    stay = queries.stay_of(registration)
    return render_template(
        "arrivals/travel.html",
        week=registration.week,
        registration=registration,
        ways=ways,
        own={one for one in ways if _is_own(registration, one)},
        shared_ways={one: shared_way_of(registration, one) for one in Direction},
        seat=seat,
        pickup=seat.passenger.pickup if seat else None,
        stay=stay,
        sleeps_beside=is_beside and stay is None,
        companions=rooming.companions_of([registration.id]).get(registration.id, ()),
        may_change=may_travel(registration),
    )


@bp.route(f"/<{DIRECTIONS}:direction>", methods=["GET", "POST"])
@delegate
def journey(registration_id: UUID, direction: str) -> ResponseReturnValue:
    """One way: how, where, when."""
    return ask_journey(_traveller(registration_id), Direction(direction))


@bp.route("/pickup", methods=["GET", "POST"])
@delegate
def pickup(registration_id: UUID) -> ResponseReturnValue:
    """Whether somebody is to meet them."""
    return ask_pickup(_traveller(registration_id))


@bp.post(f"/<{DIRECTIONS}:direction>/together")
@delegate
def together(registration_id: UUID, direction: str) -> ResponseReturnValue:
    """Travel as the delegation does, or as the delegate whom they accompany."""
    traveller = _traveller(registration_id)
    if not traveller.may_change:
        raise TravelClosed
    travel_together(own_registration(registration_id), Direction(direction))
    flash(_("Saved."))
    return redirect(traveller.home)


@bp.route("/hotel", methods=["GET", "POST"])
@delegate
def hotel(registration_id: UUID) -> ResponseReturnValue:
    """Whether they need a room, and for which nights."""
    registration = _open(registration_id)
    stay = queries.stay_of(registration)
    form = StayForm().offer(registration.week)
    if form.validate_on_submit():
        stay = keep_stay(registration, form.entry(stay))
        if stay.needs_hotel and not _is_complete(stay):
            return redirect(url_for(".room", registration_id=registration_id))
        flash(_("Saved."))
        return redirect(url_for(".travel", registration_id=registration_id))
    if request.method == "GET":
        form.show(stay)
    page = render_template(
        "arrivals/ask_hotel.html",
        week=registration.week,
        form=form,
        back=url_for(".travel", registration_id=registration_id),
    )
    return page, form.status


@bp.route("/room", methods=["GET", "POST"])
@delegate
def room(registration_id: UUID) -> ResponseReturnValue:
    """With whom they share, and wishes."""
    registration = _open(registration_id)
    stay, home = (
        queries.stay_of(registration),
        url_for(".travel", registration_id=registration_id),
    )
    if stay is None or not stay.needs_hotel:
        return redirect(home)
    form = RoomForm()
    form.ask(registration, for_other=False)
    if form.validate_on_submit():
        keep_consent(registration, form)
        keep_stay(registration, form.entry(stay))
        flash(_("Saved."))
        return redirect(home)
    if request.method == "GET":
        form.show(stay)
    page = render_template(
        "arrivals/ask_room.html",
        week=registration.week,
        form=form,
        back=home,
        is_twin=stay.room is RoomType.TWIN,
    )
    return page, form.status


def _traveller(key: UUID) -> Traveller:
    registration = own_registration(key)
    return Traveller(registration, partial(_address, key), may_travel(registration))


def _address(key: UUID, page: str) -> str:
    if not page:
        return url_for(".travel", registration_id=key)
    return url_for(f".{page}", registration_id=key)


def _open(key: UUID) -> Registration:
    registration = own_registration(key)
    if not may_travel(registration):
        raise TravelClosed
    return registration


def _seat(registration: Registration) -> Seat | None:
    passenger = boarding.passenger_of(registration)
    if passenger is None or passenger.left_at:
        return None
    seats = boarding.car_of(passenger.pickup).seats
    return next(one for one in seats if one.registration.id == registration.id)


def _is_own(registration: Registration, direction: Direction) -> bool:
    return queries.own_journey(registration, direction) is not None


def _is_complete(stay: Stay) -> bool:
    """Whether the second page was answered; a single room needs no answer."""
    return stay.wishes is not None or stay.shares_wish is not None
