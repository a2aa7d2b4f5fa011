"""Own answers to the week's questions, in the reader's words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from eventapp.files.models import StoredFile
from eventapp.kernel.i18n import Localised
from eventapp.questions.form import FormPart, FormQuestion, WeekForm
from eventapp.questions.showing import words_of_answer
from eventapp.questions.vocabulary import QuestionKind, Readers
from eventapp.registration import answered, choices
from eventapp.registration.answered import GivenAnswer
from eventapp.registration.models.registrations import Registration


@dataclass(frozen=True)
class AnswerLine:
    """One question with its answer, as it was put when it was answered."""

    question: FormQuestion
    label: Localised
    words: str
    files: Sequence[tuple[UUID, StoredFile]] = ()
    is_answered: bool = True


@dataclass(frozen=True)
class AnsweredPart:
    """One section with what was answered in it."""

    part: FormPart
    lines: tuple[AnswerLine, ...]


def answered_parts(
    registration: Registration,
    form: WeekForm,
    *,
    asked: Collection[UUID] = (),
    readers: Collection[Readers] = tuple(Readers),
) -> list[AnsweredPart]:
    """The sections with answers, and with what is `asked` and not answered.

    Only what these readers may read. With the whole form, archived questions are there
    as long as somebody has answered them.
    """
    if not form.parts:
        return []
    given = answered.answers_of(registration)
    has_files = any(one.wording.kind is QuestionKind.FILES for one in given.values())
    files = answered.files_of(registration) if has_files else {}
    parts = []
    for part in form.parts:
        lines = tuple(
            _line(one, given.get(one.id), files)
            for one in part.questions
            if one.readers in readers and (one.id in given or one.id in asked)
        )
        if lines:
            parts.append(AnsweredPart(part, lines))
    return parts


def _line(
    question: FormQuestion,
    given: GivenAnswer | None,
    files: Mapping[UUID, Sequence[tuple[UUID, StoredFile]]],
) -> AnswerLine:
    if given is None:
        return AnswerLine(question, question.wording.label, "", is_answered=False)
    return AnswerLine(
        question,
        given.wording.label,
        words_of_answer(given.values, given.wording, choices.places),
        [one for one in files.get(question.id, ()) if str(one[0]) in given.values],
    )
