"""Accounts, their sessions and links, and attempts against limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    String,
    Uuid,
    and_,
    bindparam,
    column,
    func,
    not_,
    or_,
    select,
    table,
)

from eventapp.accounts.factor_queries import must_have_factor, with_factor
from eventapp.accounts.models import (
    Account,
    AccountLink,
    AccountSession,
    Appointment,
    Attempt,
    KnownDevice,
)
from eventapp.accounts.vocabulary import LinkPurpose, Role, Standing
from eventapp.kernel.db import db
from eventapp.kernel.tokens import digest

# Weeks lie on a floor above; only their addresses are read here.
_week = table("week", column("id", Uuid()), column("slug", String()))

_ACCOUNT = tuple(Account.__table__.columns)
_SESSION = tuple(AccountSession.__table__.columns)
_APPOINTED = (
    Appointment.week_id.label("appointed_week"),
    Appointment.role.label("appointed_role"),
    _week.c.slug.label("appointed_slug"),
)

# Built once, of columns alone: whoever signed in asks it every second.
_BY_TOKEN = (
    select(
        *(column.label(f"account_{column.name}") for column in _ACCOUNT),
        *(column.label(f"session_{column.name}") for column in _SESSION),
        *_APPOINTED,
        and_(must_have_factor(), not_(with_factor())).label("lacks_factor"),
    )
    .join(AccountSession, AccountSession.account_id == Account.id)
    .outerjoin(Appointment, Appointment.account_id == Account.id)
    .outerjoin(_week, _week.c.id == Appointment.week_id)
    .where(AccountSession.digest == bindparam("digest"))
)
_OF_ACCOUNT = (
    select(*_APPOINTED)
    .join(_week, _week.c.id == Appointment.week_id)
    .where(Appointment.account_id == bindparam("key"))
)


@dataclass(frozen=True)
class Entered:
    """Who is in: copies of an account and its session, and where it may do what."""

    account: Account
    session: AccountSession
    standing: Standing
    lacks_factor: bool  # a role needs a second step, and none is set up


def account_by_address(address: str) -> Account | None:
    """The account with this mail address."""
    wanted = select(Account).where(Account.address == address.strip().casefold())
    return db.session.scalar(wanted)


def entered_by(token: str) -> Entered | None:
    """Who acts in the session with this token."""
    asked = db.session.connection().execute(_BY_TOKEN, {"digest": digest(token)})
    rows = asked.mappings().all()
    if not rows:
        return None
    account = Account(**_values(rows[0], "account", _ACCOUNT))
    session = AccountSession(**_values(rows[0], "session", _SESSION))
    standing = _standing(account.role, rows)
    return Entered(account, session, standing, bool(rows[0]["lacks_factor"]))


def standing_of(account: Account) -> Standing:
    """Where an account may do what."""
    rows = db.session.connection().execute(_OF_ACCOUNT, {"key": account.id})
    return _standing(account.role, rows.mappings().all())


def _values(
    row: RowMapping, prefix: str, columns: Sequence[ColumnElement[Any]]
) -> dict[str, Any]:
    return {column.name: row[f"{prefix}_{column.name}"] for column in columns}


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


def session_of(token: str) -> AccountSession | None:
    """The session with this token."""
    wanted = select(AccountSession).where(AccountSession.digest == digest(token))
    return db.session.scalar(wanted)


def sessions_of(account: Account) -> Sequence[AccountSession]:
    """Where an account is signed in, the latest first."""
    theirs = select(AccountSession).where(AccountSession.account_id == account.id)
    latest_first = theirs.order_by(AccountSession.seen_at.desc(), AccountSession.id)
    return db.session.scalars(latest_first).all()


def known_device(account_id: UUID, token: str) -> KnownDevice | None:
    """The browser with this token, if the account signed in from it before."""
    if not token:
        return None
    return db.session.get(KnownDevice, (account_id, digest(token)))


def link_of(token: str, purpose: LinkPurpose, at: datetime) -> AccountLink | None:
    """The link with this token that is good at that instant."""
    found = db.session.get(AccountLink, digest(token))
    fits = found is not None and found.purpose is purpose and at < found.ends_at
    return found if fits else None
