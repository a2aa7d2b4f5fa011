"""The form of a week: its sections and questions, in order."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard.office import bp
from eventapp.dashboard.rule_words import RuleWords
from eventapp.kernel.db import db
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.questions import queries
from eventapp.questions.errors import (
    ConditionBroken,
    FormChangedMeanwhile,
    OptionsMissing,
)
from eventapp.questions.form import FormPart, FormQuestion, WeekForm
from eventapp.questions.forms.writing import QuestionForm, SectionForm
from eventapp.questions.models import FormSection, Question
from eventapp.questions.service import building
from eventapp.questions.vocabulary import QuestionKind
from eventapp.questions.words import KINDS
from eventapp.registration.answered import counts_of

DEEDS = {
    "archive": building.archive,
    "restore": building.restore,
    "remove": building.remove,
}


@bp.get("/<slug>/form")
@requires(Right.MANAGE)
def form(slug: str) -> ResponseReturnValue:
    """All sections and questions, what is archived last."""
    week = week_at(slug)
    whole = queries.whole_form_of(week.id)
    return render_template(
        "dashboard/form.html",
        week=week,
        parts=[part for part in whole.parts if not part.is_archived],
        archived=_archived(whole),
        counts=counts_of(week.id),
        said=RuleWords(whole),
    )


@bp.route("/<slug>/form/sections/new", methods=["GET", "POST"])
@requires(Right.MANAGE)
def add_section(slug: str) -> ResponseReturnValue:
    """A new section, at the end."""
    week = week_at(slug)
    writing = SectionForm().offer(week)
    if writing.validate_on_submit():
        made = building.add_section(week, writing.plan(), by=signed_in())
        return redirect(_at(week, made.id))
    page = render_template(
        "dashboard/form_section.html", week=week, form=writing, part=None
    )
    return page, writing.status


@bp.route("/<slug>/form/sections/<uuid:section_id>", methods=["GET", "POST"])
@requires(Right.MANAGE)
def edit_section(slug: str, section_id: UUID) -> ResponseReturnValue:
    """Title and introduction of a section."""
    week = week_at(slug)
    part = part_at(queries.whole_form_of(week.id), section_id)
    writing = SectionForm().offer(week)
    if writing.validate_on_submit():
        row = db.session.get_one(FormSection, part.id)
        try:
            building.change_section(
                row, writing.plan(part), seen=writing.seen, by=signed_in()
            )
        except FormChangedMeanwhile as refusal:
            writing.form_errors = [str(refusal)]
            writing.revision.data = str(part.revision)
        else:
            flash(_("Saved."))
            return redirect(_at(week, part.id))
    if request.method == "GET":
        writing.show(part)
    page = render_template(
        "dashboard/form_section.html", week=week, form=writing, part=part
    )
    return page, writing.status


@bp.get("/<slug>/form/sections/<uuid:section_id>/kinds")
@requires(Right.MANAGE)
def choose_kind(slug: str, section_id: UUID) -> ResponseReturnValue:
    """How the new question is to be answered."""
    week = week_at(slug)
    part = part_at(queries.form_of(week.id), section_id)
    return render_template(
        "dashboard/form_kinds.html", week=week, part=part, kinds=KINDS
    )


@bp.route("/<slug>/form/sections/<uuid:section_id>/new", methods=["GET", "POST"])
@requires(Right.MANAGE)
def add_question(slug: str, section_id: UUID) -> ResponseReturnValue:
    """A new question, at the end of a section."""
    week = week_at(slug)
    part = part_at(queries.form_of(week.id), section_id)
    writing = QuestionForm().offer(week)
    if wish := request.form.get("do"):
        writing.rearrange(wish)
    elif writing.validate_on_submit():
        section = db.session.get_one(FormSection, part.id)
        try:
            building.add_question(section, writing.plan(), by=signed_in())
        except OptionsMissing as refusal:
            writing.form_errors = [str(refusal)]
        else:
            flash(_("Saved."))
            return redirect(_at(week, part.id))
    if request.method == "GET":
        writing.begin(_kind(request.args.get("kind", "")))
    return _question_page(week, writing, part, None)


@bp.route("/<slug>/form/questions/<uuid:question_id>", methods=["GET", "POST"])
@requires(Right.MANAGE)
def edit_question(slug: str, question_id: UUID) -> ResponseReturnValue:
    """The words of a question, and all that belongs to it."""
    week = week_at(slug)
    whole = queries.whole_form_of(week.id)
    question = question_at(whole, question_id)
    writing = QuestionForm().offer(week)
    if wish := request.form.get("do"):
        writing.rearrange(wish)
    elif writing.validate_on_submit():
        row = db.session.get_one(Question, question.id)
        plan = writing.plan(question, queries.options_used(question.id))
        try:
            building.change_question(row, plan, seen=writing.seen, by=signed_in())
        except (FormChangedMeanwhile, OptionsMissing, ConditionBroken) as no:
            writing.form_errors = [str(no)]
            if isinstance(no, FormChangedMeanwhile):
                writing.revision.data = str(question.revision)
        else:
            flash(_("Saved."))
            return redirect(_at(week, question.section_id))
    if request.method == "GET":
        writing.show(question)
    part = part_at(whole, question.section_id)
    return _question_page(week, writing, part, question, RuleWords(whole))


@bp.post("/<slug>/form/<any(sections,questions):what>/<uuid:key>/move/<way>")
@requires(Right.MANAGE)
def move_in_form(slug: str, what: str, key: UUID, way: str) -> ResponseReturnValue:
    """Change places with the neighbour above or below."""
    week = week_at(slug)
    row, section_id = _row(queries.whole_form_of(week.id), what, key)
    building.move(row, -1 if way == "up" else 1, by=signed_in())
    flash(_("Moved."))
    return redirect(_at(week, section_id))


@bp.post("/<slug>/form/questions/<uuid:question_id>/duplicate")
@requires(Right.MANAGE)
def duplicate_question(slug: str, question_id: UUID) -> ResponseReturnValue:
    """Another question like this one."""
    week = week_at(slug)
    question = question_at(queries.whole_form_of(week.id), question_id)
    section = db.session.get_one(FormSection, question.section_id)
    made = building.duplicate_question(question, section, by=signed_in())
    flash(_("This is a copy. Change what is to be different."))
    return redirect(url_for(".edit_question", slug=slug, question_id=made.id))


@bp.post(
    "/<slug>/form/<any(sections,questions):what>/<uuid:key>/<any(archive,restore,remove):deed>"
)
@requires(Right.MANAGE)
def settle_in_form(slug: str, what: str, key: UUID, deed: str) -> ResponseReturnValue:
    """Archive, take back, or delete what nobody has answered."""
    week = week_at(slug)
    row, section_id = _row(queries.whole_form_of(week.id), what, key)
    DEEDS[deed](row, by=signed_in())
    flash(
        {
            "archive": _("Archived. It is asked no longer, and its answers stay."),
            "restore": _("It is asked again."),
            "remove": _("Deleted."),
        }[deed]
    )
    return redirect(_at(week, section_id if deed == "restore" else None))


def part_at(whole: WeekForm, key: UUID) -> FormPart:
    """The section with this key, or 404."""
    return whole.part(key) or abort(404)


def question_at(whole: WeekForm, key: UUID) -> FormQuestion:
    """The question with this key, or 404."""
    return whole.question(key) or abort(404)


def _row(whole: WeekForm, what: str, key: UUID) -> tuple[FormSection | Question, UUID]:
    if what == "sections":
        part = part_at(whole, key)
        return db.session.get_one(FormSection, part.id), part.id
    question = question_at(whole, key)
    return db.session.get_one(Question, question.id), question.section_id


def _archived(whole: WeekForm) -> list[FormPart | FormQuestion]:
    found: list[FormPart | FormQuestion] = []
    for part in whole.parts:
        if part.is_archived:
            found.append(part)
        else:
            found += [one for one in part.questions if one.is_archived]
    return found


def _kind(text: str) -> QuestionKind:
    known = {kind.value for kind in QuestionKind}
    return QuestionKind(text) if text in known else QuestionKind.SHORT_TEXT


def _at(week: Week, section_id: UUID | None) -> str:
    anchor = f"section-{section_id}" if section_id else None
    return url_for("dashboard.form", slug=week.slug, _anchor=anchor)


def _question_page(
    week: Week,
    writing: QuestionForm,
    part: FormPart,
    question: FormQuestion | None,
    said: RuleWords | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "dashboard/form_question.html",
        week=week,
        form=writing,
        part=part,
        question=question,
        said=said,
        kind=writing.chosen_kind,
    )
    return page, writing.status
