"""The organisers' pages of a run of show: written, run, printed, looked back at."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.config import current
from eventapp.kernel import clock
from eventapp.programme.access import event_at, week_at
from eventapp.programme.models.events import Event
from eventapp.programme.planned import persons_in
from eventapp.run_of_show import live as going_on
from eventapp.run_of_show import proposal, queries, sheet
from eventapp.run_of_show.errors import (
    BegunStandsFirst,
    CueHasBegun,
    RunChangedMeanwhile,
)
from eventapp.run_of_show.forms import (
    CueForm,
    LinkForm,
    Problems,
    RunForm,
    blank,
    plan_of_cue,
    rearranged,
    typed,
)
from eventapp.run_of_show.models import Run
from eventapp.run_of_show.plans import CuePlan
from eventapp.run_of_show.service import going, linking
from eventapp.run_of_show.service.writing import save_run
from eventapp.run_of_show.stage import Stage, empty_stage, stage_of
from eventapp.run_of_show.times import rows_of
from eventapp.run_of_show.timing import MINUTE
from eventapp.web.tables import csv_answer

bp = Blueprint("run_of_show", __name__, url_prefix="/organise")


@dataclass(frozen=True)
class Table:
    """An event, its run if there is one, and the run as it is saved."""

    event: Event
    run: Run | None
    stage: Stage

    @property
    def version(self) -> int:
        """What the form must have seen; 0: nothing was there."""
        return self.run.version if self.run else 0


ADDRESS = "/<slug>/events/<uuid:event_id>/run"


@bp.route(ADDRESS, methods=["GET", "POST"])
@requires(Right.PLAN)
def edit(slug: str, event_id: UUID) -> ResponseReturnValue:
    """The cues as one form; what a button does to its rows is not saved yet."""
    event = event_at(week_at(slug), event_id)
    table = _table_of(event)
    form = RunForm()
    if not form.validate_on_submit():
        form.version.data = str(table.version)
        return _page(table, form, _saved(table))
    rows = typed()
    deed = request.form.get("do", "save")
    if deed == "propose" and not rows:
        rows = _offered(table, _rows(proposal.propose(table.stage.family)))
    elif deed != "save":
        rows = _offered(table, rearranged(rows, deed))
    else:
        rows = _offered(table, rows)
        wrong = [row for row in rows if not row.validate()]
        if not wrong:
            return _save(table, form, rows)
        return _page(table, form, rows, Problems(rows), status=422)
    return _page(table, form, rows, is_changed=True)


@bp.get(f"{ADDRESS}/live")
@requires(Right.PLAN)
def live(slug: str, event_id: UUID) -> ResponseReturnValue:
    """The ceremony as it goes, for the stage manager."""
    event, run = _run_at(slug, event_id)
    return going_on.page(
        run,
        part=url_for(".live_part", slug=slug, event_id=event.id),
        action=url_for(".press", slug=slug, event_id=event.id),
        may_press=True,
        office=url_for(".edit", slug=slug, event_id=event.id),
    )


@bp.get(f"{ADDRESS}/live/part")
@requires(Right.PLAN)
def live_part(slug: str, event_id: UUID) -> ResponseReturnValue:
    """What of that page renews itself."""
    _event, run = _run_at(slug, event_id)
    return going_on.part(run, office=True)


@bp.post(f"{ADDRESS}/press")
@requires(Right.PLAN)
def press(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Begin the next cue, or go back one."""
    event, run = _run_at(slug, event_id)
    account = signed_in()
    going_on.press(run, by=account.name, by_id=account.id)
    return redirect(url_for(".live", slug=slug, event_id=event.id))


