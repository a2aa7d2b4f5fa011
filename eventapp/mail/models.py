"""Messages in the outbox."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal


class MessageStatus(StrEnum):
    """Where a message is on its way."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"  # given up; an organiser may send it again


class CalendarMethod(StrEnum):
    """What a calendar is to do with the event in a mail (RFC 5546, 1.4)."""

    REQUEST = "request"  # take it in, or as it is now
    CANCEL = "cancel"  # strike it out


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
    calendar: Mapped[bytes | None] = mapped_column(
        LargeBinary, info=personal(Purpose.TAKING_PART)
    )  # an iCalendar document for the receiver's calendar; until it is sent
    calendar_method: Mapped[CalendarMethod | None] = mapped_column(
        choice(CalendarMethod)
    )
    organizer: Mapped[str | None] = mapped_column(
        String(254), info=personal(Purpose.TAKING_PART)
    )  # an address in it with a secret; until it is sent
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

    def enclose(self, calendar: bytes, method: CalendarMethod, organizer: str) -> None:
        """Send this along for the receiver's calendar, which answers `organizer`."""
        self.calendar, self.calendar_method = calendar, method
        self.organizer = organizer
