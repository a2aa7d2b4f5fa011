"""Messages in the outbox."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal


class MessageStatus(StrEnum):
    """Where a message is on its way."""

    QUEUED = "queued"
    SENDING = "sending"  # the server has it, and has not said that it takes it
    SENT = "sent"
    FAILED = "failed"  # given up; an organiser may send it again
    UNCERTAIN = "uncertain"  # nobody knows whether the server took it
    BOUNCED = "bounced"  # it was sent, and came back
    WITHDRAWN = "withdrawn"  # it waited, and is not to be sent


NEEDS_LOOK = (MessageStatus.FAILED, MessageStatus.UNCERTAIN, MessageStatus.BOUNCED)


class MailKind(StrEnum):
    """What a mail is to its receiver, who may do without all but the first."""

    ESSENTIAL = "essential"  # their place, their link, what they asked for
    INVITATION = "invitation"
    NEWS = "news"  # what the office writes to many
    REMINDER = "reminder"


class Bar(StrEnum):
    """Why an address is not written to."""

    BOUNCED = "bounced"  # there is nobody; until the office clears it
    UNSUBSCRIBED = "unsubscribed"


class CalendarMethod(StrEnum):
    """What a calendar is to do with the event in a mail (RFC 5546, 1.4)."""

    REQUEST = "request"  # take it in, or as it is now
    CANCEL = "cancel"  # strike it out


class Message(Model):
    """A mail composed for one recipient, written with what it tells about."""

    __tablename__ = "message"
    __table_args__ = (
        Index(None, "status", "due_at"),
        Index(None, "status", "kind", "due_at"),
        Index(None, "week_id", "created_at"),
        Index(None, "to_address"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    occasion: Mapped[str] = mapped_column(String(60))  # "registration.confirmed"
    kind: Mapped[MailKind] = mapped_column(choice(MailKind), default=MailKind.ESSENTIAL)
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
    bar: Mapped[Bar | None] = mapped_column(choice(Bar))  # why it was withdrawn
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(
        String(500), info=personal(Purpose.TAKING_PART)
    )
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]  # when to try (again); a lease moves it ahead
    sent_at: Mapped[datetime | None]
    about_id: Mapped[UUID | None] = mapped_column(index=True)  # a registration
    week_id: Mapped[UUID | None]
    mailing_id: Mapped[UUID | None] = mapped_column(index=True)  # one of many alike

    @property
    def is_essential(self) -> bool:
        """Whether its receiver cannot do without it."""
        return self.kind is MailKind.ESSENTIAL

    def enclose(self, calendar: bytes, method: CalendarMethod, organizer: str) -> None:
        """Send this along for the receiver's calendar, which answers `organizer`."""
        self.calendar, self.calendar_method = calendar, method
        self.organizer = organizer


class DeadAddress(Model):
    """An address from which a mail came back for good; only its digest is kept."""

    __tablename__ = "dead_address"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    code: Mapped[str] = mapped_column(String(20))  # 5.1.1 (RFC 3463)
    found_at: Mapped[datetime]


class Unsubscribing(Model):
    """Somebody does without one kind of mails of one week."""

    __tablename__ = "unsubscribing"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    week_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[MailKind] = mapped_column(choice(MailKind), primary_key=True)
    asked_at: Mapped[datetime]


class MailText(Model):
    """What the office writes on an occasion in place of our words."""

    __tablename__ = "mail_text"
    __table_args__ = (UniqueConstraint("week_id", "occasion", "language"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    occasion: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(35))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
    week_id: Mapped[UUID]
