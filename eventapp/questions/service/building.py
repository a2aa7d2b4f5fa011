"""Writing a form: sections, questions, their order and their conditions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.i18n import Localised
from eventapp.kernel.tokens import new_token
from eventapp.programme.models.weeks import Week
from eventapp.questions import queries, signals
from eventapp.questions.conditions import Condition
from eventapp.questions.errors import (
    ConditionBroken,
    FormChangedMeanwhile,
    OptionsMissing,
    QuestionAnswered,
)
from eventapp.questions.form import FormQuestion, Wording
from eventapp.questions.models import FormSection, Question, QuestionWording
from eventapp.questions.plans import (
    QuestionPlan,
    SectionPlan,
    broken_condition,
    plan_of,
)

Row = FormSection | Question
FEWEST_OPTIONS = 2


def add_section(week: Week, plan: SectionPlan, *, by: Account) -> FormSection:
    """Add a section at the end of the form."""
    lock(week)
    last = select(func.max(FormSection.position)).where(FormSection.week_id == week.id)
    section = add(
        FormSection(
            title=plan.title,
            introduction=plan.introduction,
            position=(db.session.scalar(last) or 0) + 1,
            week_id=week.id,
        )
    )
    _note("form.added", section, plan.title, by)
    return section


def change_section(
    section: FormSection, plan: SectionPlan, *, seen: int, by: Account
) -> None:
    """Write a section anew.

    Raises:
        FormChangedMeanwhile: somebody saved it since `seen`.
    """
    _hold(section, seen)
    section.title, section.introduction = plan.title, plan.introduction
    _note("form.changed", section, plan.title, by)


def add_question(section: FormSection, plan: QuestionPlan, *, by: Account) -> Question:
    """Add a question at the end of a section.

    Raises:
        OptionsMissing: there is nothing to choose from.
    """
    lock(section)
    _check_options(plan.wording)
    last = select(func.max(Question.position)).where(Question.section_id == section.id)
    question = Question(
        version=1,
        position=(db.session.scalar(last) or 0) + 1,
        section_id=section.id,
        section=section,
    )
    _write(question, plan)
    add(question)
    _word(question, plan.wording)
    _note("form.added", section, plan.wording.label, by)
    return question


def change_question(
    question: Question, plan: QuestionPlan, *, seen: int, by: Account
) -> None:
    """Write a question anew; other words are a new version, answers keep theirs.

    Raises:
        FormChangedMeanwhile: somebody saved it since `seen`.
        OptionsMissing: there is nothing to choose from.
        ConditionBroken: a condition needs an answer that is no longer offered.
    """
    _hold(question, seen)
    _check_options(plan.wording)
    known = queries.wordings([question.id])
    if known[question.id, question.version] != plan.wording:
        question.version = max(version for _key, version in known) + 1
        _word(question, plan.wording)
    _write(question, plan)
    _check_conditions(question.section.week_id)
    _note("form.changed", question.section, plan.wording.label, by)


def duplicate_question(
    question: FormQuestion, section: FormSection, *, by: Account
) -> Question:
    """Add another question like this one, at the end of its section."""
    twin = add_question(section, plan_of(question), by=by)
    twin.condition = question.condition.written()
    return twin


def set_condition(row: Row, condition: Condition, *, seen: int, by: Account) -> None:
    """Say when a section or a question is asked.

    Raises:
        FormChangedMeanwhile: somebody saved it since `seen`.
        ConditionBroken: a rule looks at a question that comes later, or is gone.
    """
    _hold(row, seen)
    row.condition = condition.written()
    _check_conditions(_week_of(row))
    _note("form.condition_changed", _section_of(row), _label(row), by)


def move(row: Row, step: int, *, by: Account) -> None:
    """Let a section or a question change places with its neighbour.

    Raises:
        ConditionBroken: something would then look at what comes after it.
    """
    lock(_section_of(row).week)
    rows = _neighbours(row)
    here = rows.index(row)
    there = here + step
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, one in enumerate(rows, start=1):
        one.position = position
    _check_conditions(_week_of(row))
    _note("form.moved", _section_of(row), _label(row), by)


def archive(row: Row, *, by: Account) -> None:
    """Ask it no longer; its answers stay where the office reads them.

    Raises:
        ConditionBroken: a condition still looks at it.
    """
    _hold(row, row.revision)
    row.archived_at = clock.now()
    _check_conditions(_week_of(row))
    _note("form.archived", _section_of(row), _label(row), by)


def restore(row: Row, *, by: Account) -> None:
    """Ask it again.

    Raises:
        ConditionBroken: its own condition looks at what is gone meanwhile.
    """
    _hold(row, row.revision)
    row.archived_at = None
    _check_conditions(_week_of(row))
    _note("form.restored", _section_of(row), _label(row), by)


def remove(row: Row, *, by: Account) -> None:
    """Delete what nobody has answered.

    Raises:
        QuestionAnswered: it can only be archived.
        ConditionBroken: a condition still looks at it.
    """
    section, label, week_id = _section_of(row), _label(row), _week_of(row)
    lock(section)
    keys = [row.id]
    if isinstance(row, FormSection):
        inside = select(Question.id).where(Question.section_id == row.id)
        keys = list(db.session.scalars(inside))
    counted = signals.answers_counted.send(keys)
    if any(count for _listener, count in counted):
        raise QuestionAnswered
    db.session.delete(row)
    db.session.flush()
    db.session.expire_all()
    _check_conditions(week_id)
    _note_in(week_id, "form.removed", label, by)


def set_asks(week: Week, asks: dict[str, Any], *, by: Account) -> None:
    """Say which of the usual questions are asked, needed, or left out."""
    lock(week)
    if week.asks != asks:
        week.asks = asks
        _note_in(week.id, "form.usual_changed", week.name, by)


def mark(week: Week) -> None:
    """Let everybody read the form of this week anew."""
    week.form_mark = new_token()
    db.session.flush()


def _hold(row: Row, seen: int) -> None:
    lock(row)
    if row.revision != seen:
        raise FormChangedMeanwhile
    row.revision += 1


def _write(question: Question, plan: QuestionPlan) -> None:
    question.is_required = plan.is_required
    question.readers = plan.readers
    question.purpose = plan.purpose
    question.sensitivity = plan.sensitivity
    db.session.flush()


def _word(question: Question, wording: Wording) -> None:
    add(
        QuestionWording(
            question_id=question.id,
            version=question.version,
            kind=wording.kind,
            label=wording.label,
            hint=wording.hint,
            options=wording.details(),
            worded_at=clock.now(),
        )
    )


def _check_options(wording: Wording) -> None:
    if wording.kind.has_options and len(wording.options) < FEWEST_OPTIONS:
        raise OptionsMissing


def _check_conditions(week_id: UUID) -> None:
    db.session.flush()
    broken = broken_condition(queries.form_of(week_id), queries.whole_form_of(week_id))
    if broken is not None:
        question = str(broken.question) if broken.question else "–"
        raise ConditionBroken(asked=str(broken.asked), question=question)


def _neighbours(row: Row) -> list[Any]:
    rows: Sequence[Any]
    if isinstance(row, FormSection):
        found = select(FormSection).where(FormSection.week_id == row.week_id)
        rows = db.session.scalars(
            found.order_by(FormSection.position, FormSection.id)
        ).all()
    else:
        inside = select(Question).where(Question.section_id == row.section_id)
        rows = db.session.scalars(inside.order_by(Question.position, Question.id)).all()
    return [one for one in rows if (one.archived_at is None) == (not row.archived_at)]


def _section_of(row: Row) -> FormSection:
    return row if isinstance(row, FormSection) else row.section


def _week_of(row: Row) -> UUID:
    return _section_of(row).week_id


def _label(row: Row) -> Localised:
    if isinstance(row, FormSection):
        return row.title
    return queries.wordings([row.id])[row.id, row.version].label


def _note(action: str, section: FormSection, label: Localised, by: Account) -> None:
    _note_in(section.week_id, action, label, by)


def _note_in(week_id: UUID, action: str, label: Localised, by: Account) -> None:
    mark(db.session.get_one(Week, week_id))
    note(action, actor=by.name, actor_id=by.id, subject=str(label), week_id=week_id)
