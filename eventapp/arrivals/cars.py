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
from eventapp.accounts.vocabulary import Right
from eventapp.arrivals import (
    boarding,
    grouping,
    queries,
    renewing,
    runs,
    signs,
    table,
)
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
from eventapp.arrivals.table import Choice, Show
from eventapp.arrivals.travellers import Traveller
from eventapp.arrivals.vocabulary import Direction, PickupState
from eventapp.config import current
from eventapp.kernel import clock
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import persons_in

MOST_PROPOSED = 100  # people of one proposal
PDF = "application/pdf"


@bp.get("/pickups")
@requires(Right.MANAGE)
def all_pickups(slug: str) -> ResponseReturnValue:
    """The pick-ups of one day, what changed late at the top; renewed by itself."""
    return render_template("arrivals/all_pickups.html", **_of_day(week_at(slug)))


@bp.get("/pickups/part")
@requires(Right.MANAGE)
def pickups_part(slug: str) -> ResponseReturnValue:
    """What of that page renews itself; 304 while nothing has changed."""
    content = render_template("arrivals/_pickups.html", **_of_day(week_at(slug)))
    return renewing.part(content, caching="no-store")


@bp.route("/pickups/proposal", methods=["GET", "POST"])
@requires(Right.MANAGE)
def propose(slug: str) -> ResponseReturnValue:
    """Put those of one day and point into cars: first to look at, then to take."""
    week = week_at(slug)
    counted = table.tallies(week, Direction.ARRIVAL, Show.NO_CAR)
    points = queries.points_of(week)
    form = ProposalForm(request.values).offer(points, counted, _today(week))
    total = sum(one.people for one in counted if form.is_about(one))
    waiting = table.to_meet(week, form.choice(), MOST_PROPOSED) if total else []
    groups = _groups(waiting, form, is_cut=total > len(waiting))
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
        return redirect(url_for(".all_pickups", slug=slug, day=form.day.data))
    return render_template(
        "arrivals/propose.html",
        week=week,
        form=form,
        groups=groups,
        people={one.registration.id: one for one in waiting},
        points={point.id: point for point in points},
        seen=seen,
        total=total,
        waiting=sum(one.people for one in counted),
        left_out=sum(one.people for one in counted if form.leaves_out(one)),
    )


@bp.route("/pickups/new", methods=["GET", "POST"])
@requires(Right.MANAGE)
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
@requires(Right.MANAGE)
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
@requires(Right.MANAGE)
def sign(slug: str, pickup_id: UUID) -> ResponseReturnValue:
    """The name sign to print: one page, or one for each person."""
    found = pickup_in(week_at(slug), pickup_id)
    car = boarding.car_of(found)
    pages = signs.each(car) if "each" in request.args else signs.whole(car)
    response = Response(signs.pdf(pages), mimetype=PDF)
    name = f"sign-{slug}-{str(found.id)[:8]}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _of_day(week: Week) -> dict[str, object]:
    days, today = runs.days_of(week), _today(week)
    asked = request.args.get("day", "")
    ahead = next((day for day in days if day >= today), days[-1] if days else today)
    day = next((day for day in days if day.isoformat() == asked), ahead)
    late = runs.late_in(week)
    return {
        "week": week,
        "day": day,
        "days": [
            {
                "date": one,
                "href": url_for(".all_pickups", slug=week.slug, day=one),
                "current": one == day,
                "today": one == today,
            }
            for one in days
        ],
        "runs": runs.runs_on(week, day, late.pickups),
        "late": late,
        "waiting": sum(
            one.people for one in table.tallies(week, Direction.ARRIVAL, Show.NO_CAR)
        ),
    }


def _today(week: Week) -> date:
    return clock.now().astimezone(week.tzinfo).date()


def _groups(
    waiting: Sequence[Traveller], form: ProposalForm, *, is_cut: bool
) -> list[Group]:
    """Cars for these; where more follow, only cars that none of those would join."""
    found = grouping.to_be_met(waiting, ())
    groups = grouping.propose(found, window=form.window, seats=form.most)
    if not is_cut:
        return groups
    return grouping.whole(groups, max(one.at for one in found), form.window)


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
