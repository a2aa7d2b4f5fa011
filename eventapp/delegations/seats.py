"""The pages on which a delegation takes places at events."""

from dataclasses import dataclass
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.delegations import queries
from eventapp.delegations.access import own_delegation
from eventapp.delegations.forms.people import PlacesForm
from eventapp.delegations.pages import bp, home
from eventapp.delegations.service import seating
from eventapp.kernel import clock
from eventapp.kernel.errors import Refusal
from eventapp.programme.models.events import Event
from eventapp.registration import queries as registrations
from eventapp.registration.access import delegate
from eventapp.registration.errors import NotEnoughPlaces
from eventapp.registration.models.delegations import Delegation
from eventapp.web.forms import as_uuid
from eventapp.web.lookup import get_or_404

__all__ = ("bp",)


@dataclass(frozen=True)
class Offered:
    """One event at which the delegation may have places."""

    event: Event
    held: int
    waiting: int
    left: int | None  # None: no limit


@bp.get("/<uuid:delegation_id>/places")
@delegate
def places(delegation_id: UUID) -> ResponseReturnValue:
    """The events that take sign-up, and how many of the delegation go there."""
    found = own_delegation(delegation_id)
    held = queries.places_of(found)
    free = registrations.free_places(found.week)
    events = registrations.selectable_events(found.week, clock.now())
    return render_template(
        "delegations/places.html",
        week=found.week,
        delegation=found,
        offered=[
            Offered(one, *held.get(one.id, (0, 0)), free.get(one.id))
            for one in events
            if one.takes_wishes and not one.is_cancelled
        ],
        people=queries.present_count(found),
        back=home(found),
    )


@bp.route("/<uuid:delegation_id>/places/<uuid:event_id>", methods=["GET", "POST"])
@delegate
def event_places(delegation_id: UUID, event_id: UUID) -> ResponseReturnValue:
    """Take places at one event: for all, or for those who are chosen."""
    found = own_delegation(delegation_id)
    event = get_or_404(Event, event_id)
    if event.week_id != found.week_id:
        abort(404)
    people = [one for one in queries.members_of(found) if one.is_confirmed]
    present = registrations.places_at(event, [one.id for one in people])
    form = PlacesForm().offer([(str(one.id), str(one.name)) for one in people])
    if form.validate_on_submit():
        try:
            _seat(found, event, form)
        except NotEnoughPlaces as refusal:
            form.form_errors = [_why_not(refusal)]
        except Refusal as refusal:  # too early, too late, elsewhere at that time
            form.form_errors = [str(refusal)]
        else:
            flash(_("Saved."))
            return redirect(url_for(".places", delegation_id=found.id))
    if request.method == "GET":
        form.people.data = [str(key) for key in present]
    page = render_template(
        "delegations/event_places.html",
        week=found.week,
        delegation=found,
        event=event,
        form=form,
        people=people,
        held=sum(place.is_held for place in present.values()),
        waiting=sum(not place.is_held for place in present.values()),
        left=registrations.places_left(event),
        back=url_for(".places", delegation_id=found.id),
    )
    return page, form.status


def _seat(delegation: Delegation, event: Event, form: PlacesForm) -> None:
    if request.form.get("do") == "release":
        seating.unseat_all(delegation, event)
    elif event.whole_delegations:
        seating.seat_all(delegation, event)
    else:
        keys = {as_uuid(key) for key in form.people.data or ()}
        seating.seat_chosen(
            delegation,
            event,
            {key for key in keys if key},
            may_wait=request.form.get("do") == "wait",
        )


def _why_not(refusal: NotEnoughPlaces) -> str:
    left, needed = refusal.details["left"], refusal.details["needed"]
    lacking = ngettext(
        "%(num)s place is left, and you need %(needed)s. Nobody got a place.",
        "%(num)s places are left, and you need %(needed)s. Nobody got a place.",
        left,
        needed=needed,
    )
    return str(lacking)