@bp.post(f"{ADDRESS}/clear")
@requires(Right.PLAN)
def clear(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Forget the real times of a rehearsal."""
    event, run = _run_at(slug, event_id)
    account = signed_in()
    going.clear_times(run, by=account.name, by_id=account.id)
    flash(_("The real times are cleared. The ceremony has not begun."))
    return redirect(url_for(".edit", slug=slug, event_id=event.id))


@bp.post(f"{ADDRESS}/link")
@requires(Right.PLAN)
def link(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Make, renew, limit or end the presider's link."""
    event, run = _run_at(slug, event_id)
    form = LinkForm()
    deed, account = request.form.get("do"), signed_in()
    may_press = bool(form.may_press.data)
    if deed == "open":
        linking.open_link(run, may_press=may_press, by=account)
        flash(_("The presider’s link is ready. An older one has ended."))
    elif deed == "allow":
        linking.allow_presses(run, may_press=may_press, by=account)
        flash(_("Saved."))
    elif deed == "close":
        linking.close_link(run, by=account)
        flash(_("The presider’s link has ended."))
    back = url_for(".edit", slug=slug, event_id=event.id)
    return redirect(f"{back}#presider")


@bp.get(f"{ADDRESS}.pdf")
@requires(Right.PLAN)
def printed(slug: str, event_id: UUID) -> ResponseReturnValue:
    """The cue sheet, in both languages, to print."""
    event, run = _run_at(slug, event_id)
    response = Response(sheet.pdf(stage_of(run, clock.now())), mimetype=sheet.PDF)
    name = f"cues-{slug}-{str(event.id)[:8]}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@bp.get(f"{ADDRESS}.csv")
@requires(Right.PLAN)
def times(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Planned and real times, for a table of one's own."""
    event, run = _run_at(slug, event_id)
    name = f"times-{slug}-{str(event.id)[:8]}.csv"
    return csv_answer(name, rows_of(stage_of(run, clock.now())))


def _run_at(slug: str, event_id: UUID) -> tuple[Event, Run]:
    event = event_at(week_at(slug), event_id)
    return event, queries.run_of(event) or abort(404)


def _table_of(event: Event) -> Table:
    run, now = queries.run_of(event), clock.now()
    stage = stage_of(run, now) if run else empty_stage(event, now)
    return Table(event, run, stage)


def _save(table: Table, form: RunForm, rows: Sequence[CueForm]) -> ResponseReturnValue:
    before = {one.cue.id: one.cue for one in table.stage.course.cues}
    plans = [row.plan(before.get(row.known) if row.known else None) for row in rows]
    seen = form.seen_version
    try:
        save_run(table.event, plans, seen_version=seen, by=signed_in())
    except (RunChangedMeanwhile, CueHasBegun, BegunStandsFirst) as refusal:
        flash(str(refusal), "error")
        if isinstance(refusal, RunChangedMeanwhile):
            form.version.data = str(table.version)
        return _page(table, form, rows, is_changed=True, status=refusal.status)
    flash(_("The run of show is saved."))
    week = table.event.week
    return redirect(url_for(".edit", slug=week.slug, event_id=table.event.id))


def _rows(plans: Sequence[CuePlan]) -> list[CueForm]:
    return [blank(str(row)).show(plan) for row, plan in enumerate(plans, start=1)]


def _saved(table: Table) -> list[CueForm]:
    stage = table.stage
    plans = [plan_of_cue(one.cue, stage.cast_of(one)) for one in stage.course.cues]
    return _offered(table, _rows(plans))


def _offered(table: Table, rows: Sequence[CueForm]) -> list[CueForm]:
    """The rows, with everybody whom they may name."""
    week, stage = table.event.week, table.stage
    persons = persons_in(week)
    own = queries.candidates(stage.family, persons)
    saved = [who for those in stage.casts.values() for who in those]
    offered = {one.value: one for one in (*own, *saved)}
    here = {one.person.id for one in offered.values() if one.part is not None}
    others = [one for one in persons if one.id not in here]
    cast = list(offered.values())
    return [row.offer(week.languages, cast, others) for row in rows]


def _page(  # noqa: PLR0913 - what the page shows
    table: Table,
    form: RunForm,
    rows: Sequence[CueForm],
    problems: Problems | None = None,
    *,
    is_changed: bool = False,
    status: int = 200,
) -> ResponseReturnValue:
    run, stage = table.run, table.stage.with_cues([row.sketch() for row in rows])
    token = linking.link_token(run) if run else None
    page = render_template(
        "run_of_show/edit.html",
        week=table.event.week,
        event=table.event,
        run=run,
        run_form=form,
        form=problems,
        rows=rows,
        stage=stage,
        course=stage.course,
        starts=_minute_of_day(stage),
        length=(stage.course.ends_at - stage.course.starts_at) // MINUTE,
        done=table.stage if table.stage.course.has_begun else None,
        is_changed=is_changed,
        link=f"{current().address}{url_for('run.show', token=token)}"
        if token
        else None,
        link_form=LinkForm(formdata=None, may_press=bool(run and run.link_presses)),
    )
    return page, status


def _minute_of_day(stage: Stage) -> int | None:
    if not stage.planned.plan.is_placed:
        return None
    wall = stage.course.starts_at.astimezone(stage.event.week.tzinfo)
    return wall.hour * 60 + wall.minute
