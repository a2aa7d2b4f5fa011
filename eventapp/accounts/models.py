"""Accounts, their roles, sessions, devices and links; attempts to sign in."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.accounts.vocabulary import LinkPurpose, Means, Role, Term
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
    password_hash: Mapped[str | None] = mapped_column(
        String(200), info=personal(Purpose.WORKING)
    )  # None: invited and not yet come, or another house vouches for it
    language: Mapped[str | None] = mapped_column(String(16))  # of its mails
    is_enabled: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]

    @property
    def is_invited(self) -> bool:
        """Whether nobody has come in yet, by whatever way."""
        return self.password_hash is None and self.signed_in_at is None


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


class AccountSession(Model):
    """One browser that acts for an account."""

    __tablename__ = "account_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[bytes] = mapped_column(
        LargeBinary(32), unique=True
    )  # of the token in the cookie
    means: Mapped[Means] = mapped_column(choice(Means))
    is_strong: Mapped[bool]  # a second factor was given
    device: Mapped[str] = mapped_column(String(80), info=personal(Purpose.WORKING))
    whence: Mapped[str] = mapped_column(String(45), info=personal(Purpose.WORKING))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # to within minutes
    proved_at: Mapped[datetime]  # a password or a key was given

    account: Mapped[Account] = relationship()

    def is_over(self, at: datetime, term: Term) -> bool:
        """Whether it has ended by itself."""
        return at >= min(self.seen_at + term.idle, self.began_at + term.whole)

    def is_fresh(self, at: datetime, within: timedelta) -> bool:
        """Whether the person proved lately who they are."""
        return at - self.proved_at < within


class KnownDevice(Model):
    """A browser from which an account signed in before."""

    __tablename__ = "known_device"

    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[bytes] = mapped_column(
        LargeBinary(32), primary_key=True
    )  # of the token in its cookie
    seen_at: Mapped[datetime]


class AccountLink(Model):
    """A link that was mailed: good once, for a while."""

    __tablename__ = "account_link"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    purpose: Mapped[LinkPurpose] = mapped_column(choice(LinkPurpose))
    ends_at: Mapped[datetime]
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )

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
