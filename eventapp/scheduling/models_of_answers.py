"""What calendars answered, and how far their mailbox was read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal
from eventapp.scheduling.replies import Answer


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
