"""Mailings, what became of each of their receivers, and rules that remind."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.kernel.personal import Purpose, personal
from eventapp.mail.models import Message
from eventapp.mailings.vocabulary import (
    Audience,
    Hindrance,
    MailingStatus,
    Outcome,
    RuleKind,
)
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week


class ReminderRule(Model):
    """When a week reminds by itself, of what, and in which words.

    Each of its moments becomes one mailing, once for ever.
    """

    __tablename__ = "reminder_rule"
    __table_args__ = (Index(None, "week_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[RuleKind] = mapped_column(choice(RuleKind))
    subject: Mapped[Localised]
    text: Mapped[Localised]
    days: Mapped[tuple[str, ...]]  # before the day; of thanks, after the week
    day: Mapped[date | None]  # by which something is due; None: the kind knows it
    hour: Mapped[time]  # on the week's clock
    is_essential: Mapped[bool] = mapped_column(default=False)
    is_on: Mapped[bool] = mapped_column(default=False)
    on_since: Mapped[datetime | None]  # moments before were missed
    created_at: Mapped[datetime]
    event_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )  # None: each event at which a place is held
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()
    event: Mapped[Event | None] = relationship()


class Mailing(Model):
    """One text of the office, in several languages, to many receivers."""

    __tablename__ = "mailing"
    __table_args__ = (
        UniqueConstraint("rule_id", "moment"),
        Index(None, "week_id", "created_at"),
        Index(None, "status", "send_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    chosen: Mapped[dict[str, Any] | None] = mapped_column(
        info=personal(Purpose.TAKING_PART)
    )  # a kept choice; what was looked for may be a name. None: nobody any more
    subject: Mapped[Localised]
    text: Mapped[Localised]
    is_essential: Mapped[bool] = mapped_column(default=False)  # of use to all
    status: Mapped[MailingStatus] = mapped_column(choice(MailingStatus))
    rounds: Mapped[int] = mapped_column(default=0)  # how often its group was fixed
    moment: Mapped[str | None] = mapped_column(String(60))  # of its rule: "7"
    written_by: Mapped[str] = mapped_column(
        String(200), info=personal(Purpose.WORKING)
    )  # an account's name, or the worker
    written_by_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    send_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    rule_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("reminder_rule.id", ondelete="SET NULL")
    )
    event_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("event.id", ondelete="SET NULL"), index=True
    )  # before which it reminds
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()
    event: Mapped[Event | None] = relationship()
    rule: Mapped[ReminderRule | None] = relationship()

    @property
    def is_draft(self) -> bool:
        """Whether it can still be written."""
        return self.status is MailingStatus.DRAFT

    @property
    def tags(self) -> tuple[str, ...]:
        """The languages in which it is whole: with a subject and a text."""
        return tuple(tag for tag in self.text if tag in self.subject)

    def tag_for(self, language: str) -> str:
        """In which language a reader of `language` gets it."""
        return language if language in self.tags else self.tags[0]


class Receipt(Model):
    """What became of one receiver of a mailing: at most one letter, for ever.

    It names nobody: the name is that of the subject, and the address the letter's.
    """

    __tablename__ = "receipt"
    __table_args__ = (Index(None, "mailing_id", "outcome"),)

    mailing_id: Mapped[UUID] = mapped_column(
        ForeignKey("mailing.id", ondelete="CASCADE"), primary_key=True
    )
    subject_id: Mapped[UUID] = mapped_column(
        primary_key=True, index=True
    )  # a registration, delegation, person or invitation
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    why: Mapped[Hindrance | None] = mapped_column(choice(Hindrance))
    language: Mapped[str] = mapped_column(String(35))  # of the letter
    wanted: Mapped[str] = mapped_column(String(35))  # in which we usually write
    round: Mapped[int]
    decided_at: Mapped[datetime]
    message_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("message.id", ondelete="SET NULL"), unique=True
    )

    mailing: Mapped[Mailing] = relationship()
    message: Mapped[Message | None] = relationship()
