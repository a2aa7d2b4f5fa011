"""Recent bulk deeds: what was done to whom, and taking it back."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.jobs import service as jobs
from eventapp.programme.access import row_at, week_at
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.selection import working
from eventapp.selection.choosing import Choice
from eventapp.selection.forms import UndoForm
from eventapp.selection.models import Deed
from eventapp.selection.office import bp
from eventapp.selection.queries.counting import registrations_of
from eventapp.selection.queries.deeds import deeds_of, is_at_work, keys_in, states_of
from eventapp.selection.queries.ending import ends_with
from eventapp.selection.service import undoing
from eventapp.selection.words import LOST, was_done
from eventapp.selection.working import AT_ONCE

SHOWN = 50


@bp.get("/<slug>/deeds")
@requires(Right.MANAGE)
def deeds(slug: str) -> ResponseReturnValue:
    """What was done to many registrations at once, the latest first."""
    week = week_at(slug)
    found = deeds_of(week)
    return render_template(
        "selection/deeds.html",
        week=week,
        deeds=found,
        states=states_of(found),
        was_done=was_done,
    )


@bp.get("/<slug>/deeds/<uuid:deed_id>")
@requires(Right.MANAGE)
def deed(slug: str, deed_id: UUID) -> ResponseReturnValue:
    """One of them: to whom it was done, and what undoing it would do."""
    week = week_at(slug)
    found = row_at(week, Deed, deed_id)
    at_work = is_at_work(found)
    keys, undone = keys_in(found, SHOWN)
    return render_template(
        "selection/deed.html",
        week=week,
        deed=found,
        was_done=was_done,
        people=registrations_of(week, Choice(keys=tuple(keys))) if keys else [],
        undone=undone,
        lost=_lost(week, found),
        more=found.count - SHOWN,
        at_work=at_work,
        state=states_of([found])[found.id],
        prospect=None if at_work else undoing.prospect(found),
        form=UndoForm(formdata=None),
    )


@bp.post("/<slug>/deeds/<uuid:deed_id>/undo")
@requires(Right.MANAGE)
def undo(slug: str, deed_id: UUID) -> ResponseReturnValue:
    """Put everybody back who did not change since."""
    week = week_at(slug)
    found = row_at(week, Deed, deed_id)
    by, tells = signed_in(), bool(UndoForm().tells.data)
    undoing.begin_undoing(found, by=by)
    if found.count > AT_ONCE:
        arguments = {"deed": str(found.id), "by": str(by.id), "tells": tells}
        job = jobs.ask(working.UNDO, arguments, asked_by_id=by.id, week_id=week.id)
        found.job_id = job.id
        return redirect(url_for("dashboard.job", slug=slug, job_id=job.id))
    rows = undoing.rows_left(found, found.count)
    left = undoing.undo_rows(found, rows, tells=tells, by=by)
    _tell(len(rows) - len(left), len(left))
    return redirect(url_for(".deed", slug=slug, deed_id=found.id))


def _lost(week: Week, deed: Deed) -> list[tuple[Registration, list[str]]]:
    """Whose letter, car, room or seat ended with it, in words."""
    ends = ends_with(deed)
    people = registrations_of(week, Choice(keys=tuple(ends))) if ends else []
    return [(one, [str(LOST[name]) for name in ends[one.id]]) for one in people]


def _tell(number: int, left: int) -> None:
    flash(
        ngettext(
            "Undone for %(num)d registration.",
            "Undone for %(num)d registrations.",
            number,
        )
    )
    if left:
        flash(
            ngettext(
                "%(num)d registration has changed since, and stays as it is.",
                "%(num)d registrations have changed since, and stay as they are.",
                left,
            )
        )
