"""Answers to the week's own questions: kept with the words that were read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from eventapp.accounts.models import Account
from eventapp.files.looking import FitFile
from eventapp.files.service import drop_files, store
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.personal import Sensitivity
from eventapp.questions.form import FormPart, FormQuestion
from eventapp.questions.models import Question
from eventapp.registration.models.answers import Answer, AnswerFile
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.applying import check_changeable, mark_done
from eventapp.registration.service.noting import DELEGATE, note_about
from eventapp.registration.service.reviewing import review_answers

WAITING = timedelta(hours=1)  # a file for a form that came back with errors


@dataclass(frozen=True)
class FilesGiven:
    """Which files answer a question: some of those known, and new ones."""

    staying: tuple[UUID, ...]
    new: tuple[FitFile, ...] = ()


@dataclass(frozen=True)
class PartAnswers:
    """What was given to the questions of one section that were asked and seen."""

    values: Mapping[UUID, tuple[str, ...]]
    language: str
    files: Mapping[UUID, FilesGiven] = field(default_factory=dict)
    is_complete: bool = True  # else more questions follow from these answers


def save_part(
    registration: Registration,
    part: FormPart,
    answers: PartAnswers,
    *,
    by: Account | None = None,
) -> None:
    """Keep the answers of one section, each with the version of its question.

    The office (`by`) may do so at any time.

    Raises:
        NoLongerOpen: the registration was declined or cancelled.
        TooLateToChange: the deadline has passed.
    """
    lock(registration)
    if by is None:
        check_changeable(registration)
    known = _answers_of(registration)
    changed = []
    for question in part.questions:
        if question.id in answers.files:
            values = _keep_files(registration, question, answers.files[question.id])
        elif question.id in answers.values:
            values = answers.values[question.id]
        else:
            continue
        if _keep(registration, question, values, known, answers.language):
            changed.append(question)
    review_answers(registration)
    registration.changed_at = clock.now()
    if answers.is_complete:
        mark_done(registration, part.step)
    if changed and (by is not None or registration.is_submitted):
        _note(registration, changed, by)


def hold_file(
    registration: Registration, question_id: UUID, fit: FitFile
) -> AnswerFile:
    """Keep a file for an hour, while its form is being corrected."""
    return add(
        AnswerFile(
            registration_id=registration.id,
            question_id=question_id,
            stored_id=store(fit).id,
            kept_until=clock.now() + WAITING,
        )
    )


def drop_held(
    registration: Registration, question_id: UUID, *, but: Collection[UUID]
) -> None:
    """Let go what was held for a form and does not stay in it."""
    rows = select(AnswerFile).where(
        AnswerFile.registration_id == registration.id,
        AnswerFile.question_id == question_id,
        AnswerFile.kept_until.is_not(None),
        AnswerFile.id.not_in(but),
    )
    _drop(db.session.scalars(rows).all())


def forget_waiting_files() -> int:
    """Forget the files whose form never came back; how many they were."""
    rows = select(AnswerFile).where(AnswerFile.kept_until <= clock.now())
    return _drop(db.session.scalars(rows).all())


def forget_sensitive(registration: Registration) -> None:
    """Forget what told of health or belief: it is no longer agreed to."""
    asked = select(Question.id).where(Question.sensitivity == Sensitivity.SENSITIVE)
    files = select(AnswerFile).where(
        AnswerFile.registration_id == registration.id,
        AnswerFile.question_id.in_(asked),
    )
    _drop(db.session.scalars(files).all())
    db.session.execute(
        delete(Answer).where(
            Answer.registration_id == registration.id, Answer.question_id.in_(asked)
        )
    )


def count_answers(question_ids: Collection[UUID]) -> int:
    """How many answers these questions have, also those that are set aside."""
    count = select(func.count()).where(Answer.question_id.in_(question_ids))
    return db.session.scalar(count) or 0


def _answers_of(registration: Registration) -> dict[UUID, Answer]:
    rows = select(Answer).where(Answer.registration_id == registration.id)
    return {one.question_id: one for one in db.session.scalars(rows)}


def _keep(
    registration: Registration,
    question: FormQuestion,
    values: tuple[str, ...],
    known: Mapping[UUID, Answer],
    language: str,
) -> bool:
    """Write one answer; whether it differs from what was known."""
    before = known.get(question.id)
    if not values:
        if before is not None:
            db.session.delete(before)
        return before is not None
    if before is None:
        before = Answer(registration_id=registration.id, question_id=question.id)
        db.session.add(before)
    is_new = before.values != values
    if is_new or before.version != question.version:
        before.values, before.version = values, question.version
        before.language, before.changed_at = language, clock.now()
    before.is_asked = True
    return is_new


def _keep_files(
    registration: Registration, question: FormQuestion, given: FilesGiven
) -> tuple[str, ...]:
    rows = select(AnswerFile).where(
        AnswerFile.registration_id == registration.id,
        AnswerFile.question_id == question.id,
    )
    known = {one.id: one for one in db.session.scalars(rows)}
    staying = [known.pop(key) for key in given.staying if key in known]
    _drop(list(known.values()))
    new = [hold_file(registration, question.id, fit) for fit in given.new]
    for one in (*staying, *new):
        one.kept_until = None
    return tuple(str(one.id) for one in (*staying, *new))


def _drop(files: Sequence[AnswerFile]) -> int:
    stored = [one.stored_id for one in files]
    for one in files:
        db.session.delete(one)
    db.session.flush()
    drop_files(stored)
    return len(files)


def _note(
    registration: Registration, changed: Sequence[FormQuestion], by: Account | None
) -> None:
    details = {"fields": [str(one.wording.label)[:80] for one in changed]}
    note_about(
        registration, "registration.changed", who=by or DELEGATE, details=details
    )
