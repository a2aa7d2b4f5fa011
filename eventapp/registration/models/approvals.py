"""What goes before a decision, and after it: checks, inquiries, changes, reasons."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model
from eventapp.kernel.i18n import Localised
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration


class Review(Model):
    """The first check of a registration, where another account decides."""

    __tablename__ = "review"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    is_recommended: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(
        String(500), info=personal(Purpose.TAKING_PART)
    )  # for the office alone
    reviewer: Mapped[str] = mapped_column(String(200))  # the account, by name
    at: Mapped[datetime]
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), unique=True
    )

    registration: Mapped[Registration] = relationship()


class PendingChange(Model):
    """Watched answers that a confirmed delegate wants to change; not in effect yet.

    Both sides hold the same answers, by column (docs/decisions/0032).
    """

    __tablename__ = "pending_change"
    __table_args__ = (
        Index(
            "uq_pending_change_one_open",
            "registration_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        Index(None, "registration_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    before: Mapped[dict[str, Any]] = mapped_column(info=personal(Purpose.TAKING_PART))
    after: Mapped[dict[str, Any]] = mapped_column(info=personal(Purpose.TAKING_PART))
    asked_at: Mapped[datetime]
    is_accepted: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(200))  # the account
    reason: Mapped[str | None] = mapped_column(
        String(500), info=personal(Purpose.TAKING_PART)
    )
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )

    registration: Mapped[Registration] = relationship()


class Inquiry(Model):
    """What the office needs from a delegate, by when; saving answers it."""

    __tablename__ = "inquiry"
    __table_args__ = (Index(None, "registration_id", "answered_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sentence: Mapped[str] = mapped_column(
        String(500), info=personal(Purpose.TAKING_PART)
    )
    due_on: Mapped[date]
    asked_by: Mapped[str] = mapped_column(String(200))  # the account, by name
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )

    registration: Mapped[Registration] = relationship()


class KeptReason(Model):
    """A reason that a week often gives, in its languages."""

    __tablename__ = "kept_reason"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    text: Mapped[Localised]
    created_at: Mapped[datetime]
    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), index=True
    )

    week: Mapped[Week] = relationship()
