"""Accounts: made, and let in or not."""

from eventapp.accounts import passwords, queries
from eventapp.accounts.errors import AddressTaken, OwnAccount, PasswordTooShort
from eventapp.accounts.models import Account
from eventapp.accounts.vocabulary import Role
from eventapp.kernel import clock
from eventapp.kernel.db import add
from eventapp.kernel.tokens import new_token

SHORTEST_PASSWORD = 12


def create_account(address: str, name: str, role: Role, password: str) -> Account:
    """Make an account.

    Raises:
        PasswordTooShort: fewer than twelve characters.
        AddressTaken: somebody else has this address.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort
    if queries.account_by_address(address) is not None:
        raise AddressTaken
    return add(
        Account(
            address=address.strip().casefold(),
            name=name,
            role=role,
            password_hash=passwords.hashed(password),
            session_mark=new_token(),
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
    end_sessions(account)


def enable(account: Account) -> None:
    """Let an account sign in again."""
    account.is_enabled = True


def end_sessions(account: Account) -> None:
    """Sign an account out on all its devices."""
    account.session_mark = new_token()
