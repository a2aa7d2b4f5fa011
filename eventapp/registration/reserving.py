"""Signing up for an event, and giving a place back."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.programme.models.events import Event
from eventapp.registration import choosing, paths, queries
from eventapp.registration.access import delegate, own_registration
from eventapp.registration.mine import bp
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import places, wishing
from eventapp.web.language import safe_next
from eventapp.web.lookup import get_or_404

__all__ = ("bp",)  # the next modules add their pages to it


@bp.post("/me/<uuid:registration_id>/events/<uuid:event_id>")
@delegate
def reserve(registration_id: UUID, event_id: UUID) -> ResponseReturnValue:
    """Sign up for one event; before confirmation it is a wish."""
    registration = own_registration(registration_id)
    event = _event_of(registration, event_id)
    if not registration.is_confirmed:
        wishing.wish_for_event(registration, event)
        flash(_("We have noted your wish. Places are given when you are confirmed."))
    elif places.reserve_place(registration, event).is_held:
        flash(_("You have a place: %(event)s", event=event.title))
        _warn_of_overlaps(registration, event)
    else:
        flash(_("You are on the waiting list: %(event)s", event=event.title), "info")
    return redirect(_onward(registration))


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
