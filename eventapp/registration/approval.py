"""Questions about approval: checks, changes that wait, inquiries, kept reasons."""

from collections.abc import Sequence

from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.approvals import (
    Inquiry,
    KeptReason,
    PendingChange,
    Review,
)
from eventapp.registration.models.registrations import Registration


def review_of(registration: Registration) -> Review | None:
    """Its first check, if somebody checked it."""
    wanted = select(Review).where(Review.registration_id == registration.id)
    return db.session.scalar(wanted)


def open_change(registration: Registration) -> PendingChange | None:
    """What its delegate wants to change, while the office has not decided."""
    wanted = select(PendingChange).where(
        PendingChange.registration_id == registration.id,
        PendingChange.decided_at.is_(None),
    )
    return db.session.scalar(wanted)


def latest_change(registration: Registration) -> PendingChange | None:
    """The open one, else the one that was decided last."""
    wanted = (
        select(PendingChange)
        .where(PendingChange.registration_id == registration.id)
        .order_by(
            PendingChange.decided_at.desc().nulls_first(),
            PendingChange.asked_at.desc(),
        )
        .limit(1)
    )
    return db.session.scalar(wanted)


def open_inquiries(registration: Registration) -> Sequence[Inquiry]:
    """What the office still needs from this delegate, the most urgent first."""
    wanted = select(Inquiry).where(
        Inquiry.registration_id == registration.id, Inquiry.answered_at.is_(None)
    )
    return db.session.scalars(wanted.order_by(Inquiry.due_on, Inquiry.id)).all()


def inquiries_of(registration: Registration) -> Sequence[Inquiry]:
    """All that the office asked, answered or not."""
    wanted = select(Inquiry).where(Inquiry.registration_id == registration.id)
    return db.session.scalars(wanted.order_by(Inquiry.asked_at, Inquiry.id)).all()


def kept_reasons(week: Week) -> Sequence[KeptReason]:
    """The reasons that this week often gives."""
    wanted = select(KeptReason).where(KeptReason.week_id == week.id)
    return db.session.scalars(
        wanted.order_by(KeptReason.created_at, KeptReason.id)
    ).all()
