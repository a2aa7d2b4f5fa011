"""Which factors an account has, and who must have one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select

from eventapp.accounts.factors import (
    Authenticator,
    Passkey,
    RecoveryCode,
    SignOnLink,
    SteppedRole,
)
from eventapp.accounts.models import Account, Appointment
from eventapp.accounts.vocabulary import Role
from eventapp.kernel.db import db


@dataclass(frozen=True)
class Protection:
    """How one account is protected, for the list of the administrators."""

    account: Account
    authenticators: int
    passkeys: int
    must: bool

    @property
    def has_factor(self) -> bool:
        """Whether a password alone does not open it."""
        return bool(self.authenticators or self.passkeys)


def with_factor() -> ColumnElement[bool]:
    """Of a statement about accounts: whether a second step is set up."""
    set_up = Authenticator.confirmed_at.is_not(None)
    return or_(
        exists()
        .where(Authenticator.account_id == Account.id, set_up)
        .correlate(Account),
        exists().where(Passkey.account_id == Account.id).correlate(Account),
    )


def must_have_factor() -> ColumnElement[bool]:
    """Of a statement about accounts: whether one of its roles must have one."""
    in_week = Appointment.account_id == Account.id
    return or_(
        exists().where(SteppedRole.role == Account.role).correlate(Account),
        exists()
        .where(SteppedRole.role == Appointment.role, in_week)
        .correlate(Account),
    )


def has_factor(account_id: UUID) -> bool:
    """Whether a password alone does not open this account."""
    asked = select(with_factor()).where(Account.id == account_id)
    return bool(db.session.scalar(asked))


def must(account_id: UUID) -> bool:
    """Whether one of the account's roles must have a second step."""
    asked = select(must_have_factor()).where(Account.id == account_id)
    return bool(db.session.scalar(asked))


def authenticators_of(account_id: UUID) -> Sequence[Authenticator]:
    """The apps of an account that are set up, the first one first."""
    rows = select(Authenticator).where(
        Authenticator.account_id == account_id, Authenticator.confirmed_at.is_not(None)
    )
    return db.session.scalars(rows.order_by(Authenticator.confirmed_at)).all()


def authenticator_of(account_id: UUID, key: UUID) -> Authenticator | None:
    """One app of an account, set up or only begun."""
    rows = select(Authenticator).where(
        Authenticator.account_id == account_id, Authenticator.id == key
    )
    return db.session.scalar(rows)


def passkeys_of(account_id: UUID) -> Sequence[Passkey]:
    """The passkeys of an account, the first one first."""
    rows = select(Passkey).where(Passkey.account_id == account_id)
    return db.session.scalars(rows.order_by(Passkey.made_at)).all()


def passkey_of(account_id: UUID, key: UUID) -> Passkey | None:
    """One passkey of an account."""
    rows = select(Passkey).where(Passkey.account_id == account_id, Passkey.id == key)
    return db.session.scalar(rows)


def passkey_by_credential(credential_id: bytes) -> Passkey | None:
    """Whose passkey this is."""
    rows = select(Passkey).where(Passkey.credential_id == credential_id)
    return db.session.scalar(rows)


def recovery_codes_left(account_id: UUID) -> int:
    """How many codes of the list were not used."""
    unspent = select(func.count()).where(
        RecoveryCode.account_id == account_id, RecoveryCode.spent_at.is_(None)
    )
    return db.session.scalar(unspent) or 0


def recovery_code(account_id: UUID, digest: bytes) -> RecoveryCode | None:
    """The code with this digest, if it was not used."""
    rows = select(RecoveryCode).where(
        RecoveryCode.account_id == account_id,
        RecoveryCode.digest == digest,
        RecoveryCode.spent_at.is_(None),
    )
    return db.session.scalar(rows)


def links_of(account_id: UUID) -> Sequence[SignOnLink]:
    """Where else an account is known."""
    rows = select(SignOnLink).where(SignOnLink.account_id == account_id)
    return db.session.scalars(rows.order_by(SignOnLink.linked_at)).all()


def link_of(account_id: UUID, provider: str) -> SignOnLink | None:
    """Who an account is at this provider."""
    rows = select(SignOnLink).where(
        SignOnLink.account_id == account_id, SignOnLink.provider == provider
    )
    return db.session.scalar(rows)


def link_by_subject(provider: str, subject: str) -> SignOnLink | None:
    """Which account this is, if it came this way before."""
    rows = select(SignOnLink).where(
        SignOnLink.provider == provider, SignOnLink.subject == subject
    )
    return db.session.scalar(rows)


def stepped_roles() -> frozenset[Role]:
    """The roles whose accounts must have a second step."""
    return frozenset(db.session.scalars(select(SteppedRole.role)))


def protections() -> Sequence[Protection]:
    """All accounts that may sign in, by name, and how each is protected."""
    apps = (
        select(func.count())
        .where(
            Authenticator.account_id == Account.id,
            Authenticator.confirmed_at.is_not(None),
        )
        .scalar_subquery()
    )
    keys = (
        select(func.count()).where(Passkey.account_id == Account.id).scalar_subquery()
    )
    rows = (
        select(Account, apps, keys, must_have_factor())
        .where(Account.is_enabled)
        .order_by(Account.name)
    )
    return [Protection(*row) for row in db.session.execute(rows)]
