"""Rules that remind: whom and when, before they do; and what they sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.kernel import clock
from eventapp.mailings.forms.reminders import RuleForm
from eventapp.mailings.models import Mailing, ReminderRule
from eventapp.mailings.moments import Moment, moments_of
from eventapp.mailings.office import bp, rule_at
from eventapp.mailings.placeholders import offered_by
from eventapp.mailings.queries import rules as queries
from eventapp.mailings.seeing import Reach, reach_of
from eventapp.mailings.service import reminding
from eventapp.mailings.vocabulary import RuleKind
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week

SHOWN = 12  # moments, and people of one


@dataclass(frozen=True)
class Line:
    """One moment of a rule: to come, done, or missed."""

    moment: Moment
    mailing: Mailing | None
    is_ahead: bool


@dataclass(frozen=True)
class Shown:
    """A rule with its moments."""

    rule: ReminderRule
    lines: Sequence[Line]

    @property
    def following(self) -> Line | None:
        """The next moment that is to come."""
        return next((line for line in self.lines if line.is_ahead), None)


@bp.get("/reminders")
@requires(Right.MANAGE)
def reminders(slug: str) -> ResponseReturnValue:
    """The rules of a week: what each reminds of, and when next."""
    week = week_at(slug)
    rules = queries.rules_of(week)
    return render_template(
        "mailings/reminders.html",
        week=week,
        rules=_shown(week, rules),
        kinds=RuleKind,
    )


@bp.route("/reminders/new/<kind>", methods=["GET", "POST"])
@requires(Right.MANAGE)
def new_reminder(slug: str, kind: str) -> ResponseReturnValue:
    """A new rule, with our words to begin with."""
    week = week_at(slug)
    chosen = _kind(kind)
    form = RuleForm().offer_rule(week, chosen, queries.events_with_places(week))
    if form.validate_on_submit():
        made = reminding.make_rule(week, form.plan(), by=signed_in())
        flash(_("Saved. Look below at whom it reminds, and when."))
        return redirect(url_for(".reminder", slug=slug, rule_id=made.id))
    if request.method == "GET":
        form.show_ours()
    return _form_page(week, form, None)


@bp.get("/reminders/<uuid:rule_id>")
@requires(Right.MANAGE)
def reminder(slug: str, rule_id: UUID) -> ResponseReturnValue:
    """One rule: its moments, and whom it would remind if it were now."""
    week = week_at(slug)
    rule = rule_at(week, rule_id)
    shown = next(iter(_shown(week, [rule])))
    return render_template(
        "mailings/reminder.html",
        week=week,
        rule=rule,
        shown=shown,
        reach=_reach(rule, shown),
        most=SHOWN,
    )


@bp.route("/reminders/<uuid:rule_id>/edit", methods=["GET", "POST"])
@requires(Right.MANAGE)
def edit_reminder(slug: str, rule_id: UUID) -> ResponseReturnValue:
    """Change a rule."""
    week = week_at(slug)
    rule = rule_at(week, rule_id)
    form = RuleForm().offer_rule(week, rule.kind, queries.events_with_places(week))
    if form.validate_on_submit():
        reminding.change_rule(rule, form.plan(), by=signed_in())
        flash(_("Saved. Look below at whom it reminds, and when."))
        return redirect(url_for(".reminder", slug=slug, rule_id=rule.id))
    if request.method == "GET":
        form.show(rule)
    return _form_page(week, form, rule)


@bp.post("/reminders/<uuid:rule_id>/end")
@requires(Right.MANAGE)
def end_reminder(slug: str, rule_id: UUID) -> ResponseReturnValue:
    """Let it remind no more."""
    week = week_at(slug)
    reminding.end_rule(rule_at(week, rule_id), by=signed_in())
    flash(_("This reminder has ended."))
    return redirect(url_for(".reminders", slug=slug))


def _shown(week: Week, rules: Sequence[ReminderRule]) -> list[Shown]:
    """Rules with their moments, in a fixed number of statements."""
    now = clock.now()
    has_events = any(rule.kind is RuleKind.EVENT for rule in rules)
    events = queries.events_with_places(week) if has_events else ()
    begun = queries.mailings_by([rule.id for rule in rules])
    return [
        Shown(
            rule,
            [
                Line(one, begun.get((rule.id, one.mark)), _is_ahead(rule, one, now))
                for one in moments_of(rule, week, events)
            ],
        )
        for rule in rules
    ]


def _is_ahead(rule: ReminderRule, moment: Moment, now: datetime) -> bool:
    return rule.is_on and moment.is_ahead(now)


def _reach(rule: ReminderRule, shown: Shown) -> Reach | None:
    """Whom the next moment would reach now; else the last one."""
    lines = [shown.following] if shown.following else list(shown.lines[-1:])
    line = next(iter(lines), None)
    if line is None:
        return None
    return reach_of(reminding.preview_of(rule, line.moment))


def _form_page(
    week: Week, form: RuleForm, rule: ReminderRule | None
) -> ResponseReturnValue:
    page = render_template(
        "mailings/edit_reminder.html",
        week=week,
        rule=rule,
        form=form,
        kind=form.kind,
        placeholders=offered_by(form.kind),
    )
    return page, form.status


def _kind(text: str) -> RuleKind:
    known = {one.value for one in RuleKind}
    return RuleKind(text) if text in known else abort(404)
