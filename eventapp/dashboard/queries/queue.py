"""What waits for a decision: checks, decisions, changes, answers to what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.approvals import Inquiry, PendingChange, Review
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus

SHOWN = 50  # of each sort; the oldest come first
SENT = (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)


@dataclass(frozen=True)
class Waiting:
    """Some of what waits, the oldest first, and how much waits in all."""

    rows: Sequence[Registration]
    total: int


@dataclass(frozen=True)
class Queue:
    """All that waits for the office of one week."""

    to_check: Waiting
    to_decide: Waiting
    reviews: dict[UUID, Review]  # by registration, of those to decide
    changes: Sequence[PendingChange]
    changes_total: int
    inquiries: Sequence[Inquiry]
    inquiries_total: int


def queue(week: Week) -> Queue:
    """What waits in a week; in a fixed number of statements."""
    in_two_steps = week.approval_steps > 1
    unchecked = _submitted(week).where(Review.id.is_(None))
    checked = _submitted(week)
    if in_two_steps:
        checked = checked.where(Review.id.is_not(None))
    to_decide = _waiting(checked)
    changes = _of_changes(week).order_by(PendingChange.asked_at, PendingChange.id)
    inquiries = _of_inquiries(week).order_by(Inquiry.due_on, Inquiry.asked_at)
    return Queue(
        to_check=_waiting(unchecked) if in_two_steps else Waiting([], 0),
        to_decide=to_decide,
        reviews=reviews([one.id for one in to_decide.rows]),
        changes=db.session.scalars(changes.limit(SHOWN)).all(),
        changes_total=_total(_of_changes(week)),
        inquiries=db.session.scalars(inquiries.limit(SHOWN)).all(),
        inquiries_total=_total(_of_inquiries(week)),
    )


def reviews(keys: Sequence[UUID]) -> dict[UUID, Review]:
    """The first checks of these registrations."""
    if not keys:
        return {}
    rows = select(Review).where(Review.registration_id.in_(keys))
    return {one.registration_id: one for one in db.session.scalars(rows)}


def _submitted(week: Week) -> Select[Registration]:
    return (
        select(Registration)
        .outerjoin(Review, Review.registration_id == Registration.id)
        .options(joinedload(Registration.institution))
        .where(
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.SUBMITTED,
        )
    )


def _waiting(found: Select[Registration]) -> Waiting:
    rows = found.order_by(Registration.submitted_at, Registration.id).limit(SHOWN)
    return Waiting(db.session.scalars(rows).all(), _total(found))


def _of_changes(week: Week) -> Select[PendingChange]:
    return (
        select(PendingChange)
        .join(PendingChange.registration)
        .options(contains_eager(PendingChange.registration))
        .where(
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.CONFIRMED,
            PendingChange.decided_at.is_(None),
        )
    )


def _of_inquiries(week: Week) -> Select[Inquiry]:
    return (
        select(Inquiry)
        .join(Inquiry.registration)
        .options(contains_eager(Inquiry.registration))
        .where(
            Registration.week_id == week.id,
            Registration.status.in_(SENT),
            Inquiry.answered_at.is_(None),
        )
    )


def _total(
    found: Select[Registration] | Select[PendingChange] | Select[Inquiry],
) -> int:
    return db.session.scalar(select(_counted(found))) or 0


def _counted(
    found: Select[Registration] | Select[PendingChange] | Select[Inquiry],
) -> Any:  # noqa: ANN401 - a scalar subquery
    keys = found.with_only_columns(Registration.id, maintain_column_froms=True)
    return select(func.count()).select_from(keys.subquery()).scalar_subquery()
