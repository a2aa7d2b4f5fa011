"""The interpreter's pages: own events, and for each its texts, people and cues."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from flask import Blueprint, abort, g, render_template
from flask.typing import ResponseReturnValue

from eventapp.accounts.access import requires, signed_in, weeks_with
from eventapp.accounts.vocabulary import Right
from eventapp.kernel import clock
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.queries import weeks
from eventapp.programme.timetable import has_passed
from eventapp.run_of_show import own_parts
from eventapp.run_of_show.own_parts import Work

bp = Blueprint("interpreting", __name__, url_prefix="/interpreting")


@bp.get("/")
@requires(Right.INTERPRET, in_some_week=True)
def own() -> ResponseReturnValue:
    """All events at which one interprets, in the weeks that are not over."""
    now, mine = clock.now(), weeks_with(Right.INTERPRET)
    persons = own_parts.persons_with(signed_in().address)
    found = [
        (week, _by_day(week, own_parts.works_of(week, persons)))
        for week in weeks(public_only=False)
        if (mine is None or week.id in mine) and not has_passed(week, now)
    ]
    return render_template(
        "interpreting/own.html",
        persons=persons,
        found=[(week, days) for week, days in found if days],
        address=signed_in().address,
    )


@bp.get("/<slug>/<uuid:event_id>")
@requires(Right.INTERPRET)
def event(slug: str, event_id: UUID) -> ResponseReturnValue:
    """One of them: hours, texts side by side, who speaks, names, run of show."""
    week = week_at(slug)
    persons = own_parts.persons_with(signed_in().address)
    works = own_parts.works_of(week, persons)
    work = next((one for one in works if one.planned.id == event_id), None)
    if work is None:
        abort(404)
    g.zone = week.tzinfo
    return render_template(
        "interpreting/event.html",
        week=week,
        work=work,
        stage=own_parts.run_for(work, clock.now()),
    )


def _by_day(week: Week, works: Sequence[Work]) -> list[tuple[object, list[Work]]]:
    """By day; None holds those without an hour."""

    def on(work: Work) -> object:
        plan = work.plan
        return plan.starts_at.astimezone(week.tzinfo).date() if plan.is_placed else None

    return [(day, list(those)) for day, those in groupby(works, key=on)]
