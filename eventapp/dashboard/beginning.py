"""Beginning a week, and its desks."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Role
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.queries import desks as checkin
from eventapp.dashboard import service
from eventapp.dashboard.forms.beginning import DeskForm
from eventapp.dashboard.office import bp
from eventapp.institutions.queries import institutions_by_name
from eventapp.planning.forms.beginning import BeginWeekForm
from eventapp.programme.access import week_at
from eventapp.programme.errors import SlugTaken
from eventapp.programme.models.weeks import Week
from eventapp.programme.queries import venues_of
from eventapp.web.lookup import get_or_404


@bp.route("/new", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def begin_week() -> ResponseReturnValue:
    """Begin a week: name, host, days and zone; the rest follows in its settings."""
    hosts = institutions_by_name()
    form = BeginWeekForm().offer(hosts)
    if form.validate_on_submit():
        try:
            week = service.begin_week(form.beginning(), by=signed_in())
        except SlugTaken as refusal:
            form.slug.errors = [str(refusal)]
        else:
            flash(_("The week is there. Only organisers see it yet."))
            return redirect(url_for(".settings", slug=week.slug))
    page = render_template("dashboard/begin_week.html", form=form, hosts=hosts)
    return page, form.status


@bp.get("/<slug>/desks")
@requires(Role.ORGANISER)
def desks(slug: str) -> ResponseReturnValue:
    """The check-in desks of a week."""
    week = week_at(slug)
    found = checkin.desks_of(week)
    return render_template("dashboard/desks.html", week=week, desks=found)


@bp.route("/<slug>/desks/new", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def set_up_desk(slug: str) -> ResponseReturnValue:
    """Add a desk."""
    week = week_at(slug)
    form = DeskForm().offer(venues_of(week))
    if form.validate_on_submit():
        service.set_up_desk(week, form.plan(), by=signed_in())
        flash(_("The desk is there."))
        return redirect(url_for(".desks", slug=slug))
    if request.method == "GET":
        form.is_open.data = True
    page = render_template("dashboard/edit_desk.html", week=week, form=form, desk=None)
    return page, form.status


@bp.route("/<slug>/desks/<uuid:desk_id>", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def edit_desk(slug: str, desk_id: UUID) -> ResponseReturnValue:
    """Rename a desk, move it, open or close it."""
    week = week_at(slug)
    desk = _desk(week, desk_id)
    form = DeskForm().offer(venues_of(week))
    if form.validate_on_submit():
        service.change_desk(desk, form.plan(desk), by=signed_in())
        flash(_("Saved."))
        return redirect(url_for(".desks", slug=slug))
    if request.method == "GET":
        form.show(desk)
    page = render_template("dashboard/edit_desk.html", week=week, form=form, desk=desk)
    return page, form.status


def _desk(week: Week, key: UUID) -> Desk:
    desk = get_or_404(Desk, key)
    return desk if desk.week_id == week.id else abort(404)
