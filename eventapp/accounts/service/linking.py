"""Links in mails: to a first password, and to another one."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete

from eventapp.accounts import notices, queries
from eventapp.accounts.errors import AlreadyCome, LinkEnded
from eventapp.accounts.models import Account, AccountLink, Attempt
from eventapp.accounts.service.accounts import (
    create_account,
    forget_links,
    set_password,
)
from eventapp.accounts.service.limits import check_limit, count
from eventapp.accounts.service.noting import note_own
from eventapp.accounts.service.sessions import end_sessions
from eventapp.accounts.vocabulary import LinkPurpose
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.kernel.origin import came_from
from eventapp.kernel.tokens import digest, new_token

INVITATION_LASTS = timedelta(days=7)
RECOVERY_LASTS = timedelta(hours=1)
MAILS_PER_ADDRESS = 3  # each within fifteen minutes
MAILS_PER_NETWORK = 20
PURPOSE = "recovery"


def invite(address: str, name: str, language: str, *, invited_by: str = "") -> Account:
    """Make an account for somebody who sets the password by a link in a mail.

    Raises:
        AddressTaken: there is an account with this address.
    """
    account = create_account(address, name, language=language)
    _send_invitation(account, invited_by)
    return account


def invite_again(account: Account, *, invited_by: str) -> None:
    """Send another link; the one before is worth nothing.

    Raises:
        AlreadyCome: the invitation was accepted.
    """
    if not account.is_invited:
        raise AlreadyCome
    forget_links(account)
    _send_invitation(account, invited_by)


def take_back(account: Account) -> None:
    """Forget an account whose invitation nobody has accepted yet.

    Raises:
        AlreadyCome: the invitation was accepted.
    """
    if not account.is_invited:
        raise AlreadyCome
    db.session.delete(account)
    db.session.flush()


def send_recovery(address: str) -> None:
    """Mail a link to another password, if there is an account with this address.

    Whoever asks is not told whether there is.

    Raises:
        TooManyAttempts: asked too often for this address or from this network.
    """
    whom = digest(f"address {address.strip().casefold()}")
    whence = digest(f"network {came_from().network}")
    check_limit(PURPOSE, whom, MAILS_PER_ADDRESS)
    check_limit(PURPOSE, whence, MAILS_PER_NETWORK)
    count(PURPOSE, whom)
    count(PURPOSE, whence)
    account = queries.account_by_address(address)
    if account is None or not account.is_enabled:
        return
    token, _ends_at = _new_link(account, LinkPurpose.RECOVERY, RECOVERY_LASTS)
    notices.send_recovery(account, token)
    note_own(account, "account.recovery_asked")


def recovery_address(account: Account) -> str:
    """A link to another password, to be handed over by whoever runs this site."""
    token, _ends_at = _new_link(account, LinkPurpose.RECOVERY, RECOVERY_LASTS)
    note(
        "account.recovery_asked",
        actor="command",
        subject=account.name,
        subject_id=account.id,
    )
    return notices.recovery_address(token)


def accept(token: str, name: str, password: str) -> Account:
    """Let an invited person in, with a name and a password of their own.

    Raises:
        LinkEnded: used, taken back or too old.
        PasswordTooShort, PasswordCommon, PasswordOwnWords, PasswordGuessed: it is weak.
    """
    account = account_of(token, LinkPurpose.INVITATION)
    account.name = name
    _spend(token)
    set_password(account, password)
    note_own(account, "account.accepted")
    return account


def recover(token: str, password: str) -> Account:
    """Give an account the password that its owner chose, and end its sessions.

    Raises:
        LinkEnded: used or too old.
        PasswordTooShort, PasswordCommon, PasswordOwnWords, PasswordGuessed: it is weak.
    """
    account = account_of(token, LinkPurpose.RECOVERY)
    _spend(token)
    set_password(account, password)
    end_sessions(account)
    failed = digest(f"account {account.address}")
    db.session.execute(delete(Attempt).where(Attempt.subject == failed))
    notices.tell_password_changed(account, came_from(), clock.now())
    note_own(account, "account.recovered")
    return account


def account_of(token: str, purpose: LinkPurpose) -> Account:
    """Whom a link was mailed to.

    Raises:
        LinkEnded: used, taken back or too old.
    """
    link = queries.link_of(token, purpose, clock.now())
    if link is None or not link.account.is_enabled:
        raise LinkEnded
    return link.account


def _send_invitation(account: Account, invited_by: str) -> None:
    token, ends_at = _new_link(account, LinkPurpose.INVITATION, INVITATION_LASTS)
    notices.send_invitation(account, token, ends_at, invited_by=invited_by)


def _new_link(
    account: Account, purpose: LinkPurpose, lasts: timedelta
) -> tuple[str, datetime]:
    token, ends_at = new_token(), clock.now() + lasts
    add(
        AccountLink(
            digest=digest(token),
            purpose=purpose,
            ends_at=ends_at,
            account_id=account.id,
        )
    )
    return token, ends_at


def _spend(token: str) -> None:
    """Of two who come with the same link, the database lets one pass."""
    spent = db.session.execute(
        delete(AccountLink).where(AccountLink.digest == digest(token))
    )
    if cast("CursorResult[Any]", spent).rowcount != 1:
        raise LinkEnded
