"""Accounts, their roles in weeks, and attempts to sign in."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.accounts.vocabulary import Role
from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal


class Account(Model):
    """Someone who may sign in."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    address: Mapped[str] = mapped_column(
        String(254), unique=True, info=personal(Purpose.WORKING)
    )  # e-mail, folded
    name: Mapped[str] = mapped_column(String(200), info=personal(Purpose.WORKING))
    role: Mapped[Role | None] = mapped_column(
        choice(Role)
    )  # in all weeks; None: only where it was appointed
    password_hash: Mapped[str] = mapped_column(
        String(200), info=personal(Purpose.WORKING)
    )
    session_mark: Mapped[str] = mapped_column(
        String(40), info=personal(Purpose.WORKING)
    )  # changed: signed out everywhere
    is_enabled: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]


class Appointment(Model):
    """What an account is in one week, beside what it is in all of them."""

    __tablename__ = "appointment"
    __table_args__ = (Index(None, "week_id"),)

    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    week_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    appointed_at: Mapped[datetime]

    account: Mapped[Account] = relationship()


class Attempt(Model):
    """One failed or costly try that is counted against a limit."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "purpose", "subject", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    purpose: Mapped[str] = mapped_column(String(40))  # "sign-in"
    subject: Mapped[bytes] = mapped_column(LargeBinary(32))  # digest of whom or whence
    at: Mapped[datetime]


class SpentKey(Model):
    """A form that was sent: whoever sends it again does nothing twice."""

    __tablename__ = "spent_key"
    __table_args__ = (Index(None, "at"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    at: Mapped[datetime]
