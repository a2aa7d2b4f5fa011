"""The one door: by whatever way somebody comes in, here their session begins.

A password alone does not open an account that has a second factor. Until that is
given, the cookie says only whose password was right; it opens nothing.
"""

from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Response, make_response, redirect, request, session, url_for

from eventapp.accounts import queries, visitors
from eventapp.accounts.homes import homes_of
from eventapp.accounts.models import Account
from eventapp.accounts.service.sessions import begin_session
from eventapp.accounts.service.stepping import needs_second_step
from eventapp.accounts.vocabulary import Means
from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.tokens import digest, new_token
from eventapp.web.cookies import name_of
from eventapp.web.language import COOKIE as LANGUAGE
from eventapp.web.language import YEAR_SECONDS, safe_next

DEVICE = "known"  # the cookie by which accounts know a browser again
HALF = "half"  # in the session
HALF_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Half:
    """Whose password was right, when, and where they wanted to go."""

    account_id: str
    mark: str  # of the password: another one ends this
    at: str
    means: str
    onward: str


def enter(
    account: Account, means: Means, *, is_strong: bool = False, onward: str = ""
) -> Response:
    """Let this browser act for `account`, or lead it to the second step first.

    `is_strong`: two factors were given at once, as by a passkey.
    """
    session.clear()  # a session from before is not carried over
    if is_strong or not needs_second_step(account):
        return _let_in(account, means, is_strong=is_strong, onward=onward)
    now = clock.now().isoformat()
    half = Half(str(account.id), _mark(account), now, means.value, onward)
    session[HALF] = astuple(half)
    return _going_to(url_for("factors.second_step"))


def half_entered() -> Account | None:
    """Whose password was right in this browser, within the last ten minutes."""
    half = _half()
    if half is None:
        return None
    account = db.session.get(Account, UUID(half.account_id))
    if account is None or not account.is_enabled or _mark(account) != half.mark:
        return None
    is_late = clock.now() - datetime.fromisoformat(half.at) >= HALF_LASTS
    return None if is_late else account


def complete(account: Account) -> Response:
    """Let in whoever gave the second factor as well."""
    half = _half()
    means = Means(half.means) if half else Means.PASSWORD
    onward = half.onward if half else ""
    session.clear()
    return _let_in(account, means, is_strong=True, onward=onward)


def device_token() -> str:
    """What this browser carries so that accounts know it again."""
    return request.cookies.get(name_of(DEVICE), "")[:64]


def home_of(account: Account) -> str:
    """Where somebody begins who wanted to go nowhere else."""
    homes = homes_of(queries.standing_of(account))
    return url_for(homes[0].endpoint if homes else "own.account")


def _half() -> Half | None:
    kept = session.get(HALF)
    return Half(*kept) if kept else None


def _mark(account: Account) -> str:
    return digest(f"half {account.password_hash}").hex()[:16]


def _let_in(
    account: Account, means: Means, *, is_strong: bool, onward: str
) -> Response:
    known = device_token() or new_token()
    token = begin_session(account, means, is_strong=is_strong, device_token=known)
    visitors.let_in(token)
    response = _going_to(safe_next(onward, "") or home_of(account))
    _keep(response, name_of(DEVICE), known)
    if account.language and LANGUAGE not in request.cookies:
        _keep(response, LANGUAGE, account.language)
    return response


def _going_to(address: str) -> Response:
    return make_response(redirect(address))


def _keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=YEAR_SECONDS,
        secure=current().is_secure,
        httponly=True,
        samesite="Lax",
    )
