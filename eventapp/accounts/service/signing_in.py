"""Signing in with a password.

Tries from a browser that an account knows are counted apart from those of strangers:
whoever guesses at an account locks out other strangers, and not its owner.
"""

from uuid import UUID

from sqlalchemy import delete

from eventapp.accounts import passwords, queries
from eventapp.accounts.errors import WrongCredentials
from eventapp.accounts.models import Account, Attempt
from eventapp.accounts.service.limits import check_limit, count, first_try
from eventapp.journal.service import note
from eventapp.kernel.db import db, reading, writing
from eventapp.kernel.origin import came_from
from eventapp.kernel.tokens import digest

FAILURES_PER_ACCOUNT = 10
FAILURES_PER_ADDRESS = 100  # a university may sit behind one address
PURPOSE = "sign-in"


def sign_in(address: str, password: str, *, device_token: str = "") -> Account:
    """The account that may sign in with these words.

    The slow comparison happens between two short transactions.

    Raises:
        TooManyAttempts: too many failures for this account or from this address.
        WrongCredentials: no such account, wrong password, or disabled.
    """
    whence = digest(f"address {came_from().address}")
    with reading():
        found = queries.account_by_address(address)
        whom = _whom(address, found, device_token)
        check_limit(PURPOSE, whom, FAILURES_PER_ACCOUNT)
        check_limit(PURPOSE, whence, FAILURES_PER_ADDRESS)
        key = found.id if found else None
        is_open = found is not None and found.is_enabled
        kept = found.password_hash if found is not None and is_open else None
    if not passwords.fits(kept, password) or key is None:
        with writing():
            _note_failure(key, whence)
            count(PURPOSE, whom)
            count(PURPOSE, whence)
        raise WrongCredentials
    renewed = passwords.renewed(kept, password)
    account = db.session.get_one(Account, key)
    if renewed is not None and account.password_hash == kept:
        account.password_hash = renewed
    db.session.execute(delete(Attempt).where(Attempt.subject == whom))
    return account


def is_own_password(account: Account, password: str) -> bool:
    """Whether `password` is that of an account which is signed in already.

    Raises:
        TooManyAttempts: too many wrong ones.
    """
    whom = digest(f"own {account.id}")
    with reading():
        check_limit(PURPOSE, whom, FAILURES_PER_ACCOUNT)
        kept = db.session.get_one(Account, account.id).password_hash
    if passwords.fits(kept, password):
        return True
    with writing():
        count(PURPOSE, whom)
    return False


def _whom(address: str, found: Account | None, device_token: str) -> bytes:
    """Whose failures these are: of strangers at an account, or of one known browser."""
    if found and queries.known_device(found.id, device_token) is not None:
        return digest(f"account {found.id} {device_token}")
    return digest(f"account {address.strip().casefold()}")


def _note_failure(key: UUID | None, whence: bytes) -> None:
    """Keep it in the journal; of addresses that nobody has, one line for a while.

    What was typed is not kept: it might be a password in the wrong field.
    """
    account = db.session.get(Account, key) if key else None
    if account is None and not first_try(PURPOSE, whence):
        return
    note(
        "account.sign_in_failed",
        actor="somebody",
        subject=account.name if account else "–",
        subject_id=key,
    )
