"""Copying a week for the next time it is held."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.institutions.queries import institutions_by_name
from eventapp.planning.forms.beginning import CopyWeekForm
from eventapp.planning.office import bp
from eventapp.planning.service.copying import Copy, Shift, copy_week
from eventapp.programme.access import week_at
from eventapp.programme.errors import SlugTaken
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_events


@bp.route("/<slug>/copy", methods=["GET", "POST"])
@requires(Right.MANAGE, everywhere=True)
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
            _say(made)
            return redirect(url_for(".events", slug=made.week.slug))
    if request.method == "GET":
        form.propose(week, _last_day(week))
    page = render_template("planning/copy.html", week=week, form=form)
    return page, form.status


def _last_day(week: Week) -> date:
    """The last day of a week; where it is unknown, that of its last event."""
    if week.held.last is not None:
        return week.held.last
    plans = [one.plan for one in planned_events(week)]
    days = [
        plan.starts_at.astimezone(week.tzinfo).date()
        for plan in plans
        if plan.is_placed
    ]
    return max([week.held.first, *days])


def _say(made: Copy) -> None:
    flash(_("The week is there. Only organisers see it yet."))
    if made.events:
        sentence = ngettext(
            "%(num)d event was copied as a draft. Publish it when it is right.",
            "%(num)d events were copied as drafts. Publish them when they are right.",
            len(made.events),
        )
        flash(sentence, "info")
    if made.outside:
        sentence = ngettext(
            "%(num)s event lies outside the days of the new week. Move it, "
            "or change the days in the settings.",
            "%(num)s events lie outside the days of the new week. Move them, "
            "or change the days in the settings.",
            made.outside,
        )
        flash(sentence, "warn")
