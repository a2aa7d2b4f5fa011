"""Who must have a second step, help for who has lost it, and weak sessions."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete

from eventapp.accounts import factor_notices as notices
from eventapp.accounts import factor_queries as queries
from eventapp.accounts.factor_errors import NeedsOwnFactor, OwnFactors
from eventapp.accounts.factors import (
    Authenticator,
    Passkey,
    RecoveryCode,
    SteppedRole,
)
from eventapp.accounts.models import Account, AccountSession
from eventapp.accounts.service.sessions import end_sessions
from eventapp.accounts.service.stepping import ISSUER
from eventapp.accounts.vocabulary import Role
from eventapp.accounts.words import role_word
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db


def forget_factors(account: Account, *, by: Account | None, reason: str) -> None:
    """Let a password alone open an account whose owner has lost the second step.

    It is signed out everywhere. `by` is None where whoever runs the machine does it.

    Raises:
        OwnFactors: another administrator has to look who asks.
    """
    if by is not None and by.id == account.id:
        raise OwnFactors
    for kind in (Authenticator, Passkey, RecoveryCode):
        db.session.execute(delete(kind).where(kind.account_id == account.id))
    note(
        "account.factors_forgotten",
        actor=by.name if by else "command line",
        actor_id=by.id if by else None,
        subject=account.name,
        subject_id=account.id,
        details={"reason": reason},
    )
    end_sessions(account)
    notices.factors_forgotten(account)


def require_of(roles: Collection[Role], *, by: Account) -> None:
    """Let exactly these roles need a second step.

    Raises:
        NeedsOwnFactor: whoever demands it of others has it.
    """
    before = queries.stepped_roles()
    wanted = frozenset(roles)
    if wanted == before:
        return
    if wanted and not queries.has_factor(by.id):
        raise NeedsOwnFactor
    for role in before - wanted:
        db.session.execute(delete(SteppedRole).where(SteppedRole.role == role))
    for role in wanted - before:
        add(SteppedRole(role=role, since=clock.now()))
    note(
        "account.second_step_required",
        actor=by.name,
        actor_id=by.id,
        subject=ISSUER,
        details={
            "before": ", ".join(sorted(role_word(role) for role in before)),
            "after": ", ".join(sorted(role_word(role) for role in wanted)),
        },
    )


def strengthen(session_id: UUID) -> None:
    """Whoever adds a factor in a session has just given it; older sessions end.

    They were begun by a password alone, perhaps by somebody else.
    """
    here = db.session.get_one(AccountSession, session_id)
    if not here.is_strong:
        here.is_strong = True
        end_sessions(here.account, but=here.id)
