"""Signing in, making accounts, and limits on tries."""

from datetime import timedelta

from sqlalchemy import delete

from eventapp.accounts import passwords, queries
from eventapp.accounts.errors import (
    AddressTaken,
    OwnAccount,
    PasswordTooShort,
    TooManyAttempts,
    WrongCredentials,
)
from eventapp.accounts.models import Account, Attempt, SpentKey
from eventapp.accounts.vocabulary import Role
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import Model, add, db, insert_unless_there, reading, writing
from eventapp.kernel.tokens import digest, new_token

SHORTEST_PASSWORD = 12
WINDOW = timedelta(minutes=15)
FAILURES_PER_ACCOUNT = 10
KEYS_KEPT = timedelta(days=31)
FAILURES_PER_ADDRESS = 100  # a university may sit behind one address


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


def sign_in(address: str, password: str, *, from_address: str) -> Account:
    """The account that may sign in with these words.

    The slow comparison happens between two short transactions.

    Raises:
        TooManyAttempts: too many failures for this account or from this address.
        WrongCredentials: no such account, wrong password, or disabled.
    """
    whom = digest(f"account {address.strip().casefold()}")
    whence = digest(f"address {from_address}")
    with reading():
        check_limit("sign-in", whom, FAILURES_PER_ACCOUNT)
        check_limit("sign-in", whence, FAILURES_PER_ADDRESS)
        found = queries.account_by_address(address)
        key = found.id if found and found.is_enabled else None
        kept = found.password_hash if found and found.is_enabled else None
    if not passwords.fits(kept, password) or key is None:
        with writing():
            count("sign-in", whom)
            count("sign-in", whence)
        raise WrongCredentials
    account = db.session.get_one(Account, key)
    account.signed_in_at = clock.now()
    db.session.execute(delete(Attempt).where(Attempt.subject == whom))
    note(
        "account.signed_in",
        actor=account.name,
        actor_id=account.id,
        subject=account.name,
        subject_id=account.id,
    )
    return account


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


def check_limit(purpose: str, subject: bytes, most: int) -> None:
    """Let `subject` go on, or refuse.

    Raises:
        TooManyAttempts: `most` tries were counted within fifteen minutes.
    """
    if queries.attempts_since(purpose, subject, clock.now() - WINDOW) >= most:
        raise TooManyAttempts


def count(purpose: str, subject: bytes) -> None:
    """Count one try, and forget old ones."""
    now = clock.now()
    db.session.execute(delete(Attempt).where(Attempt.at < now - WINDOW))
    db.session.add(Attempt(purpose=purpose, subject=subject, at=now))


def spend(key: str) -> bool:
    """Whether a form with this key is sent for the first time; old keys are forgotten.

    Two that come together are told apart by the database.
    """
    now = clock.now()
    db.session.execute(delete(SpentKey).where(SpentKey.at < now - KEYS_KEPT))
    table = Model.metadata.tables[SpentKey.__tablename__]
    spent = insert_unless_there(table).values(digest=digest(f"form {key}"), at=now)
    return db.session.scalar(spent.returning(table.c.digest)) is not None
