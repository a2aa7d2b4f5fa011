"""What was answered to the week's own questions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.files.models import StoredFile
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.questions.conditions import Given
from eventapp.questions.form import Wording
from eventapp.questions.models import FormSection, Question, QuestionWording
from eventapp.questions.queries import wording_in
from eventapp.registration.models.answers import Answer, AnswerFile
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus

TAKING_PART = (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)
Versioned = tuple[tuple[str, ...], int]  # values, and the version of the question


def given_by(registrations: Collection[Registration]) -> Mapping[UUID, Given]:
    """The values of all answers, by registration and question."""
    rows = select(Answer.registration_id, Answer.question_id, Answer.values).where(
        Answer.registration_id.in_([one.id for one in registrations])
    )
    found: dict[UUID, dict[UUID, tuple[str, ...]]] = {}
    for registration_id, question_id, values in db.session.execute(rows):
        found.setdefault(registration_id, {})[question_id] = values
    return found


@dataclass(frozen=True)
class GivenAnswer:
    """One answer with the words in which its question was put."""

    values: tuple[str, ...]
    wording: Wording
    version: int
    language: str
    changed_at: datetime


def answers_of(registration: Registration) -> Mapping[UUID, GivenAnswer]:
    """What somebody answered, to what is still asked of them, by question."""
    return answers_of_many([registration.id]).get(registration.id, {})


def answers_of_many(
    keys: Collection[UUID],
) -> Mapping[UUID, Mapping[UUID, GivenAnswer]]:
    """The same for several registrations, by registration."""
    rows = (
        select(Answer, QuestionWording)
        .join(
            QuestionWording,
            and_(
                QuestionWording.question_id == Answer.question_id,
                QuestionWording.version == Answer.version,
            ),
        )
        .where(Answer.registration_id.in_(keys), Answer.is_asked)
    )
    found: dict[UUID, dict[UUID, GivenAnswer]] = {}
    for answer, wording in db.session.execute(rows):
        found.setdefault(answer.registration_id, {})[answer.question_id] = GivenAnswer(
            answer.values,
            wording_in(wording),
            answer.version,
            answer.language,
            answer.changed_at,
        )
    return found


def files_of(
    registration: Registration,
) -> Mapping[UUID, Sequence[tuple[UUID, StoredFile]]]:
    """The files that somebody handed in, also those which still wait, by question."""
    rows = (
        select(AnswerFile, StoredFile)
        .join(AnswerFile.stored)
        .where(
            AnswerFile.registration_id == registration.id,
            or_(AnswerFile.kept_until.is_(None), AnswerFile.kept_until > clock.now()),
        )
        .order_by(StoredFile.stored_at, AnswerFile.id)
    )
    found: dict[UUID, list[tuple[UUID, StoredFile]]] = {}
    for one, stored in db.session.execute(rows):
        found.setdefault(one.question_id, []).append((one.id, stored))
    return found


def counts_of(week_id: UUID) -> Mapping[UUID, int]:
    """How many delegates answered each question of a week."""
    asked = (
        select(Question.id)
        .join(FormSection, FormSection.id == Question.section_id)
        .where(FormSection.week_id == week_id)
    )
    rows = db.session.execute(
        select(Answer.question_id, func.count())
        .where(Answer.question_id.in_(asked), Answer.is_asked)
        .group_by(Answer.question_id)
    )
    return {key: count for key, count in rows}  # noqa: C416 - typed rows


def file_of(registration: Registration, key: UUID) -> AnswerFile | None:
    """One file of somebody, with what it is."""
    rows = select(AnswerFile).options(joinedload(AnswerFile.stored))
    return db.session.scalar(
        rows.where(AnswerFile.id == key, AnswerFile.registration_id == registration.id)
    )


def grouped_answers(
    week_id: UUID,
) -> Mapping[UUID, Sequence[tuple[tuple[str, ...], int, int]]]:
    """Equal answers with their version and number, by question, in one statement."""
    count = func.count()
    rows = db.session.execute(
        select(Answer.question_id, Answer.values, Answer.version, count)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(
            Registration.week_id == week_id,
            Registration.status.in_(TAKING_PART),
            Answer.is_asked,
        )
        .group_by(Answer.question_id, Answer.values, Answer.version)
        .order_by(count.desc())
    )
    found: dict[UUID, list[tuple[tuple[str, ...], int, int]]] = {}
    for key, values, version, number in rows:
        found.setdefault(key, []).append((values, version, number))
    return found


def all_answers(week_id: UUID) -> Mapping[UUID, Mapping[UUID, Versioned]]:
    """Every answer of a week with its version, by registration and question."""
    rows = db.session.execute(
        select(
            Answer.registration_id, Answer.question_id, Answer.values, Answer.version
        )
        .join(Registration, Registration.id == Answer.registration_id)
        .where(Registration.week_id == week_id, Answer.is_asked)
    )
    found: dict[UUID, dict[UUID, Versioned]] = {}
    for registration_id, question_id, values, version in rows:
        found.setdefault(registration_id, {})[question_id] = (values, version)
    return found


def registrations_with_answers(week_id: UUID) -> Sequence[Registration]:
    """Everybody of a week who is coming or may come, by number."""
    rows = (
        select(Registration)
        .options(
            joinedload(Registration.institution), joinedload(Registration.territory)
        )
        .where(Registration.week_id == week_id, Registration.status.in_(TAKING_PART))
        .order_by(Registration.number, Registration.id)
    )
    return db.session.scalars(rows).all()
