"""Questions about the forms of weeks."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import and_, select

from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.questions.conditions import Condition
from eventapp.questions.form import FormPart, FormQuestion, WeekForm, Wording
from eventapp.questions.models import FormSection, Question, QuestionWording

MOST_KEPT = 50  # weeks

_kept: dict[UUID, tuple[str, WeekForm]] = {}

Versions = Mapping[tuple[UUID, int], Wording]


def form_of(week_id: UUID) -> WeekForm:
    """What a week asks today."""
    return _form(week_id, archived=False)


def form_now(week: Week) -> WeekForm:
    """The same, kept in memory under the mark that each change renews.

    A mark is never used twice, so what was undone is never read again.
    """
    if week.form_mark is None:
        return WeekForm()
    kept = _kept.get(week.id)
    if kept is None or kept[0] != week.form_mark:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        kept = _kept[week.id] = (week.form_mark, form_of(week.id))
    return kept[1]


def whole_form_of(week_id: UUID) -> WeekForm:
    """The same with what is archived, in its place."""
    return _form(week_id, archived=True)


def wordings(keys: Collection[UUID]) -> Versions:
    """All words in which these questions were ever put, by question and version."""
    rows = select(QuestionWording).where(QuestionWording.question_id.in_(keys))
    return {
        (one.question_id, one.version): wording_in(one)
        for one in db.session.scalars(rows)
    }


def options_used(question_id: UUID) -> int:
    """The highest number that an answer of any version has: `a7`."""
    numbers = [
        int(option.key[1:])
        for wording in wordings([question_id]).values()
        for option in wording.options
        if option.key[1:].isdigit()
    ]
    return max(numbers, default=0)


def wording_in(row: QuestionWording) -> Wording:
    """The words of one version."""
    return Wording.read(row.kind, row.label, row.hint, row.options)


def _form(week_id: UUID, *, archived: bool) -> WeekForm:
    living = [] if archived else [Question.archived_at.is_(None)]
    rows = (
        select(FormSection, Question, QuestionWording)
        .outerjoin(
            Question,
            and_(Question.section_id == FormSection.id, *living),
        )
        .outerjoin(
            QuestionWording,
            and_(
                QuestionWording.question_id == Question.id,
                QuestionWording.version == Question.version,
            ),
        )
        .where(FormSection.week_id == week_id)
        .order_by(FormSection.position, FormSection.id, Question.position, Question.id)
    )
    if not archived:
        rows = rows.where(FormSection.archived_at.is_(None))
    found: dict[UUID, tuple[FormSection, list[FormQuestion]]] = {}
    for section, question, wording in db.session.execute(rows):
        _section, questions = found.setdefault(section.id, (section, []))
        if question is not None:
            questions.append(_question(section, question, wording))
    return WeekForm(tuple(_part(*one) for one in found.values()))


def _part(section: FormSection, questions: list[FormQuestion]) -> FormPart:
    return FormPart(
        section.id,
        section.title,
        section.introduction,
        Condition.read(section.condition),
        section.revision,
        tuple(questions),
        section.archived_at is not None,
    )


def _question(
    section: FormSection, question: Question, wording: QuestionWording
) -> FormQuestion:
    return FormQuestion(
        question.id,
        question.section_id,
        question.version,
        question.revision,
        wording_in(wording),
        Condition.read(question.condition),
        question.is_required,
        question.readers,
        question.purpose,
        question.sensitivity,
        bool(question.archived_at or section.archived_at),
    )
