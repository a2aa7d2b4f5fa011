"""Signing up for an event, and giving a place back."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.kernel import clock
from eventapp.kernel.errors import Refusal
from eventapp.programme.models.events import Event
from eventapp.registration import choosing, paths, placing, queries
from eventapp.registration.access import delegate, own_registration
from eventapp.registration.errors import ChoiceOverlaps, NoRoomToSwap, Overlaps
from eventapp.registration.mine import bp
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import places, swapping, wishing
from eventapp.registration.vocabulary import PlaceStatus
from eventapp.web.forms import as_uuid
from eventapp.web.language import safe_next
from eventapp.web.lookup import get_or_404

__all__ = ("bp",)  # the next modules add their pages to it


@bp.get("/me/<uuid:registration_id>/events/<uuid:event_id>")
@delegate
def place(registration_id: UUID, event_id: UUID) -> ResponseReturnValue:
    """The own place at one event: an offer, the waiting list, a swap."""
    registration = own_registration(registration_id)
    return _page(registration, _event_of(registration, event_id))


@bp.post("/me/<uuid:registration_id>/events/<uuid:event_id>")
@delegate
def reserve(registration_id: UUID, event_id: UUID) -> ResponseReturnValue:
    """Sign up for one event; before confirmation it is a wish."""
    registration = own_registration(registration_id)
    event = _event_of(registration, event_id)
    if not registration.is_confirmed:
        try:
            wishing.wish_for_event(registration, event)
        except ChoiceOverlaps as refusal:
            return _page(registration, event, refusal)
        flash(_("We have noted your wish. Places are given when you are confirmed."))
        return redirect(_onward(registration))
    try:
        taken = places.reserve_place(registration, event)
    except Overlaps as refusal:
        return _page(registration, event, refusal)
    _tell(registration, event, taken)
    return redirect(_onward(registration))


@bp.post("/me/<uuid:registration_id>/events/<uuid:event_id>/accept")
@delegate
def accept(registration_id: UUID, event_id: UUID) -> ResponseReturnValue:
    """Accept the place that is kept; too late, it goes to the next person."""
    registration = own_registration(registration_id)
    event = _event_of(registration, event_id)
    try:
        taken = swapping.accept_offer(registration, event)
    except Overlaps as refusal:
        return _page(registration, event, refusal)
    if taken is None:
        flash(_("The offer has ended: %(event)s", event=event.title), "warn")
        return redirect(_address(registration, event))
    _tell(registration, event, taken)
    return redirect(paths.home(registration, "events"))


@bp.post("/me/<uuid:registration_id>/events/<uuid:event_id>/swap")
@delegate
def swap(registration_id: UUID, event_id: UUID) -> ResponseReturnValue:
    """Change a place for one here, at once or as soon as one is free."""
    registration = own_registration(registration_id)
    event = _event_of(registration, event_id)
    old = _event_of(registration, as_uuid(request.form.get("old")) or abort(404))
    is_patient = request.form.get("wait") == "yes"
    deed = swapping.wait_to_swap if is_patient else swapping.swap
    try:
        taken = deed(registration, old, event)
    except (NoRoomToSwap, Overlaps) as refusal:
        return _page(registration, event, refusal)
    _tell(registration, event, taken)
    return redirect(_address(registration, event))


@bp.get("/me/<uuid:registration_id>/events/<uuid:event_id>/release")
@delegate
def ask_release(registration_id: UUID, event_id: UUID) -> ResponseReturnValue:
    """Say what releasing a place means where others want it."""
    registration = own_registration(registration_id)
    event = _event_of(registration, event_id)
    place = queries.place_of(registration, event)
    if place is None:
        return redirect(paths.home(registration, "events"))
    return render_template(
        "registration/release.html",
        registration=registration,
        week=registration.week,
        event=event,
        is_held=place.is_held,
        waiting=queries.sought_after(registration).get(event.id, 0),
        back=paths.home(registration, "events"),
    )


@bp.post("/me/<uuid:registration_id>/events/<uuid:event_id>/release")
@delegate
def release(registration_id: UUID, event_id: UUID) -> ResponseReturnValue:
    """Give one place back; releasing it again changes nothing."""
    registration = own_registration(registration_id)
    event = _event_of(registration, event_id)
    if registration.is_confirmed:
        places.give_back(registration, event)
    else:
        wishing.drop_wish(registration, event)
    flash(_("Released: %(event)s", event=event.title), "info")
    return redirect(_onward(registration))


def _page(
    registration: Registration, event: Event, refusal: Refusal | None = None
) -> ResponseReturnValue:
    """How somebody stands at an event, and why what they asked is not possible."""
    now = clock.now()
    page = render_template(
        "registration/place.html",
        registration=registration,
        week=registration.week,
        event=event,
        placing=placing.placing(registration, event, now),
        refusal=str(refusal) if refusal else None,
    )
    return page, refusal.status if refusal else 200


def _tell(registration: Registration, event: Event, taken: Place) -> None:
    if taken.is_held:
        flash(_("You have a place: %(event)s", event=event.title))
        _warn_of_overlaps(registration, event)
    elif taken.status is PlaceStatus.OFFERED:
        flash(_("A place is free for you. Accept it here."), "info")
    else:
        flash(_("You are on the waiting list: %(event)s", event=event.title), "info")


def _address(registration: Registration, event: Event) -> str:
    return url_for(".place", registration_id=registration.id, event_id=event.id)


def _onward(registration: Registration) -> str:
    return safe_next(request.form.get("next"), paths.home(registration, "events"))


def _event_of(registration: Registration, key: UUID) -> Event:
    event = get_or_404(Event, key)
    if event.week_id != registration.week_id:
        abort(404)
    return event


def _warn_of_overlaps(registration: Registration, event: Event) -> None:
    own = [line.event for line in queries.lines_of(registration)]
    for other in choosing.overlaps(own).get(event.id, ())[:3]:
        flash(_("It overlaps with: %(event)s", event=other.title), "warn")
