"""Venues: where events happen."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Role
from eventapp.dashboard import service
from eventapp.dashboard.forms.venue import VenueForm
from eventapp.dashboard.office import bp
from eventapp.planning.queries.texts import lacks
from eventapp.programme.access import week_at
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.queries import venues_of
from eventapp.web.lookup import get_or_404


@bp.get("/<slug>/venues")
@requires(Role.ORGANISER)
def venues(slug: str) -> ResponseReturnValue:
    """The venues of a week."""
    week = week_at(slug)
    return render_template(
        "dashboard/venues.html",
        week=week,
        venues=venues_of(week),
        lacks=lacks,
    )


@bp.route("/<slug>/venues/new", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def plan_venue(slug: str) -> ResponseReturnValue:
    """Add a venue."""
    week = week_at(slug)
    form = VenueForm().offer(venues_of(week))
    if form.validate_on_submit():
        service.plan_venue(week, form.plan(), by=signed_in())
        flash(_("The venue is there."))
        return redirect(url_for(".venues", slug=slug))
    if request.method == "GET":
        form.kind.data = "room"
    page = render_template(
        "dashboard/edit_venue.html", week=week, form=form, venue=None
    )
    return page, form.status


@bp.route("/<slug>/venues/<uuid:venue_id>", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def edit_venue(slug: str, venue_id: UUID) -> ResponseReturnValue:
    """Describe a venue anew."""
    week = week_at(slug)
    venue = _venue(week, venue_id)
    form = VenueForm().offer(venues_of(week), venue)
    if form.validate_on_submit():
        service.change_venue(venue, form.plan(), by=signed_in())
        flash(_("Saved."))
        return redirect(url_for(".venues", slug=slug))
    if request.method == "GET":
        form.show(venue)
    page = render_template(
        "dashboard/edit_venue.html", week=week, form=form, venue=venue
    )
    return page, form.status


@bp.post("/<slug>/venues/<uuid:venue_id>/remove")
@requires(Role.ORGANISER)
def remove_venue(slug: str, venue_id: UUID) -> ResponseReturnValue:
    """Take a venue out of the week where nothing happens there."""
    week = week_at(slug)
    service.remove_venue(_venue(week, venue_id), by=signed_in())
    flash(_("The venue is removed."))
    return redirect(url_for(".venues", slug=slug))


def _venue(week: Week, key: UUID) -> Venue:
    venue = get_or_404(Venue, key)
    return venue if venue.week_id == week.id else abort(404)
