"""Reading the outbox."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select

from eventapp.kernel.db import db
from eventapp.mail.models import Message, MessageStatus

PAGE = 100


def messages_of(
    week_id: UUID,
    *,
    status: MessageStatus | None = None,
    search: str = "",
    page: int = 1,
) -> tuple[Sequence[Message], bool]:
    """One page of a week's outbox, newest first, and whether there is another."""
    rows = select(Message).where(Message.week_id == week_id)
    if status is not None:
        rows = rows.where(Message.status == status)
    if search:
        rows = rows.where(
            or_(
                Message.to_address.icontains(search, autoescape=True),
                Message.to_name.icontains(search, autoescape=True),
                Message.subject.icontains(search, autoescape=True),
            )
        )
    rows = rows.order_by(Message.created_at.desc(), Message.id)
    found = db.session.scalars(rows.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def counts_of(week_id: UUID) -> dict[MessageStatus, int]:
    """How many messages of a week are in each status."""
    rows = db.session.execute(
        select(Message.status, func.count())
        .where(Message.week_id == week_id)
        .group_by(Message.status)
    )
    found = {status: count for status, count in rows}  # noqa: C416 - typed rows
    return {status: found.get(status, 0) for status in MessageStatus}


def messages_about(subject_id: UUID) -> Sequence[Message]:
    """What was written about one registration, newest first."""
    rows = select(Message).where(Message.about_id == subject_id)
    return db.session.scalars(rows.order_by(Message.created_at.desc())).all()
