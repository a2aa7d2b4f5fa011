"""Sessions: begun, seen, proved again, and ended."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, update

from eventapp.accounts import notices, queries
from eventapp.accounts.models import (
    Account,
    AccountLink,
    AccountSession,
    KnownDevice,
)
from eventapp.accounts.service.noting import note_own
from eventapp.accounts.vocabulary import USUAL_TERM, Means
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, writing
from eventapp.kernel.origin import came_from
from eventapp.kernel.tokens import digest, new_token

SEEN_EVERY = timedelta(minutes=5)  # what is newer is not written
DEVICE_KEPT = timedelta(days=400)  # as long as browsers keep a cookie


def begin_session(
    account: Account, means: Means, *, is_strong: bool, device_token: str
) -> str:
    """Let this browser act for an account, and give the token that only it has.

    Where the account never signed in from this browser, it is told so by mail.
    """
    now, origin = clock.now(), came_from()
    token = new_token()
    is_first = account.signed_in_at is None
    add(
        AccountSession(
            account_id=account.id,
            digest=digest(token),
            means=means,
            is_strong=is_strong,
            device=origin.device[:80],
            whence=origin.address[:45],
            began_at=now,
            seen_at=now,
            proved_at=now,
        )
    )
    account.signed_in_at = now
    if not _note_device(account, device_token) and not is_first:
        notices.tell_new_device(account, origin, now)
    note_own(account, "account.signed_in", after={"means": means.value})
    return token


def prove(token: str) -> None:
    """Note that the person of a session gave a password or a key just now."""
    proved = update(AccountSession).where(AccountSession.digest == digest(token))
    db.session.execute(proved.values(proved_at=clock.now()))


def see(session_id: UUID) -> None:
    """Note that a session was used."""
    seen = update(AccountSession).where(AccountSession.id == session_id)
    db.session.execute(seen.values(seen_at=clock.now()))


def end_session(session: AccountSession) -> None:
    """Sign one browser out."""
    db.session.delete(session)
    db.session.flush()


def end_session_of(token: str) -> None:
    """Sign the browser with this token out."""
    if (found := queries.session_of(token)) is not None:
        end_session(found)


def end_sessions(account: Account, *, but: UUID | None = None) -> int:
    """Sign an account out on all its devices, save one; and tell on how many."""
    rows = [one for one in queries.sessions_of(account) if one.id != but]
    for row in rows:
        db.session.delete(row)
    db.session.flush()
    return len(rows)


def keep_house() -> None:
    """Forget sessions, links and devices whose time is over."""
    now = clock.now()
    with writing():
        for table, column, kept in (
            (AccountSession, AccountSession.began_at, USUAL_TERM.whole),
            (AccountSession, AccountSession.seen_at, USUAL_TERM.idle),
            (AccountLink, AccountLink.ends_at, timedelta(0)),
            (KnownDevice, KnownDevice.seen_at, DEVICE_KEPT),
        ):
            db.session.execute(delete(table).where(column < now - kept))


def _note_device(account: Account, token: str) -> bool:
    """Whether the account signed in from this browser before; from now on it did."""
    now = clock.now()
    known = queries.known_device(account.id, token)
    if known is not None:
        known.seen_at = now
        return True
    db.session.add(
        KnownDevice(account_id=account.id, digest=digest(token), seen_at=now)
    )
    return False
