"""The office's list of where delegates arrive and leave."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires
from eventapp.accounts.vocabulary import Right
from eventapp.arrivals import queries
from eventapp.arrivals.errors import InUse, KeyTaken
from eventapp.arrivals.forms.office import PointForm
from eventapp.arrivals.models.journeys import Point
from eventapp.arrivals.office import bp
from eventapp.arrivals.service import points
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.web.lookup import get_or_404


@bp.get("/places")
@requires(Right.MANAGE)
def places(slug: str) -> ResponseReturnValue:
    """Where delegates arrive and leave."""
    week = week_at(slug)
    return render_template(
        "arrivals/places.html", week=week, points=queries.points_of(week)
    )


@bp.route("/places/new", methods=["GET", "POST"])
@requires(Right.MANAGE)
def add_place(slug: str) -> ResponseReturnValue:
    """Enter a place."""
    return _place(week_at(slug), None)


@bp.route("/places/<uuid:point_id>", methods=["GET", "POST"])
@requires(Right.MANAGE)
def place(slug: str, point_id: UUID) -> ResponseReturnValue:
    """Change a place."""
    week = week_at(slug)
    return _place(week, _point(week, point_id))


@bp.post("/places/<uuid:point_id>/remove")
@requires(Right.MANAGE)
def remove_place(slug: str, point_id: UUID) -> ResponseReturnValue:
    """Take a place away that nobody uses."""
    try:
        points.remove_point(_point(week_at(slug), point_id))
    except InUse as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("It is removed."))
    return redirect(url_for(".places", slug=slug))


def _place(week: Week, point: Point | None) -> ResponseReturnValue:
    form = PointForm().offer(week)
    if form.validate_on_submit():
        try:
            points.keep_point(week, form.entry(point), point)
        except KeyTaken as refusal:
            form.key.errors = [str(refusal)]
        else:
            flash(_("Saved."))
            return redirect(url_for(".places", slug=week.slug))
    if request.method == "GET" and point:
        form.show(point)
    page = render_template("arrivals/place.html", week=week, form=form, point=point)
    return page, form.status


def _point(week: Week, key: UUID) -> Point:
    point = get_or_404(Point, key)
    return point if point.week_id == week.id else abort(404)
