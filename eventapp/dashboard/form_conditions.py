"""When a section or a question is asked: its rules, one page each."""

from dataclasses import replace
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard.form import part_at, question_at
from eventapp.dashboard.forms.rules import JoinedForm, RuleForm
from eventapp.dashboard.office import bp
from eventapp.dashboard.rule_words import RuleWords
from eventapp.kernel.db import db
from eventapp.programme.access import week_at
from eventapp.questions import queries
from eventapp.questions.conditions import Condition
from eventapp.questions.errors import ConditionBroken, FormChangedMeanwhile
from eventapp.questions.form import FormPart, FormQuestion, WeekForm
from eventapp.questions.models import FormSection, Question
from eventapp.questions.service import building
from eventapp.questions.vocabulary import Subject
from eventapp.web.forms import as_uuid

WHERE = "/<slug>/form/<any(sections,questions):what>/<uuid:key>/condition"


@bp.route(WHERE, methods=["GET", "POST"])
@requires(Right.MANAGE)
def condition(slug: str, what: str, key: UUID) -> ResponseReturnValue:
    """All rules of one section or question, and what else one may look at."""
    week = week_at(slug)
    form = queries.form_of(week.id)
    owner = _owner(form, what, key)
    joining = JoinedForm().offer()
    if joining.validate_on_submit():
        changed = replace(owner.condition, joined=joining.chosen())
        building.set_condition(_row(owner), changed, seen=joining.seen, by=signed_in())
        flash(_("Saved."))
        return redirect(request.path)
    joining.joined.data = owner.condition.joined.value
    joining.revision.data = str(owner.revision)
    said = RuleWords(form)
    page = render_template(
        "dashboard/form_condition.html",
        week=week,
        what=what,
        owner=owner,
        form=joining,
        said=said,
        subjects=[
            (one.value, said.name(one, None))
            for one in Subject
            if one.value != "question"
        ],
        earlier=_earlier(form, owner),
    )
    return page, joining.status


@bp.route(f"{WHERE}/new", methods=["GET", "POST"])
@requires(Right.MANAGE)
def add_rule(slug: str, what: str, key: UUID) -> ResponseReturnValue:
    """One more rule about what was chosen before."""
    week = week_at(slug)
    form = queries.form_of(week.id)
    owner = _owner(form, what, key)
    subject, question = _subject(form)
    said = RuleWords(form)
    writing = RuleForm().offer(
        said.values(subject, question), is_question=question is not None
    )
    if writing.validate_on_submit():
        rules = (*owner.condition.rules, writing.rule(subject, question))
        changed = replace(owner.condition, rules=rules)
        try:
            building.set_condition(
                _row(owner), changed, seen=writing.seen, by=signed_in()
            )
        except (ConditionBroken, FormChangedMeanwhile) as refusal:
            writing.form_errors = [str(refusal)]
        else:
            flash(_("Saved."))
            return redirect(url_for(".condition", slug=slug, what=what, key=key))
    writing.revision.data = str(owner.revision)
    page = render_template(
        "dashboard/form_rule.html",
        week=week,
        what=what,
        owner=owner,
        form=writing,
        subject=said.name(subject, question.id if question else None),
    )
    return page, writing.status


@bp.post(f"{WHERE}/remove/<place>")
@requires(Right.MANAGE)
def remove_rule(slug: str, what: str, key: UUID, place: str) -> ResponseReturnValue:
    """One rule less."""
    week = week_at(slug)
    owner = _owner(queries.form_of(week.id), what, key)
    rules = list(owner.condition.rules)
    if not place.isdigit() or int(place) >= len(rules):
        abort(404)
    rules.pop(int(place))
    changed: Condition = replace(owner.condition, rules=tuple(rules))
    building.set_condition(_row(owner), changed, seen=owner.revision, by=signed_in())
    flash(_("Saved."))
    return redirect(url_for(".condition", slug=slug, what=what, key=key))


def _owner(form: WeekForm, what: str, key: UUID) -> FormPart | FormQuestion:
    return part_at(form, key) if what == "sections" else question_at(form, key)


def _row(owner: FormPart | FormQuestion) -> FormSection | Question:
    if isinstance(owner, FormPart):
        return db.session.get_one(FormSection, owner.id)
    return db.session.get_one(Question, owner.id)


def _earlier(form: WeekForm, owner: FormPart | FormQuestion) -> list[FormQuestion]:
    """The questions at which its rules may look."""
    found: list[FormQuestion] = []
    for part in form.parts:
        if part.id == owner.id:
            break
        for one in part.questions:
            if one.id == owner.id:
                return found
            found.append(one)
    return found


def _subject(form: WeekForm) -> tuple[Subject, FormQuestion | None]:
    """What the address names: a question by its key, or something else."""
    named = request.args.get("subject", "")
    if (key := as_uuid(named)) is not None:
        return Subject.QUESTION, question_at(form, key)
    known = {one.value for one in Subject if one is not Subject.QUESTION}
    if named not in known:
        abort(404)
    return Subject(named), None
