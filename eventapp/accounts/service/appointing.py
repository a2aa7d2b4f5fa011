"""Giving accounts their roles, in all weeks or in one, and taking them back."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from eventapp.accounts.errors import LastAdministrator, OwnRights
from eventapp.accounts.models import Account, Appointment
from eventapp.accounts.vocabulary import Role
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db


def set_role(account: Account, role: Role | None, *, by: Account) -> None:
    """Let an account be this in all weeks; None: only where it is appointed.

    Raises:
        OwnRights: nobody changes what they themselves may do.
        LastAdministrator: somebody must be left who may change this.
    """
    if account.id == by.id:
        raise OwnRights
    if role == account.role:
        return
    if account.role is Role.ADMINISTRATOR and not others_administer(account):
        raise LastAdministrator
    before, account.role = account.role, role
    _note("account.role_changed", account, by=by, before=before, after=role)


def appoint(account: Account, week_id: UUID, role: Role, *, by: Account) -> Appointment:
    """Let an account be this in one week, beside what it is in all of them.

    Raises:
        OwnRights: nobody changes what they themselves may do.
    """
    if account.id == by.id:
        raise OwnRights
    appointment = db.session.get(Appointment, (account.id, week_id))
    before = appointment.role if appointment else None
    if appointment is None:
        appointment = add(
            Appointment(
                account_id=account.id,
                week_id=week_id,
                role=role,
                appointed_at=clock.now(),
            )
        )
    elif before is role:
        return appointment
    appointment.role = role
    _note(
        "account.appointed", account, by=by, before=before, after=role, week_id=week_id
    )
    return appointment


def end_appointment(appointment: Appointment, *, by: Account) -> None:
    """Let an account be nothing in a week, save what it is in all of them.

    Raises:
        OwnRights: nobody changes what they themselves may do.
    """
    account, before = appointment.account, appointment.role
    if account.id == by.id:
        raise OwnRights
    db.session.delete(appointment)
    db.session.flush()
    _note(
        "account.appointment_ended",
        account,
        by=by,
        before=before,
        week_id=appointment.week_id,
    )


def others_administer(account: Account) -> bool:
    """Whether somebody else is left; two who take it from each other wait in turn."""
    rows = (
        select(Account.id)
        .where(Account.role == Role.ADMINISTRATOR, Account.is_enabled)
        .order_by(Account.id)
        .with_for_update()
    )
    return any(key != account.id for key in db.session.scalars(rows))


def _note(  # noqa: PLR0913 - a line of the journal has these parts
    action: str,
    account: Account,
    *,
    by: Account,
    before: Role | None = None,
    after: Role | None = None,
    week_id: UUID | None = None,
) -> None:
    told: dict[str, Any] = {
        word: {"role": role.value}
        for word, role in (("before", before), ("after", after))
        if role is not None
    }
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=account.name,
        subject_id=account.id,
        week_id=week_id,
        details=told,
    )
