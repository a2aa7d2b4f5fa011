"""What organisers write, as values: a section, a question."""

from dataclasses import dataclass
from uuid import UUID

from eventapp.kernel.i18n import Localised
from eventapp.kernel.personal import Purpose, Sensitivity
from eventapp.questions.conditions import Condition
from eventapp.questions.form import FormQuestion, WeekForm, Wording
from eventapp.questions.vocabulary import QuestionKind, Readers

YES_OR_NO = {QuestionKind.YES_NO: ("yes", "no"), QuestionKind.AGREEMENT: ("yes",)}


@dataclass(frozen=True)
class SectionPlan:
    """A section, as organisers write it."""

    title: Localised
    introduction: Localised | None = None


@dataclass(frozen=True)
class QuestionPlan:
    """A question, as organisers write it."""

    wording: Wording
    is_required: bool = False
    readers: Readers = Readers.OFFICE
    purpose: Purpose = Purpose.TAKING_PART
    sensitivity: Sensitivity = Sensitivity.ORDINARY


@dataclass(frozen=True)
class Broken:
    """A condition that can no longer be looked at, and what it looks at."""

    asked: Localised
    question: Localised | None


def plan_of(question: FormQuestion) -> QuestionPlan:
    """A question as it stands, for another one like it."""
    return QuestionPlan(
        question.wording,
        question.is_required,
        question.readers,
        question.purpose,
        question.sensitivity,
    )


def fixed_values(question: FormQuestion) -> tuple[str, ...] | None:
    """The values that an answer may have; None: no list of ours."""
    if question.kind.has_options:
        return tuple(one.key for one in question.wording.options)
    return YES_OR_NO.get(question.kind)


def broken_condition(form: WeekForm, whole: WeekForm) -> Broken | None:
    """The first rule of a form that looks forward, or at what is gone.

    Rules look back only, so that none can wait for itself.
    """
    known: dict[UUID, FormQuestion] = {}
    for part in form.parts:
        owners: list[tuple[Localised, Condition, FormQuestion | None]] = [
            (part.title, part.condition, None)
        ]
        owners += [(one.wording.label, one.condition, one) for one in part.questions]
        for label, condition, question in owners:
            for rule in condition.rules:
                if rule.question_id is None:
                    continue
                earlier = known.get(rule.question_id)
                if earlier is None or not _offers(earlier, rule.values):
                    meant = whole.question(rule.question_id)
                    return Broken(label, meant.wording.label if meant else None)
            if question is not None:
                known[question.id] = question
    return None


def _offers(question: FormQuestion, values: tuple[str, ...]) -> bool:
    fixed = fixed_values(question)
    return fixed is None or set(values) <= set(fixed)
