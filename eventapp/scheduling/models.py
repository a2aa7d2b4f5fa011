"""How events come into calendars, what was told there by mail, and their answers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal
from eventapp.mail.models import CalendarMethod
from eventapp.programme.models.events import Event
from eventapp.registration.models.registrations import Registration
from eventapp.scheduling.vocabulary import Answer, CalendarWay


class ChosenWay(Model):
    """How a delegate wants events to come; who chose nothing has no row."""

    __tablename__ = "calendar_way"

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    way: Mapped[CalendarWay] = mapped_column(choice(CalendarWay))
    takes_back: Mapped[bool]  # what came by mail before leaves the calendar
    chosen_at: Mapped[datetime] = mapped_column(
        info=personal(Purpose.TAKING_PART, takes_row=True)
    )

    registration: Mapped[Registration] = relationship()


class Sent(Model):
    """What a delegate's calendar was last told by mail about one event.

    It is written in the transaction that writes the message. A mail is due when what
    should stand there differs from this row.
    """

    __tablename__ = "sent"
    __table_args__ = (Index(None, "event_id"),)

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    method: Mapped[CalendarMethod] = mapped_column(choice(CalendarMethod))
    sequence: Mapped[int]  # each mail has a larger one (RFC 5546, 2.1.4)
    revised_at: Mapped[datetime]  # DTSTAMP: each mail has a later one
    judged: Mapped[int]  # the sequence that was last found to need a mail, or none
    fingerprint: Mapped[str] = mapped_column(String(64))  # of what matters, as told
    starts_at: Mapped[datetime]  # as told
    ends_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(
        String(254), info=personal(Purpose.TAKING_PART, takes_row=True)
    )  # to which it was sent
    reply_digest: Mapped[bytes] = mapped_column(
        LargeBinary(32), unique=True
    )  # of the token to which calendars answer
    message_id: Mapped[UUID] = mapped_column(index=True)  # the last mail
    sent_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship()
    event: Mapped[Event] = relationship()


class Answered(Model):
    """What a delegate's calendar answered last to the invitation to one event."""

    __tablename__ = "calendar_answer"

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    answer: Mapped[Answer] = mapped_column(
        choice(Answer), info=personal(Purpose.TAKING_PART)
    )
    sequence: Mapped[int]  # of what was answered
    answered_at: Mapped[datetime] = mapped_column(
        info=personal(Purpose.TAKING_PART, takes_row=True)
    )


class MailboxMark(Model):
    """The last letter that was read in a mailbox (RFC 3501, 2.3.1.1)."""

    __tablename__ = "mailbox_mark"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    validity: Mapped[int]
    last: Mapped[int]
