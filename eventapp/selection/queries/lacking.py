"""What a registration still lacks, and how far its letter is, as conditions."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, or_, select
from sqlalchemy.orm import aliased

from eventapp.letters.models import LetterRequest
from eventapp.letters.vocabulary import ENDED, MADE, LetterStatus
from eventapp.programme.models.weeks import Week
from eventapp.questions.models import FormSection, Question, QuestionWording
from eventapp.questions.vocabulary import QuestionKind
from eventapp.registration.models.answers import Answer
from eventapp.registration.models.approvals import Inquiry
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.selection.vocabulary import Lack, LetterState

Condition = ColumnElement[bool]


def lacking(week: Week, lack: Lack) -> Condition:
    """Whether something is still to come; of those alone who still take part."""
    is_live = Registration.status.in_(
        (
            RegistrationStatus.DRAFT,
            RegistrationStatus.SUBMITTED,
            RegistrationStatus.CONFIRMED,
        )
    )
    return and_(is_live, _lack(week, lack))


def _lack(week: Week, lack: Lack) -> Condition:
    match lack:
        case Lack.NAME:
            return and_(
                Registration.name_latin == "",  # type: ignore[attr-defined]  # of a composite
                func.coalesce(Registration.name_native, "") == "",  # type: ignore[attr-defined]  # the same
            )
        case Lack.OWN_PART:
            return and_(
                Registration.status != RegistrationStatus.DRAFT,
                ~cast(Registration.steps_done, Text).contains('"check"'),
            )
        case Lack.ANSWER:
            asked = exists(
                select(Inquiry.id).where(
                    Inquiry.registration_id == Registration.id,
                    Inquiry.answered_at.is_(None),
                )
            )
            return or_(asked, _unanswered(week, is_file=False))
        case Lack.DOCUMENT:
            return or_(_unanswered(week, is_file=True), stands(LetterState.RETURNED))
        case Lack.ARRIVAL:
            return Registration.arrives_on.is_(None)
        case Lack.INSTITUTION:
            return and_(
                Registration.institution_id.is_(None),
                Registration.accompanies_id.is_(None),
            )


def _unanswered(week: Week, *, is_file: bool) -> Condition:
    """Whether a required question that everybody is asked has no answer."""
    answer = aliased(Answer)
    kind = QuestionWording.kind
    return exists(
        select(Question.id)
        .join(FormSection, FormSection.id == Question.section_id)
        .join(
            QuestionWording,
            and_(
                QuestionWording.question_id == Question.id,
                QuestionWording.version == Question.version,
            ),
        )
        .where(
            FormSection.week_id == week.id,
            FormSection.archived_at.is_(None),
            FormSection.condition.is_(None),
            Question.archived_at.is_(None),
            Question.condition.is_(None),
            Question.is_required,
            kind == QuestionKind.FILES if is_file else kind != QuestionKind.FILES,
            ~select(answer.id)
            .where(
                answer.registration_id == Registration.id,
                answer.question_id == Question.id,
            )
            .correlate(Registration, Question)
            .exists(),
        )
    )


def stands(state: LetterState) -> Condition:
    """Whether somebody's letter is in this state."""
    statuses: dict[LetterState, Iterable[LetterStatus]] = {
        LetterState.ASKED: set(LetterStatus) - {*MADE, *ENDED},
        LetterState.RETURNED: {LetterStatus.RETURNED},
        LetterState.ISSUED: MADE,
        LetterState.REFUSED: {LetterStatus.REFUSED},
    }
    asked = select(LetterRequest.registration_id)
    if state is LetterState.NEEDED:
        standing = asked.where(LetterRequest.status.not_in(ENDED))
        return and_(
            Registration.needs_visa_letter.is_(True), Registration.id.not_in(standing)
        )
    wanted = [one for one in LetterStatus if one in statuses[state]]
    return Registration.id.in_(asked.where(LetterRequest.status.in_(wanted)))


def exists(rows: Select[Any]) -> Condition:
    """Whether there is such a row about the registration."""
    return rows.correlate(Registration).exists()
