"""Settings of a week."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard import service
from eventapp.dashboard.forms.week import WeekForm
from eventapp.dashboard.office import bp
from eventapp.institutions.queries import institutions_by_name
from eventapp.planning.queries.seats import has_events
from eventapp.programme.access import week_at


@bp.route("/<slug>/settings", methods=["GET", "POST"])
@requires(Right.MANAGE)
def settings(slug: str) -> ResponseReturnValue:
    """How the week presents itself, and who may register when."""
    week = week_at(slug)
    form = WeekForm().offer(
        week, institutions_by_name(), may_move_zone=not has_events(week)
    )
    if form.validate_on_submit():
        service.change_week(week, form.settings(), by=signed_in())
        flash(_("Saved."))
        return redirect(url_for(".settings", slug=slug))
    if request.method == "GET":
        form.show()
    page = render_template("dashboard/settings.html", week=week, form=form)
    return page, form.status
