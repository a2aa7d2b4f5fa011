"""The check-in desks of a week: what they are, which devices stand there."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.queries import desks as checkin
from eventapp.checkin.queries.devices import devices_of
from eventapp.dashboard import service
from eventapp.dashboard.forms.desks import DeskForm
from eventapp.dashboard.office import bp
from eventapp.kernel import clock
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.queries import venues_of
from eventapp.web.lookup import get_or_404


@bp.get("/<slug>/desks")
@requires(Right.SUPERVISE)
def desks(slug: str) -> ResponseReturnValue:
    """The check-in desks of a week."""
    week, now = week_at(slug), clock.now()
    valid = [one for one in devices_of(week.id) if one.is_valid(now)]
    found = checkin.desks_of(week)
    return render_template(
        "dashboard/desks.html",
        week=week,
        desks=found,
        counts={
            desk.id: sum(one.desk_id in {None, desk.id} for one in valid)
            for desk in found
        },
    )


@bp.route("/<slug>/desks/new", methods=["GET", "POST"])
@requires(Right.SUPERVISE)
def set_up_desk(slug: str) -> ResponseReturnValue:
    """Add a desk."""
    week = week_at(slug)
    form = DeskForm().offer(venues_of(week))
    if form.validate_on_submit():
        desk = service.set_up_desk(week, form.plan(), by=signed_in())
        flash(_("The desk is there."))
        _warn_of_namesakes(week, desk)
        return redirect(url_for(".desks", slug=slug))
    if request.method == "GET":
        form.is_open.data = True
    return _page(week, form)


@bp.route("/<slug>/desks/<uuid:desk_id>", methods=["GET", "POST"])
@requires(Right.SUPERVISE)
def edit_desk(slug: str, desk_id: UUID) -> ResponseReturnValue:
    """Rename a desk, move it, open or close it."""
    week = week_at(slug)
    desk = _desk(week, desk_id)
    form = DeskForm().offer(venues_of(week))
    if form.validate_on_submit():
        service.change_desk(desk, form.plan(desk), by=signed_in())
        flash(_("Saved."))
        _warn_of_namesakes(week, desk)
        return redirect(url_for(".desks", slug=slug))
    if request.method == "GET":
        form.show(desk)
    return _page(week, form, desk)


def _warn_of_namesakes(week: Week, desk: Desk) -> None:
    """Stewards choose their desk by its name."""
    names = set(desk.name.values())
    others = [one for one in checkin.desks_of(week) if one.id != desk.id]
    if any(names & set(one.name.values()) for one in others):
        flash(
            _(
                "Another desk is called %(name)s. Stewards cannot tell them apart.",
                name=desk.name,
            ),
            "warn",
        )


def _page(week: Week, form: DeskForm, desk: Desk | None = None) -> ResponseReturnValue:
    devices = devices_of(week.id) if desk else ()
    page = render_template(
        "dashboard/edit_desk.html",
        week=week,
        form=form,
        desk=desk,
        devices=[one for one in devices if desk and one.desk_id == desk.id],
        now=clock.now(),
    )
    return page, form.status


def _desk(week: Week, key: UUID) -> Desk:
    desk = get_or_404(Desk, key)
    return desk if desk.week_id == week.id else abort(404)
