"""Accounts, and attempts against limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    RowMapping,
    String,
    Uuid,
    and_,
    bindparam,
    column,
    func,
    or_,
    select,
    table,
)

from eventapp.accounts.models import Account, Appointment, Attempt
from eventapp.accounts.vocabulary import Role, Standing
from eventapp.kernel.db import db

# Weeks lie on a floor above; only their addresses are read here.
_week = table("week", column("id", Uuid()), column("slug", String()))

# Built once, of columns alone: whoever signed in asks it every second.
_BY_KEY = (
    select(
        Account.__table__,
        Appointment.week_id.label("appointed_week"),
        Appointment.role.label("appointed_role"),
        _week.c.slug.label("appointed_slug"),
    )
    .outerjoin(Appointment, Appointment.account_id == Account.id)
    .outerjoin(_week, _week.c.id == Appointment.week_id)
    .where(Account.id == bindparam("key"))
)
_OF_ACCOUNT = ("appointed_week", "appointed_role", "appointed_slug")


def account_by_address(address: str) -> Account | None:
    """The account with this mail address."""
    wanted = select(Account).where(Account.address == address.strip().casefold())
    return db.session.scalar(wanted)


def account_and_standing(key: UUID) -> tuple[Account, Standing] | None:
    """A copy of an account, apart from the session, and where it may do what."""
    rows = db.session.connection().execute(_BY_KEY, {"key": key}).mappings().all()
    if not rows:
        return None
    of_account = {
        name: value for name, value in rows[0].items() if name not in _OF_ACCOUNT
    }
    account = Account(**of_account)
    return account, _standing(account.role, rows)


def standing_of(account: Account) -> Standing:
    """Where an account may do what."""
    rows = db.session.connection().execute(_BY_KEY, {"key": account.id})
    return _standing(account.role, rows.mappings().all())


def _standing(everywhere: Role | None, rows: Sequence[RowMapping]) -> Standing:
    found = [row for row in rows if row["appointed_week"] is not None]
    return Standing(
        everywhere,
        {row["appointed_week"]: row["appointed_role"] for row in found},
        {row["appointed_slug"]: row["appointed_week"] for row in found},
    )


def accounts() -> Sequence[Account]:
    """All accounts, by name."""
    return db.session.scalars(select(Account).order_by(Account.name)).all()


@dataclass(frozen=True)
class Colleague:
    """An account, with what it is in one week and in all of them."""

    account: Account
    role: Role | None  # in this week alone

    @property
    def roles(self) -> list[Role]:
        """What it is there, by any way."""
        return [one for one in (self.account.role, self.role) if one is not None]


def colleagues_in(week_id: UUID) -> list[Colleague]:
    """Who has a role in a week, or in all of them, by name."""
    rows = (
        select(Account, Appointment.role)
        .outerjoin(
            Appointment,
            and_(Appointment.account_id == Account.id, Appointment.week_id == week_id),
        )
        .where(or_(Account.role.is_not(None), Appointment.role.is_not(None)))
        .order_by(Account.name, Account.id)
    )
    return [Colleague(*row) for row in db.session.execute(rows)]


def appointments() -> dict[UUID, list[Appointment]]:
    """What each account is in single weeks."""
    found: dict[UUID, list[Appointment]] = {}
    for one in db.session.scalars(select(Appointment)):
        found.setdefault(one.account_id, []).append(one)
    return found


def appointments_of(account: Account) -> Sequence[Appointment]:
    """What an account is in single weeks."""
    rows = select(Appointment).where(Appointment.account_id == account.id)
    return db.session.scalars(rows).all()


def appointment(account_id: UUID, week_id: UUID) -> Appointment | None:
    """What an account is in a week."""
    return db.session.get(Appointment, (account_id, week_id))


def attempts_since(purpose: str, subject: bytes, since: datetime) -> int:
    """How often `subject` tried since then."""
    counted = select(func.count()).where(
        Attempt.purpose == purpose, Attempt.subject == subject, Attempt.at >= since
    )
    return db.session.scalar(counted) or 0
