"""Who is signed in, and which views are open to them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import Flask, abort, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from eventapp.accounts import queries
from eventapp.accounts.models import Account, Role
from eventapp.web.audience import for_audience
from eventapp.web.errors import wants_json

View = TypeVar("View", bound=Callable[..., Any])


class Visitor(UserMixin):
    """An account as flask-login knows it: its key, and the mark of its sessions."""

    def __init__(self, account: Account) -> None:
        """Stand for `account` in the session."""
        self.account = account

    def get_id(self) -> str:
        """What the signed cookie carries; a new mark ends every session."""
        return f"{self.account.id}.{self.account.session_mark}"


def init_app(app: Flask) -> None:
    """Let flask-login find our accounts."""
    manager = LoginManager()
    # Not init_app: it would read the session on every answer, feeds included, for a
    # "remember me" cookie which we do not have.
    app.login_manager = manager  # type: ignore[attr-defined]  # where flask-login looks
    manager.session_protection = None  # a phone changes its network all day
    manager.user_loader(_load)


def requires(role: Role) -> Callable[[View], View]:
    """Only accounts with (at least) this role may see the view."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any view
            account = current_account()
            if account is None:
                return _ask_to_sign_in()
            if not account.role.may_act_as(role):
                abort(403)
            return view(*args, **kwargs)

        return for_audience(cast("View", guarded), role.value)

    return guard


def current_account() -> Account | None:
    """The account that is signed in, if any."""
    visitor = current_user._get_current_object()  # noqa: SLF001 - flask's own advice
    return visitor.account if isinstance(visitor, Visitor) else None


def signed_in() -> Account:
    """The account that is signed in; only for views that require a role."""
    account = current_account()
    if account is None:
        abort(401)
    return account


def begin_session(account: Account) -> None:
    """Let this browser act for `account`."""
    login_user(Visitor(account))


def end_session() -> None:
    """Let this browser act for nobody."""
    logout_user()


def _load(mark: str) -> Visitor | None:
    key, _dot, session_mark = mark.partition(".")
    try:
        account = queries.account(UUID(key))
    except ValueError:
        return None
    if account is None or not account.is_enabled:
        return None
    return Visitor(account) if account.session_mark == session_mark else None


def _ask_to_sign_in() -> Any:  # noqa: ANN401 - a response of flask
    if wants_json():
        abort(401)
    address = request.full_path if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=address))
