"""People at an event: who has a place, who waits, who came."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Role
from eventapp.dashboard import service
from eventapp.dashboard.office import bp
from eventapp.dashboard.queries import delegates
from eventapp.kernel.db import db
from eventapp.planning.queries.seats import admitted_to, walk_ins
from eventapp.programme.access import event_at, week_at
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import people_of
from eventapp.web.addresses import searched
from eventapp.web.fields import SearchForm
from eventapp.web.forms import as_uuid

CANDIDATES = 20


@bp.get("/<slug>/events/<uuid:event_id>/people")
@requires(Role.ORGANISER)
def people(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Who has a place, who waits, who came; and whom to give a place."""
    week = week_at(slug)
    event = event_at(week, event_id)
    places = people_of(event)
    words = searched()
    found = (
        delegates.page_of(week, delegates.Choice(words=words), most=CANDIDATES)[0]
        if words
        else []
    )
    placed = {place.registration_id for place in places}
    return render_template(
        "dashboard/people.html",
        week=week,
        event=event,
        held=[place for place in places if place.is_held],
        waiting=[place for place in places if not place.is_held],
        admitted=admitted_to(event),
        walk_ins=walk_ins(event),
        search=SearchForm(request.args),
        words=words,
        found=[one for one in found if one.registration.id not in placed],
    )


@bp.post("/<slug>/events/<uuid:event_id>/people")
@requires(Role.ORGANISER)
def give_place(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Give somebody a place."""
    week = week_at(slug)
    event = event_at(week, event_id)
    key = as_uuid(request.form.get("registration")) or abort(404)
    registration = db.session.get(Registration, key)
    if registration is None or registration.week_id != week.id:
        abort(404)
    service.give_place(registration, event, by=signed_in())
    flash(_("%(name)s has a place.", name=str(registration.name)))
    return redirect(url_for(".people", slug=slug, event_id=event.id))


@bp.post("/<slug>/events/<uuid:event_id>/places/<uuid:place_id>/release")
@requires(Role.ORGANISER)
def release_place(slug: str, event_id: UUID, place_id: UUID) -> ResponseReturnValue:
    """Take a place back; who waited longest inherits it."""
    week = week_at(slug)
    event = event_at(week, event_id)
    place = db.session.get(Place, place_id)
    if place is None or place.event_id != event.id:
        abort(404)
    name = str(place.registration.name)
    promoted = service.release_place(place, by=signed_in())
    flash(_("%(name)s no longer has this place.", name=name))
    if promoted is not None:
        next_one = str(promoted.registration.name)
        flash(_("%(name)s has the place now. We wrote an e-mail.", name=next_one))
    return redirect(url_for(".people", slug=slug, event_id=event.id))
