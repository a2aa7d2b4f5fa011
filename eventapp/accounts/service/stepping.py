"""The second step: apps for codes, recovery codes, and who must have one."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

import pyotp
from sqlalchemy import delete, select

from eventapp.accounts import factor_notices as notices
from eventapp.accounts import factor_queries as queries
from eventapp.accounts.factor_errors import (
    LastFactor,
    WrongCode,
)
from eventapp.accounts.factors import (
    Authenticator,
    Passkey,
    RecoveryCode,
)
from eventapp.accounts.models import Account
from eventapp.accounts.service.limits import check_limit, count
from eventapp.accounts.service.noting import note_own
from eventapp.kernel import clock
from eventapp.kernel.codes import ALPHABET, plain_code
from eventapp.kernel.db import add, db, lock, writing
from eventapp.kernel.errors import VaultLocked
from eventapp.kernel.sealing import is_shut_with_the_first, opened, shut
from eventapp.kernel.tokens import digest

ISSUER = "Partnership Week"
KIND = "authenticator"  # what the seal of a secret is for
STEP_SECONDS = 30
DRIFT = 1  # by so many steps may a phone's clock be wrong
DIGITS = 6
TRIES = 10  # in fifteen minutes
BEGUN = timedelta(hours=1)  # so long may one take to set an app up
RECOVERY_CODES = 10
RECOVERY_LETTERS = 16  # 80 random bits: no digest of one is ever guessed
GROUP = 4


class Factor(StrEnum):
    """What proved somebody in the second step."""

    TOTP = "totp"
    RECOVERY = "recovery"
    PASSKEY = "passkey"


def needs_second_step(account: Account) -> bool:
    """Whether a password alone does not open this account."""
    return queries.has_factor(account.id)


def begin_authenticator(account: Account, name: str) -> Authenticator:
    """An app that counts as soon as one of its codes was typed."""
    begun = Authenticator(
        name=name, account=account, begun_at=clock.now(), used_step=0, secret=b""
    )
    add(begun)
    begun.secret = shut(pyotp.random_base32().encode(), begun.id, KIND)
    return begun


def forget_unfinished() -> None:
    """Forget the apps that somebody began to set up and never finished."""
    with writing():
        db.session.execute(
            delete(Authenticator).where(
                Authenticator.confirmed_at.is_(None),
                Authenticator.begun_at < clock.now() - BEGUN,
            )
        )


def secret_of(authenticator: Authenticator) -> str:
    """What is typed into the app, where its camera cannot read the picture.

    Raises:
        VaultLocked: no key of ours opens it.
    """
    return opened(authenticator.secret, authenticator.id, KIND).decode()


def address_of(authenticator: Authenticator) -> str:
    """What the picture says to the app."""
    made = pyotp.TOTP(
        secret_of(authenticator), name=authenticator.account.address, issuer=ISSUER
    )
    return made.provisioning_uri()


def confirm_authenticator(authenticator: Authenticator, code: str) -> Sequence[str]:
    """Let an app count from now on; the recovery codes, where it is the first factor.

    Raises:
        WrongCode: it does not show this code.
        TooManyAttempts: too many wrong codes.
    """
    account = authenticator.account
    with writing():
        lock(account)
        check_limit("second-step", _whom(account), TRIES)
        is_right = _takes(authenticator, code)
        if not is_right:
            count("second-step", _whom(account))
    if not is_right:
        raise WrongCode
    authenticator.confirmed_at = clock.now()
    return factor_added(account, authenticator.name, KIND)


def factor_added(account: Account, name: str, kind: str) -> Sequence[str]:
    """Tell of a new factor; new recovery codes, where there are none."""
    note_own(account, "account.factor_added", after={"kind": kind, "name": name})
    notices.factor_added(account, name)
    if queries.recovery_codes_left(account.id):
        return ()
    return _new_recovery_codes(account)


def new_recovery_codes(account: Account) -> Sequence[str]:
    """Ten new codes, in place of those before; they are shown once."""
    note_own(account, "account.recovery_codes_made")
    return _new_recovery_codes(account)


def take_code(account: Account, typed: str) -> Factor:
    """What a code proves: the app, or the list of recovery codes. It is spent now.

    Raises:
        WrongCode: it is wrong, or was used before.
        TooManyAttempts: too many wrong codes.
    """
    with writing():
        lock(account)
        check_limit("second-step", _whom(account), TRIES)
        factor = _factor_of(account, typed)
        if factor is None:
            count("second-step", _whom(account))
            note_own(account, "account.second_step_failed")
        elif factor is Factor.RECOVERY:
            left = queries.recovery_codes_left(account.id)
            note_own(account, "account.recovery_code_used", after={"left": left})
            notices.recovery_code_used(account, left)
    if factor is None:
        raise WrongCode
    return factor


def end_authenticator(authenticator: Authenticator) -> None:
    """Let an app count no more.

    Raises:
        LastFactor: a role of the account must have one.
    """
    account = authenticator.account
    _end(account, authenticator, authenticator.name, KIND)


def end_passkey(passkey: Passkey) -> None:
    """Let a passkey count no more.

    Raises:
        LastFactor: a role of the account must have one.
    """
    _end(passkey.account, passkey, passkey.name, "passkey")


def rename_passkey(passkey: Passkey, name: str) -> None:
    """Call a passkey otherwise."""
    passkey.name = name


def seal_anew() -> tuple[int, int]:
    """Seal all secrets with the first key: how many were, how many stay shut."""
    turned = stuck = 0
    for row in db.session.scalars(select(Authenticator)):
        if is_shut_with_the_first(row.secret):
            continue
        try:
            row.secret = shut(secret_of(row).encode(), row.id, KIND)
        except VaultLocked:
            stuck += 1
            continue
        turned += 1
    db.session.flush()
    return turned, stuck


def _factor_of(account: Account, typed: str) -> Factor | None:
    plain = plain_code(typed)
    if plain.isdigit() and len(plain) == DIGITS:
        apps = queries.authenticators_of(account.id)
        return Factor.TOTP if any(_takes(app, plain) for app in apps) else None
    code = queries.recovery_code(account.id, _recovery_digest(account, plain))
    if code is None:
        return None
    code.spent_at = clock.now()
    db.session.flush()
    return Factor.RECOVERY


def _takes(authenticator: Authenticator, code: str) -> bool:
    """Whether the app shows this code about now; then no older one is taken again."""
    plain = plain_code(code)
    made = pyotp.TOTP(secret_of(authenticator), digits=DIGITS, interval=STEP_SECONDS)
    present = made.timecode(clock.outside())
    for step in range(present - DRIFT, present + DRIFT + 1):
        is_new = step > authenticator.used_step
        if pyotp.utils.strings_equal(plain, made.generate_otp(step)) and is_new:
            authenticator.used_step = step
            authenticator.used_at = clock.now()
            db.session.flush()
            return True
    return False


def _new_recovery_codes(account: Account) -> Sequence[str]:
    db.session.execute(
        delete(RecoveryCode).where(RecoveryCode.account_id == account.id)
    )
    codes = [
        "".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LETTERS))
        for _ in range(RECOVERY_CODES)
    ]
    now = clock.now()
    db.session.add_all(
        RecoveryCode(
            account_id=account.id, digest=_recovery_digest(account, code), made_at=now
        )
        for code in codes
    )
    return [
        "-".join(code[i : i + GROUP] for i in range(0, RECOVERY_LETTERS, GROUP))
        for code in codes
    ]


def _end(account: Account, row: Authenticator | Passkey, name: str, kind: str) -> None:
    lock(account)
    held = [*queries.authenticators_of(account.id), *queries.passkeys_of(account.id)]
    if held == [row]:
        if queries.must(account.id):
            raise LastFactor
        db.session.execute(
            delete(RecoveryCode).where(RecoveryCode.account_id == account.id)
        )
    db.session.delete(row)
    db.session.flush()
    note_own(account, "account.factor_ended", after={"kind": kind, "name": name})
    notices.factor_ended(account, name)


def _whom(account: Account) -> bytes:
    return digest(f"second step {account.id}")


def _recovery_digest(account: Account, code: str) -> bytes:
    return digest(f"recovery {account.id} {code}")
