"""Beginning a week."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard import service
from eventapp.dashboard.office import bp
from eventapp.institutions.queries import institutions_by_name
from eventapp.planning.forms.beginning import BeginWeekForm
from eventapp.programme.errors import SlugTaken


@bp.route("/new", methods=["GET", "POST"])
@requires(Right.MANAGE)
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
            return redirect(url_for(".overview", slug=week.slug))
    page = render_template("dashboard/begin_week.html", form=form, hosts=hosts)
    return page, form.status
