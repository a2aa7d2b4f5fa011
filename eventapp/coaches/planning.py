"""The office plans coaches: who rides where, the stops, lists to print."""

from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.taking import note_taken
from eventapp.accounts.vocabulary import Right
from eventapp.coaches import sheet
from eventapp.coaches.errors import (
    CoachFull,
    NothingToSettle,
    SeatsChangedMeanwhile,
    StopIsUsed,
)
from eventapp.coaches.forms import StopForm
from eventapp.coaches.office import bp
from eventapp.coaches.queries import deeds, riding
from eventapp.coaches.queries.manifests import load_of, stops_of
from eventapp.coaches.queries.proposals import proposal_of, riders_of
from eventapp.coaches.queries.tours import Tour, event_by_coach, tour_of, tours
from eventapp.coaches.service import seating, settling, stops
from eventapp.coaches.service.stops import StopPlan
from eventapp.kernel import clock
from eventapp.programme import queries as programme
from eventapp.programme.access import week_at
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.registration import queries as registrations
from eventapp.web.forms import as_uuid
from eventapp.web.tables import csv_answer

MOST_CHOSEN = 500
PDF = "application/pdf"


@bp.get("/")
@requires(Right.MANAGE)
def overview(slug: str) -> ResponseReturnValue:
    """All tours of a week, how each coach stands; renewed by itself."""
    week = week_at(slug)
    found = tours({week.id}, clock.now())
    return render_template("coaches/overview.html", week=week, tours=found, leads=False)


@bp.get("/part")
@requires(Right.MANAGE)
def overview_part(slug: str) -> ResponseReturnValue:
    """What of that page renews itself."""
    week = week_at(slug)
    found = tours({week.id}, clock.now())
    response = Response(
        render_template("coaches/_coaches.html", week=week, tours=found, leads=False)
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/<uuid:event_id>")
@requires(Right.MANAGE)
def tour(slug: str, event_id: UUID) -> ResponseReturnValue:
    """One tour: its coaches with everybody in them, and who rides nowhere."""
    found = _tour(slug, event_id)
    return render_template(
        "coaches/tour.html",
        week=found.event.week,
        tour=found,
        event=found.event,
        seatless=riding.without_seat(found.event),
        stops=stops_of(found.event),
    )


@bp.post("/<uuid:event_id>/seats")
@requires(Right.MANAGE)
def seat(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Put the ticked people into a coach, or into none."""
    event, by = _event(slug, event_id), signed_in()
    wanted = request.form.get("coach", "")
    coach = None if wanted == "none" else _coach(event, as_uuid(wanted))
    typed = request.form.getlist("person")[:MOST_CHOSEN]
    people = [key for key in map(as_uuid, typed) if key is not None]
    try:
        seating.put(event, people, coach, by=by.name, by_id=by.id)
    except CoachFull as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("Saved."))
    return redirect(_address(event))


@bp.route("/<uuid:event_id>/proposal", methods=["GET", "POST"])
@requires(Right.MANAGE)
def propose(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Give everybody a seat: first to look at, then to take."""
    event = _event(slug, event_id)
    if request.method == "POST":
        by, seen = signed_in(), request.form.get("seen", "")
        try:
            made = seating.take_proposal(event, seen=seen, by=by.name, by_id=by.id)
        except SeatsChangedMeanwhile as refusal:
            flash(str(refusal), "warn")
            return redirect(request.path)
        flash(
            ngettext("%(num)d person has a seat.", "%(num)d people have seats.", made)
        )
        return redirect(_address(event))
    proposal = proposal_of(event)
    ties = {one.key: one.tie for one in riders_of(event)}
    people = {
        one.id: one
        for one in registrations.registrations([*proposal.seats, *proposal.left_out])
    }
    return render_template(
        "coaches/propose.html",
        week=event.week,
        event=event,
        coaches=programme.coaches_of(event),
        proposal=proposal,
        people=people,
        parted={key for key, tie in ties.items() if tie in proposal.parted},
        seen=seating.mark_of(proposal),
    )


@bp.route("/<uuid:event_id>/stops", methods=["GET", "POST"])
@requires(Right.MANAGE)
def plan_stops(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Where the tour stops, and people are counted."""
    event, by = _event(slug, event_id), signed_in()
    known = stops_of(event)
    form = StopForm().offer(event.week, known)
    if form.validate_on_submit():
        plans: list[StopPlan] = form.plans(event, known)
        try:
            stops.plan_stops(event, plans, by=by.name, by_id=by.id)
        except StopIsUsed as refusal:
            flash(str(refusal), "error")
            return redirect(request.path)
        flash(_("Saved."))
        return redirect(_address(event))
    page = render_template(
        "coaches/stops.html", week=event.week, event=event, form=form
    )
    return page, form.status


@bp.post("/<uuid:event_id>/settle")
@requires(Right.MANAGE)
def settle(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Say in which coach somebody sits whom two leads counted."""
    event, by = _event(slug, event_id), signed_in()
    found = deeds.deed(as_uuid(request.form.get("deed")) or UUID(int=0))
    if found is None or found.event_id != event.id:
        abort(404)
    is_here = request.form.get("rides") == "here"
    try:
        settling.settle(found, rides_here=is_here, by=by.name, account_id=by.id)
    except (CoachFull, NothingToSettle) as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("Settled."))
    return redirect(_address(event))


@bp.post("/<uuid:event_id>/<uuid:venue_id>.pdf")
@requires(Right.MANAGE)
def manifest(slug: str, event_id: UUID, venue_id: UUID) -> ResponseReturnValue:
    """The list of one coach to print; the journal keeps who took it."""
    event = _event(slug, event_id)
    load = load_of(event, _coach(event, venue_id), None)
    name = f"coach-{slug}-{str(venue_id)[:8]}.pdf"
    _note(event, name, len(load.riders))
    response = Response(sheet.pdf(event, load, clock.now()), mimetype=PDF)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@bp.post("/<uuid:event_id>/coaches.csv")
@requires(Right.MANAGE)
def table(slug: str, event_id: UUID) -> ResponseReturnValue:
    """All coaches of a tour as a table; the journal keeps who took it."""
    found = _tour(slug, event_id)
    rows = [row for load in found.loads for row in sheet.table_rows(found.event, load)]
    name = f"coaches-{slug}-{str(event_id)[:8]}.csv"
    _note(found.event, name, len(rows))
    return csv_answer(name, [sheet.table_head(), *rows])


def _note(event: Event, name: str, people: int) -> None:
    note_taken("coach.exported", name, people, by=signed_in(), week_id=event.week_id)


def _event(slug: str, key: UUID) -> Event:
    event = event_by_coach(key)
    return event if event and event.week_id == week_at(slug).id else abort(404)


def _tour(slug: str, key: UUID) -> Tour:
    return tour_of(_event(slug, key))


def _coach(event: Event, key: UUID | None) -> Venue:
    coaches = programme.coaches_of(event)
    return next((one for one in coaches if one.id == key), None) or abort(404)


def _address(event: Event) -> str:
    return url_for(".tour", slug=event.week.slug, event_id=event.id)
