"""Accounts: made, changed, and let in or not."""

from uuid import UUID

from sqlalchemy import delete

from eventapp.accounts import notices, passwords, queries
from eventapp.accounts.errors import AddressTaken, OwnAccount, WrongPassword
from eventapp.accounts.models import Account, AccountLink
from eventapp.accounts.service.noting import note_own
from eventapp.accounts.service.sessions import end_sessions
from eventapp.accounts.service.signing_in import is_own_password
from eventapp.accounts.strength import check_password
from eventapp.accounts.vocabulary import Role
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.kernel.origin import came_from


def create_account(
    address: str,
    name: str,
    role: Role | None = None,
    password: str | None = None,
    *,
    language: str | None = None,
) -> Account:
    """Make an account; nobody signs in with a password before it has one.

    Raises:
        PasswordTooShort, PasswordCommon, PasswordOwnWords, PasswordGuessed: it is weak.
        AddressTaken: somebody else has this address.
    """
    if password is not None:
        check_password(password, own=(address, name, notices.site()))
    if queries.account_by_address(address) is not None:
        raise AddressTaken
    return add(
        Account(
            address=address.strip().casefold(),
            name=name,
            role=role,
            password_hash=None if password is None else passwords.hashed(password),
            language=language,
            is_enabled=True,
            created_at=clock.now(),
        )
    )


def disable(account: Account, *, by: Account) -> None:
    """Let an account sign in no more, and sign it out now.

    Raises:
        OwnAccount: nobody locks themselves out.
    """
    if account.id == by.id:
        raise OwnAccount
    account.is_enabled = False
    forget_links(account)
    end_sessions(account)


def enable(account: Account) -> None:
    """Let an account sign in again."""
    account.is_enabled = True


def change_own(account: Account, name: str, language: str | None) -> None:
    """Another name for colleagues to see, and the language of the mails."""
    before = {"name": account.name, "language": account.language}
    account.name, account.language = name, language
    after = {"name": name, "language": language}
    if before != after:
        note_own(account, "account.changed_own", before=before, after=after)


def change_password(account: Account, present: str, new: str, *, here: UUID) -> None:
    """Another password; all sessions end, save the one in which it was changed.

    Raises:
        TooManyAttempts: too many wrong ones.
        WrongPassword: the present one is another.
        PasswordTooShort, PasswordCommon, PasswordOwnWords, PasswordGuessed: it is weak.
    """
    if not is_own_password(account, present):
        raise WrongPassword
    set_password(account, new)
    end_sessions(account, but=here)
    notices.tell_password_changed(account, came_from(), clock.now())
    note_own(account, "account.password_changed")


def set_password(account: Account, new: str) -> None:
    """Give an account another password; what was mailed before is worth nothing.

    Raises:
        PasswordTooShort, PasswordCommon, PasswordOwnWords, PasswordGuessed: it is weak.
    """
    check_password(new, own=(account.address, account.name, notices.site()))
    account.password_hash = passwords.hashed(new)
    forget_links(account)


def forget_links(account: Account) -> None:
    """No link that was mailed to an account is good any more."""
    theirs = delete(AccountLink).where(AccountLink.account_id == account.id)
    db.session.execute(theirs)
