"""Many registrations at once: looked at first, then done, directly or as a job."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.jobs import service as jobs
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.registration.approval import kept_reasons
from eventapp.registration.models.registrations import Registration
from eventapp.selection import working
from eventapp.selection.asked import asked_choice, asked_ticks
from eventapp.selection.choosing import Choice
from eventapp.selection.errors import OtherThanSeen
from eventapp.selection.forms import DeedForm
from eventapp.selection.models import Deed
from eventapp.selection.office import bp
from eventapp.selection.plans import Plan
from eventapp.selection.queries.counting import registrations_of
from eventapp.selection.queries.ending import ends_of, will_end
from eventapp.selection.queries.offered import events_of
from eventapp.selection.queries.tags import tags_of
from eventapp.selection.queries.weighing import Weighing, weigh
from eventapp.selection.service import doing
from eventapp.selection.service.looking import ENDING, with_companions
from eventapp.selection.vocabulary import DeedKind
from eventapp.selection.words import (
    EFFECTS,
    TITLES,
    none_fits,
    press_to,
    was_done,
    will_do,
)
from eventapp.selection.working import AT_ONCE

EXAMPLES = 10
ASKS_FIRST = frozenset({DeedKind.SIGN_UP, DeedKind.TAG, DeedKind.UNTAG})


@bp.post("/<slug>/registrations/preview")
@requires(Right.MANAGE)
def preview(slug: str) -> ResponseReturnValue:
    """Show to whom a press would do what, before it does."""
    week = week_at(slug)
    if (elsewhere := _elsewhere(slug)) is not None:
        return redirect(elsewhere, 307)  # the same form, once more
    kind = _kind()
    form = _form(week, kind)
    if kind in ASKS_FIRST and not _has_object(form):
        return _page(week, form, _chosen(week), None)
    chosen = _chosen(week)
    if kind in ASKS_FIRST and not form.validate():
        return _page(week, form, chosen, None), form.status
    form.reason.errors = []
    return _page(week, form, chosen, _weighed(week, form, chosen))


@bp.post("/<slug>/registrations/do")
@requires(Right.MANAGE)
def do(slug: str) -> ResponseReturnValue:
    """Do it to those who were looked at; who was decided meanwhile is left."""
    week = week_at(slug)
    kind = _kind()
    form = _form(week, kind)
    chosen = _chosen(week)
    if not form.validate_on_submit():
        weighing = _weighed(week, form, chosen) if _has_object(form) else None
        return _page(week, form, chosen, weighing), form.status
    plan, by = form.plan(), signed_in()
    seen = request.form.get("number", "")
    if request.form.get("all") and seen != str(len(chosen)):
        flash(str(OtherThanSeen.message))
        return _page(week, form, chosen, _weighed(week, form, chosen)), 409
    deed = doing.begin_deed(week, plan, by=by)
    if len(chosen) > AT_ONCE:
        return _ask(week, deed, plan, chosen)
    doing.carry_out(deed, plan, chosen, by=by)
    doing.end_deed(deed, by=by)
    _tell(deed)
    return redirect(url_for("selection.deed", slug=slug, deed_id=deed.id))


def _ask(
    week: Week, deed: Deed, plan: Plan, chosen: Sequence[Registration]
) -> ResponseReturnValue:
    job = jobs.ask(
        working.DO,
        {
            "plan": plan.kept(),
            "deed": str(deed.id),
            "by": str(deed.done_by_id),
            "keys": [str(one.id) for one in chosen],
        },
        asked_by_id=deed.done_by_id,
        week_id=week.id,
    )
    deed.job_id = job.id
    return redirect(url_for("dashboard.job", slug=week.slug, job_id=job.id))


def _tell(deed: Deed) -> None:
    flash(was_done(deed.kind, deed.count, deed.about))


def _elsewhere(slug: str) -> str | None:
    """The page of others that goes on with the same people."""
    match request.form.get("do"):
        case "write":
            return url_for("mailings.begin", slug=slug)
        case "badges":
            return url_for("selection.print_badges", slug=slug)
        case "export":
            return url_for("lists.of_list", slug=slug, list_name="delegates")
    return None


def _kind() -> DeedKind:
    text = request.form.get("do")
    known = {one.value for one in DeedKind}
    return DeedKind(text) if text in known else DeedKind.CONFIRM


def _chosen(week: Week) -> Sequence[Registration]:
    ticks = asked_ticks()
    return registrations_of(week, ticks) if ticks is not None else []


def _form(week: Week, kind: DeedKind) -> DeedForm:
    return DeedForm().offer(
        kind,
        week,
        reasons=kept_reasons(week) if kind is DeedKind.DECLINE else (),
        events=events_of(week) if kind is DeedKind.SIGN_UP else (),
        tags=tags_of(week) if kind in {DeedKind.TAG, DeedKind.UNTAG} else (),
    )


def _has_object(form: DeedForm) -> bool:
    """Whether it is known for which event, or with which tag."""
    if form.kind is DeedKind.SIGN_UP:
        return bool(form.event.data)
    if form.kind in ASKS_FIRST:
        return bool((form.tag.data or "").strip())
    return True


def _weighed(week: Week, form: DeedForm, chosen: Sequence[Registration]) -> Weighing:
    plan = form.plan() if form.kind in ASKS_FIRST else Plan(form.kind)
    return weigh(week, plan, chosen, signed_in().id)


def _ends(kind: DeedKind, ready: Sequence[Registration]) -> dict[UUID, list[str]]:
    if kind not in ENDING:
        return {}
    return ends_of([one.id for one in with_companions(ready)])


def _page(
    week: Week,
    form: DeedForm,
    chosen: Sequence[Registration],
    weighing: Weighing | None,
) -> str:
    ready = weighing.ready if weighing else []
    is_all = bool(request.form.get("all"))
    many = is_all and len(chosen) > AT_ONCE
    meant: Choice = (
        replace(asked_choice(), keys=())
        if many
        else Choice(keys=tuple(one.id for one in ready or chosen))
    )
    return render_template(
        "selection/preview.html",
        week=week,
        form=form,
        kind=form.kind,
        kinds=DeedKind,
        titles=TITLES,
        weighing=weighing,
        chosen_number=len(chosen),
        examples=ready[:EXAMPLES],
        more=len(ready) - EXAMPLES,
        effect=EFFECTS[form.kind],
        ends=list(will_end(_ends(form.kind, ready))),
        sentence=will_do(form.kind, len(ready)),
        press=press_to(form.kind, len(ready)),
        none_fits=none_fits(form.kind),
        parameters=meant.parameters(),
        is_all=many,
        is_long=len(chosen) > AT_ONCE,
        minutes=int(doing.MAILS_WAIT.total_seconds() // 60),
        back=url_for("selection.registrations", slug=week.slug),
    )
