"""Signing in with a password."""

from sqlalchemy import delete

from eventapp.accounts import passwords, queries
from eventapp.accounts.errors import WrongCredentials
from eventapp.accounts.models import Account, Attempt
from eventapp.accounts.service.limits import check_limit, count
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db, reading, writing
from eventapp.kernel.tokens import digest

FAILURES_PER_ACCOUNT = 10
FAILURES_PER_ADDRESS = 100  # a university may sit behind one address


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
