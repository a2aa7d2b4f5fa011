"""The office plans pick-ups: a proposal, then cars filled and changed by hand."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Role
from eventapp.arrivals import boarding, grouping, queries, renewing, signs, table
from eventapp.arrivals.acting import address_of, pickup_in
from eventapp.arrivals.boarding import Car
from eventapp.arrivals.errors import (
    PickupChangedMeanwhile,
    SeatsTaken,
)
from eventapp.arrivals.forms.cars import PickupPlanForm, ProposalForm
from eventapp.arrivals.grouping import Group
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.office import bp
from eventapp.arrivals.service import meeting, pickups
from eventapp.arrivals.table import Choice
from eventapp.arrivals.vocabulary import Direction, PickupState
from eventapp.config import current
from eventapp.kernel import clock
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import persons_in
from eventapp.web.filters import weekday

MOST_CHOSEN = 100
PDF = "application/pdf"


@bp.get("/pickups")
@requires(Role.ORGANISER)
def all_pickups(slug: str) -> ResponseReturnValue:
    """All pick-ups by day, what changed late at the top; renewed by itself."""
    week = week_at(slug)
    return render_template("arrivals/all_pickups.html", **_all(week))


@bp.get("/pickups/part")
@requires(Role.ORGANISER)
def pickups_part(slug: str) -> ResponseReturnValue:
    """What of that page renews itself; 304 while nothing has changed."""
    content = render_template("arrivals/_pickups.html", **_all(week_at(slug)))
    return renewing.part(content, caching="no-store")


@bp.route("/pickups/proposal", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def propose(slug: str) -> ResponseReturnValue:
    """Put everybody who has no car into cars: first to look at, then to take."""
    week = week_at(slug)
    counted = table.tallies(week, Direction.ARRIVAL)
    days = [(day.isoformat(), weekday(day)) for day in sorted({c.day for c in counted})]
    form = ProposalForm(request.values).offer(queries.points_of(week), days)
    waiting = table.to_meet(week, form.choice())
    found = grouping.to_be_met(waiting, boarding.taken_by(week))
    groups = grouping.propose(found, window=form.window, seats=form.most)
    seen = _mark(groups)
    if request.method == "POST":
        if request.form.get("seen") != seen:
            flash(_("Somebody changed their travel meanwhile. Look again."), "warn")
            return redirect(_same(slug))
        made = pickups.take_proposal(week, groups, by=signed_in())
        flash(
            ngettext(
                "%(num)d pick-up is planned.",
                "%(num)d pick-ups are planned.",
                len(made),
            )
        )
        return redirect(url_for(".all_pickups", slug=slug))
    return render_template(
        "arrivals/propose.html",
        week=week,
        form=form,
        groups=groups,
        people={one.registration.id: one for one in waiting},
        points={point.id: point for point in queries.points_of(week)},
        seen=seen,
        left_out=len(waiting) - len(found),
    )


@bp.route("/pickups/new", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def plan_pickup(slug: str) -> ResponseReturnValue:
    """Plan one by hand."""
    week = week_at(slug)
    points = queries.points_of(week)
    form = PickupPlanForm().offer(week, points, persons_in(week))
    if form.validate_on_submit():
        made = pickups.make_pickup(week, form.entry(), by=signed_in())
        flash(_("The pick-up is planned. Now put people into it."))
        return redirect(url_for(".pickup", slug=slug, pickup_id=made.id))
    if request.method == "GET":
        form.seats.data = grouping.SEATS
    page = render_template(
        "arrivals/plan_pickup.html", week=week, form=form, points=points
    )
    return page, form.status


@bp.route("/pickups/<uuid:pickup_id>", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def pickup(slug: str, pickup_id: UUID) -> ResponseReturnValue:
    """One pick-up: who is in it, who drives, what the driver sees."""
    week = week_at(slug)
    found = pickup_in(week, pickup_id)
    form = PickupPlanForm().offer(week, queries.points_of(week), persons_in(week))
    if form.validate_on_submit():
        try:
            pickups.change_pickup(
                found, form.entry(), seen_version=form.seen_version, by=signed_in()
            )
        except (PickupChangedMeanwhile, SeatsTaken) as refusal:
            form.seats.errors = [str(refusal)]
            form.version.data = str(found.version)
        else:
            flash(_("Saved."))
            return redirect(address_of(found))
    if request.method == "GET":
        form.show(found)
    car = boarding.car_of(found)
    day = found.starts_at.astimezone(week.tzinfo).date()
    waiting = table.to_meet(week, Choice(day=day, point_id=found.point_id))
    token = meeting.link_token(found)
    page = render_template(
        "arrivals/pickup.html",
        week=week,
        pickup=found,
        car=car,
        form=form,
        waiting=waiting,
        others=_others(week, found),
        link=f"{current().address}/driver/{token}" if token else None,
        states=[state for state in PickupState if state is not PickupState.TOLD],
    )
    return page, form.status


@bp.get("/pickups/<uuid:pickup_id>.pdf")
@requires(Role.ORGANISER)
def sign(slug: str, pickup_id: UUID) -> ResponseReturnValue:
    """The name sign to print: one page, or one for each person."""
    found = pickup_in(week_at(slug), pickup_id)
    car = boarding.car_of(found)
    pages = signs.each(car) if "each" in request.args else signs.whole(car)
    response = Response(signs.pdf(pages), mimetype=PDF)
    name = f"sign-{slug}-{str(found.id)[:8]}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _all(week: Week) -> dict[str, object]:
    cars = boarding.cars_of(week)
    days: dict[date, list[Car]] = {}
    earlier: dict[date, list[Car]] = {}
    today = clock.now().astimezone(week.tzinfo).date()
    for car in cars:
        day = car.pickup.starts_at.astimezone(week.tzinfo).date()
        (earlier if day < today else days).setdefault(day, []).append(car)
    return {
        "week": week,
        "cars": cars,
        "days": days,
        "earlier": earlier,
        "flagged": [car for car in cars if car.flagged],
        "waiting": len(table.to_meet(week, Choice())),
    }


def _others(week: Week, found: Pickup) -> Sequence[Car]:
    """The pick-ups at the same point on the same day, into which people may move."""
    return [car for car in boarding.cars_near(found, week) if car.pickup.id != found.id]


def _same(slug: str) -> str:
    kept: dict[str, Any] = {
        name: request.form[name]
        for name in ("minutes", "seats", "point", "day")
        if request.form.get(name)
    }
    return url_for(".propose", slug=slug, **kept)


def _mark(groups: Sequence[Group]) -> str:
    """What tells whether a proposal is still the one that was looked at."""
    return hashlib.sha256(repr(groups).encode()).hexdigest()[:24]
