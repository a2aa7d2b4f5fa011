"""Messages in the outbox."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal


class MessageStatus(StrEnum):
    """Where a message is on its way."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"  # given up; an organiser may send it again


class Message(Model):
    """A mail composed for one recipient, written with what it tells about."""

    __tablename__ = "message"
    __table_args__ = (
        Index(None, "status", "due_at"),
        Index(None, "week_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    occasion: Mapped[str] = mapped_column(String(60))  # "registration.confirmed"
    to_address: Mapped[str] = mapped_column(
        String(254), info=personal(Purpose.TAKING_PART, takes_row=True)
    )
    to_name: Mapped[str] = mapped_column(
        String(200), info=personal(Purpose.TAKING_PART)
    )
    reply_to: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(35))
    subject: Mapped[str] = mapped_column(
        String(300), info=personal(Purpose.TAKING_PART)
    )
    text: Mapped[str] = mapped_column(Text, info=personal(Purpose.TAKING_PART))
    status: Mapped[MessageStatus] = mapped_column(choice(MessageStatus))
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(
        String(500), info=personal(Purpose.TAKING_PART)
    )
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]  # when to try (again); a lease moves it ahead
    sent_at: Mapped[datetime | None]
    about_id: Mapped[UUID | None] = mapped_column(index=True)  # a registration
    week_id: Mapped[UUID | None]
