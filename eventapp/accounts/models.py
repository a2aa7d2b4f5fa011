"""Accounts, their roles, and attempts to sign in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal


class Role(StrEnum):
    """What an account may do; each role may do what the next one may."""

    ADMINISTRATOR = "administrator"
    ORGANISER = "organiser"
    STEWARD = "steward"

    def may_act_as(self, other: "Role") -> bool:
        """Whether this role includes the rights of `other`."""
        ranks = list(Role)
        return ranks.index(self) <= ranks.index(other)


class Account(Model):
    """Someone who may sign in."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    address: Mapped[str] = mapped_column(
        String(254), unique=True, info=personal(Purpose.WORKING)
    )  # e-mail, folded
    name: Mapped[str] = mapped_column(String(200), info=personal(Purpose.WORKING))
    role: Mapped[Role] = mapped_column(choice(Role))
    password_hash: Mapped[str] = mapped_column(
        String(200), info=personal(Purpose.WORKING)
    )
    session_mark: Mapped[str] = mapped_column(
        String(40), info=personal(Purpose.WORKING)
    )  # changed: signed out everywhere
    is_enabled: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]

    @property
    def is_organiser(self) -> bool:
        """Whether this account may work in the office."""
        return self.role.may_act_as(Role.ORGANISER)


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
