"""What proves somebody beside a password: apps for codes, passkeys, other sign-ons."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.accounts.models import Account
from eventapp.accounts.vocabulary import Role
from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal


class Authenticator(Model):
    """An app that shows a new code every half minute (RFC 6238)."""

    __tablename__ = "authenticator"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(60), info=personal(Purpose.WORKING))
    secret: Mapped[bytes] = mapped_column(
        LargeBinary, info=personal(Purpose.WORKING)
    )  # sealed
    begun_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # None: no code of it was typed yet
    used_at: Mapped[datetime | None]
    used_step: Mapped[int]  # the half minute of its last code: none is taken twice
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )

    account: Mapped[Account] = relationship()


class Passkey(Model):
    """A key pair on a device or in a password manager; we keep the public half."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(60), info=personal(Purpose.WORKING))
    credential_id: Mapped[bytes] = mapped_column(
        LargeBinary(1023), unique=True, info=personal(Purpose.WORKING)
    )
    public_key: Mapped[bytes] = mapped_column(
        LargeBinary, info=personal(Purpose.WORKING)
    )
    uses: Mapped[int] = mapped_column(
        BigInteger
    )  # as the device counts them; many do not
    transports: Mapped[tuple[str, ...]]
    is_synced: Mapped[bool]  # a copy lives elsewhere, so a lost phone does not matter
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )

    account: Mapped[Account] = relationship()


class RecoveryCode(Model):
    """One of ten codes for the day on which the phone is gone."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "digest"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    digest: Mapped[bytes] = mapped_column(
        LargeBinary(32), info=personal(Purpose.WORKING)
    )
    made_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE")
    )

    account: Mapped[Account] = relationship()


class SignOnLink(Model):
    """Who an account is at a provider of OpenID Connect."""

    __tablename__ = "sign_on_link"
    __table_args__ = (
        UniqueConstraint("provider", "subject"),
        UniqueConstraint("account_id", "provider"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    provider: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(
        String(255), info=personal(Purpose.WORKING)
    )  # the provider's own key; an address may change hands, this does not
    has_made_account: Mapped[bool]  # its groups then decide about the role
    linked_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE")
    )

    account: Mapped[Account] = relationship()


class SteppedRole(Model):
    """A role whose accounts must have a second step."""

    __tablename__ = "stepped_role"

    role: Mapped[Role] = mapped_column(choice(Role), primary_key=True)
    since: Mapped[datetime]
