"""A form for another week: the same sections, questions and conditions."""

from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import func, select

from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.tokens import new_token
from eventapp.programme.models.weeks import Week
from eventapp.questions import queries
from eventapp.questions.conditions import Condition
from eventapp.questions.models import FormSection, Question, QuestionWording


def copy_form(model: Week, week: Week) -> int:
    """Give a week the form of another one, behind what it has; how many questions.

    What is archived stays where it is. Answers are never copied.
    """
    form = queries.form_of(model.id)
    last = select(func.max(FormSection.position)).where(FormSection.week_id == week.id)
    first = (db.session.scalar(last) or 0) + 1
    twins: dict[UUID, UUID] = {one.id: uuid4() for one in form.questions}
    for place, part in enumerate(form.parts, start=first):
        section = FormSection(
            id=uuid4(),
            title=part.title,
            introduction=part.introduction,
            condition=_twin(part.condition, twins).written(),
            position=place,
            week_id=week.id,
        )
        db.session.add(section)
        db.session.flush()
        for position, one in enumerate(part.questions, start=1):
            db.session.add(
                Question(
                    id=twins[one.id],
                    version=1,
                    is_required=one.is_required,
                    readers=one.readers,
                    purpose=one.purpose,
                    sensitivity=one.sensitivity,
                    condition=_twin(one.condition, twins).written(),
                    position=position,
                    section_id=section.id,
                )
            )
            db.session.flush()
            db.session.add(
                QuestionWording(
                    question_id=twins[one.id],
                    version=1,
                    kind=one.kind,
                    label=one.wording.label,
                    hint=one.wording.hint,
                    options=one.wording.details(),
                    worded_at=clock.now(),
                )
            )
    week.form_mark = new_token()
    db.session.flush()
    return len(twins)


def _twin(condition: Condition, twins: dict[UUID, UUID]) -> Condition:
    rules = tuple(
        replace(rule, question_id=twins[rule.question_id]) if rule.question_id else rule
        for rule in condition.rules
    )
    return replace(condition, rules=rules)
