"""Accounts, and attempts against limits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select

from eventapp.accounts.models import Account, Attempt
from eventapp.kernel.db import db

# Built once, of columns alone: whoever signed in asks it every second.
_BY_KEY = select(Account.__table__).where(Account.id == bindparam("key"))


def account_by_address(address: str) -> Account | None:
    """The account with this mail address."""
    wanted = select(Account).where(Account.address == address.strip().casefold())
    return db.session.scalar(wanted)


def account(key: UUID) -> Account | None:
    """A copy of the account with this key, apart from the session: only to be read."""
    row = db.session.connection().execute(_BY_KEY, {"key": key}).mappings().first()
    return Account(**row) if row else None


def accounts() -> Sequence[Account]:
    """All accounts, by name."""
    return db.session.scalars(select(Account).order_by(Account.name)).all()


def attempts_since(purpose: str, subject: bytes, since: datetime) -> int:
    """How often `subject` tried since then."""
    counted = select(func.count()).where(
        Attempt.purpose == purpose, Attempt.subject == subject, Attempt.at >= since
    )
    return db.session.scalar(counted) or 0
