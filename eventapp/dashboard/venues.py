"""Venues: where events happen."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.config import current
from eventapp.dashboard import service
from eventapp.dashboard.forms.venue import VenueForm, places, walks_form
from eventapp.dashboard.office import bp
from eventapp.feeds.rooms import path_of
from eventapp.kernel.i18n import spoken
from eventapp.planning.queries.texts import missing
from eventapp.programme.access import week_at
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.places import inside
from eventapp.programme.planned import walks_of
from eventapp.programme.queries import venues_of
from eventapp.programme.vocabulary import VenueKind
from eventapp.web.lookup import get_or_404
from eventapp.web.texts import language_word


@bp.get("/<slug>/venues")
@requires(Right.READ)
def venues(slug: str) -> ResponseReturnValue:
    """The venues of a week."""
    week = week_at(slug)
    return render_template(
        "dashboard/venues.html",
        week=week,
        inside=inside(venues_of(week)),
        missing=missing,
        names={tag: language_word(tag, week.languages) for tag in week.languages},
    )


@bp.route("/<slug>/venues/new", methods=["GET", "POST"])
@requires(Right.PLAN)
def plan_venue(slug: str) -> ResponseReturnValue:
    """Add a venue."""
    week = week_at(slug)
    form = VenueForm().offer(venues_of(week), languages=week.languages)
    if form.validate_on_submit():
        service.plan_venue(week, form.plan(), by=signed_in())
        flash(_("The venue is there, and public."))
        return redirect(url_for(".venues", slug=slug))
    if request.method == "GET":
        kinds = {kind.value for kind in VenueKind}
        wanted = request.args.get("kind")
        form.kind.data = wanted if wanted in kinds else VenueKind.ROOM.value
    page = render_template(
        "dashboard/edit_venue.html", week=week, form=form, venue=None
    )
    return page, form.status


@bp.route("/<slug>/venues/<uuid:venue_id>", methods=["GET", "POST"])
@requires(Right.PLAN)
def edit_venue(slug: str, venue_id: UUID) -> ResponseReturnValue:
    """Describe a venue anew."""
    week = week_at(slug)
    venue = _venue(week, venue_id)
    form = VenueForm().offer(venues_of(week), venue, week.languages)
    if form.validate_on_submit():
        service.change_venue(venue, form.plan(), by=signed_in())
        flash(_("Saved. It is public now."))
        return redirect(url_for(".venues", slug=slug))
    if request.method == "GET":
        form.show(venue)
    page = render_template(
        "dashboard/edit_venue.html",
        week=week,
        form=form,
        venue=venue,
        door=current().address + path_of(venue, spoken().tag),
    )
    return page, form.status


@bp.post("/<slug>/venues/<uuid:venue_id>/remove")
@requires(Right.PLAN)
def remove_venue(slug: str, venue_id: UUID) -> ResponseReturnValue:
    """Take a venue out of the week where nothing happens there."""
    week = week_at(slug)
    service.remove_venue(_venue(week, venue_id), by=signed_in())
    flash(_("The venue is removed."))
    return redirect(url_for(".venues", slug=slug))


@bp.post("/<slug>/venues/<uuid:venue_id>/move")
@requires(Right.PLAN)
def move_venue(slug: str, venue_id: UUID) -> ResponseReturnValue:
    """Let a venue stand earlier or later among those beside it."""
    week = week_at(slug)
    venue = _venue(week, venue_id)
    steps = {"up": -1, "down": 1}.get(request.form.get("to", "")) or abort(400)
    service.move_venue(venue, steps, by=signed_in())
    return redirect(url_for(".venues", slug=slug, _anchor=f"venue-{venue_id}"))


@bp.route("/<slug>/venues/walks", methods=["GET", "POST"])
@requires(Right.PLAN)
def walks(slug: str) -> ResponseReturnValue:
    """How long the ways between the places of a week take."""
    week = week_at(slug)
    venues = venues_of(week)
    form = walks_form(venues, walks_of(week))
    if form.validate_on_submit():
        service.time_walks(week, form.minutes, by=signed_in())
        flash(_("Saved."))
        return redirect(url_for(".walks", slug=slug))
    page = render_template(
        "dashboard/walks.html", week=week, form=form, places=places(venues)
    )
    return page, form.status


def _venue(week: Week, key: UUID) -> Venue:
    venue = get_or_404(Venue, key)
    return venue if venue.week_id == week.id else abort(404)
