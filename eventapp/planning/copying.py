"""Copying a week for the next time it is held."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Role
from eventapp.institutions.queries import institutions_by_name
from eventapp.planning.forms.beginning import CopyWeekForm
from eventapp.planning.office import bp
from eventapp.planning.service.copying import Shift, copy_week
from eventapp.programme.access import week_at
from eventapp.programme.errors import SlugTaken


@bp.route("/<slug>/copy", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def copy(slug: str) -> ResponseReturnValue:
    """Begin a week with what this one has: programme, venues, roles, texts."""
    week = week_at(slug)
    form = CopyWeekForm().offer(institutions_by_name())
    if form.validate_on_submit():
        try:
            made = copy_week(
                week,
                form.beginning(),
                form.take(),
                Shift(form.shift.data),
                by=signed_in(),
            )
        except SlugTaken as refusal:
            form.slug.errors = [str(refusal)]
        else:
            _say(len(made.events))
            return redirect(url_for(".events", slug=made.week.slug))
    if request.method == "GET":
        form.propose(week)
    page = render_template("planning/copy.html", week=week, form=form)
    return page, form.status


def _say(count: int) -> None:
    flash(_("The week is there. Only organisers see it yet."))
    if count:
        sentence = ngettext(
            "%(num)d event was copied as a draft. Publish it when it is right.",
            "%(num)d events were copied as drafts. Publish them when they are right.",
            count,
        )
        flash(sentence, "info")
