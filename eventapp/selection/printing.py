"""Badges of those who were ticked: looked at first, then printed as a job."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.badges.queries import Selection, design_of
from eventapp.badges.vocabulary import Order, Wanted
from eventapp.badges.working import Printing, chosen
from eventapp.jobs import service as jobs
from eventapp.journal.service import note
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.selection.asked import asked_ticks
from eventapp.selection.choosing import Choice
from eventapp.selection.office import bp
from eventapp.selection.queries.counting import keys_of

EXAMPLES = 10


@bp.post("/<slug>/registrations/badges")
@requires(Right.MANAGE)
def print_badges(slug: str) -> ResponseReturnValue:
    """Show whose badges these are; with `now`, print them."""
    week = week_at(slug)
    ticks = asked_ticks()
    keys = tuple(keys_of(week, ticks)) if ticks is not None else ()
    wanted = Wanted.NEVER_PRINTED if request.form.get("new") else Wanted.ALL
    printing = Printing(
        Selection(keys=keys), wanted, Order.NAME, design_of(week.id).sheet_format
    )
    badges = chosen(week, printing) if keys else []
    if request.form.get("now") and badges:
        return _ask(week, printing)
    return render_template(
        "selection/print_badges.html",
        week=week,
        people=[one.registration for one in badges[:EXAMPLES]],
        number=len(badges),
        more=len(badges) - EXAMPLES,
        without=len(keys) - len(badges),
        parameters=(ticks or Choice()).parameters(),
        is_all=bool(request.form.get("all")),
        is_new=wanted is Wanted.NEVER_PRINTED,
    )


def _ask(week: Week, printing: Printing) -> ResponseReturnValue:
    by = signed_in()
    job = jobs.ask(
        "badges.sheets",
        printing.arguments(week, by.name),
        asked_by_id=by.id,
        week_id=week.id,
    )
    note(
        "job.asked",
        actor=by.name,
        actor_id=by.id,
        subject=_("Badges in print"),
        subject_id=job.id,
        week_id=week.id,
    )
    return redirect(url_for("dashboard.job", slug=week.slug, job_id=job.id))
