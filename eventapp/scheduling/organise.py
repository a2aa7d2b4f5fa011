"""The office's page about calendar mails: whether they go out, and what went."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import config
from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.kernel import clock
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.scheduling import due, queries
from eventapp.scheduling.forms import InvitingForm
from eventapp.scheduling.service.ways import invite_by_mail
from eventapp.scheduling.words import answer_word, method_word, way_word
from eventapp.web.filters import paragraph

bp = Blueprint("calendar_mails", __name__, url_prefix="/organise")
for _say in (way_word, method_word, answer_word):
    bp.add_app_template_filter(_say)


@bp.route("/<slug>/calendar-mails", methods=["GET", "POST"])
@requires(Right.MANAGE)
def settings(slug: str) -> ResponseReturnValue:
    """Whether places bring their events by mail, and how many would go out now."""
    week = week_at(slug)
    form = InvitingForm()
    if form.validate_on_submit():
        invite_by_mail(week, is_on=bool(form.is_on.data), by=signed_in())
        flash(paragraph([_("Saved."), _starts(week)]))
        return redirect(url_for(".settings", slug=slug))
    if request.method == "GET":
        form.is_on.data = week.invites_by_mail
    entries, calendars = queries.told_in(week)
    page = render_template(
        "scheduling/settings.html",
        week=week,
        form=form,
        waiting=due.waiting(week, clock.now()),
        entries=entries,
        calendars=calendars,
        ways=queries.ways_in(week),
        has_server=config.current().smtp is not None,
        has_mailbox=config.current().mailbox is not None,
    )
    return page, form.status


def _starts(week: Week) -> str:
    """What goes out by itself now."""
    if not week.invites_by_mail:
        return _("No new events go out by e-mail.")
    number = due.waiting(week, clock.now())
    if not number:
        return ""
    return ngettext(
        "%(num)s e-mail goes out in the next minutes.",
        "%(num)s e-mails go out in the next minutes.",
        number,
    )
