"""What was answered to the week's own questions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from eventapp.files.models import StoredFile
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.questions.conditions import Given
from eventapp.questions.form import Wording
from eventapp.questions.models import QuestionWording
from eventapp.questions.queries import wording_in
from eventapp.registration.models.answers import Answer, AnswerFile
from eventapp.registration.models.registrations import Registration


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
    rows = (
        select(Answer, QuestionWording)
        .join(
            QuestionWording,
            and_(
                QuestionWording.question_id == Answer.question_id,
                QuestionWording.version == Answer.version,
            ),
        )
        .where(Answer.registration_id == registration.id, Answer.is_asked)
    )
    return {
        answer.question_id: GivenAnswer(
            answer.values,
            wording_in(wording),
            answer.version,
            answer.language,
            answer.changed_at,
        )
        for answer, wording in db.session.execute(rows)
    }


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


def file_of(registration: Registration, key: UUID) -> AnswerFile | None:
    """One file of somebody, with what it is."""
    rows = select(AnswerFile).options(joinedload(AnswerFile.stored))
    return db.session.scalar(
        rows.where(AnswerFile.id == key, AnswerFile.registration_id == registration.id)
    )
