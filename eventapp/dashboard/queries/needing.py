"""What waits for the office of one week: how many of each sort, and which rows.

Where a choice of registrations is meant, the number is counted by that very choice, so
that the page behind it shows as many rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ScalarSelect, func, select

from eventapp.checkin.models.scans import Conflict, Hold
from eventapp.delegations.queries import Choice as DelegationChoice
from eventapp.delegations.queries import Missing, counted
from eventapp.invitations.queries import ends_soon
from eventapp.jobs.models import Job, JobStatus
from eventapp.kernel.db import db
from eventapp.letters.models import LetterRequest
from eventapp.letters.vocabulary import WAITING
from eventapp.mail.models import Message, MessageStatus
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.approvals import Inquiry, PendingChange, Review
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.selection.choosing import Choice
from eventapp.selection.queries.conditions import conditions_of
from eventapp.selection.vocabulary import Lack

EXPECTED = (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)
FAILED_FOR = timedelta(days=7)  # a job that failed before is of no interest


class Sort(StrEnum):
    """What waits, in the order in which it is told."""

    TO_CHECK = "to_check"
    TO_DECIDE = "to_decide"
    CHANGES = "changes"
    OVERDUE = "overdue"
    PROPOSALS = "proposals"
    LETTERS = "letters"
    DOCUMENTS = "documents"
    UNNAMED = "unnamed"
    ENDING = "ending"
    CONFLICTS = "conflicts"
    OUTSIDE = "outside"
    FAILED_MAILS = "failed_mails"
    UNCERTAIN_MAILS = "uncertain_mails"
    BOUNCED_MAILS = "bounced_mails"
    FAILED_JOBS = "failed_jobs"


DOCUMENTS = Choice(statuses=EXPECTED, lacks=(Lack.DOCUMENT,))
UNNAMED = DelegationChoice(missing=Missing.NAMES)
MAILS = {
    Sort.FAILED_MAILS: MessageStatus.FAILED,
    Sort.UNCERTAIN_MAILS: MessageStatus.UNCERTAIN,
    Sort.BOUNCED_MAILS: MessageStatus.BOUNCED,
}


@dataclass(frozen=True)
class Oldest:
    """Since when the oldest of those waits that somebody decides."""

    registration: datetime | None
    letter: datetime | None


def waiting_in(week: Week, at: datetime) -> tuple[Mapping[Sort, int], Oldest]:
    """How much waits of each sort, and since when; in one statement."""
    counts = _counts(week, at)
    submitted = select(func.min(Registration.submitted_at)).where(*_submitted(week))
    asked = select(func.min(LetterRequest.asked_at)).where(*_letters(week))
    row = db.session.execute(
        select(*counts.values(), submitted.scalar_subquery(), asked.scalar_subquery())
    ).one()
    *numbers, registration, letter = row
    return dict(zip(counts, numbers, strict=True)), Oldest(registration, letter)


def _counts(week: Week, at: datetime) -> dict[Sort, ScalarSelect[int]]:
    today = at.astimezone(week.tzinfo).date()
    counts = {
        Sort.CHANGES: _count(
            PendingChange.id,
            PendingChange.registration_id == Registration.id,
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.CONFIRMED,
            PendingChange.decided_at.is_(None),
        ),
        Sort.OVERDUE: _count(
            Inquiry.id,
            Inquiry.registration_id == Registration.id,
            Registration.week_id == week.id,
            Registration.status.in_(EXPECTED),
            Inquiry.answered_at.is_(None),
            Inquiry.due_on < today,
        ),
        Sort.PROPOSALS: _count(
            Registration.id,
            Registration.week_id == week.id,
            Registration.institution_id.is_(None),
            Registration.proposed_institution.is_not(None),
            Registration.status.in_(EXPECTED),
        ),
        Sort.LETTERS: _count(LetterRequest.id, *_letters(week)),
        Sort.DOCUMENTS: _count(Registration.id, *conditions_of(week, DOCUMENTS)),
        Sort.UNNAMED: counted(week, UNNAMED),
        Sort.ENDING: _count(
            Invitation.id, Invitation.week_id == week.id, ends_soon(at)
        ),
        Sort.CONFLICTS: _count(
            Conflict.id, Conflict.week_id == week.id, Conflict.settled_at.is_(None)
        ),
        Sort.OUTSIDE: _count(
            Hold.id,
            Hold.event_id == Event.id,
            Event.week_id == week.id,
            Hold.released_at.is_(None),
        ),
        Sort.FAILED_JOBS: _count(
            Job.id,
            Job.week_id == week.id,
            Job.status == JobStatus.FAILED,
            Job.ended_at > at - FAILED_FOR,
        ),
    }
    for sort, status in MAILS.items():
        counts[sort] = _count(
            Message.id, Message.week_id == week.id, Message.status == status
        )
    return counts | _decisions(week)


def _decisions(week: Week) -> dict[Sort, ScalarSelect[int]]:
    submitted = _submitted(week)
    checked = select(Review.registration_id)
    if week.approval_steps > 1:
        return {
            Sort.TO_CHECK: _count(
                Registration.id, *submitted, Registration.id.not_in(checked)
            ),
            Sort.TO_DECIDE: _count(
                Registration.id, *submitted, Registration.id.in_(checked)
            ),
        }
    return {Sort.TO_DECIDE: _count(Registration.id, *submitted)}


def _submitted(week: Week) -> tuple[Any, ...]:
    return (
        Registration.week_id == week.id,
        Registration.status == RegistrationStatus.SUBMITTED,
    )


def _letters(week: Week) -> tuple[Any, ...]:
    return (LetterRequest.week_id == week.id, LetterRequest.status.in_(WAITING))


def _count(key: Any, *conditions: Any) -> ScalarSelect[int]:  # noqa: ANN401 - columns
    return select(func.count(key)).where(*conditions).scalar_subquery()
