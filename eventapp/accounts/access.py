"""Who is signed in, and which views are open to them."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, TypeVar, cast
from uuid import UUID

from flask import Flask, abort, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import event
from sqlalchemy.orm import Session, object_session

from eventapp.accounts import queries
from eventapp.accounts.errors import NotYours
from eventapp.accounts.homes import Home, homes_of
from eventapp.accounts.models import Account, Appointment
from eventapp.accounts.vocabulary import Right, Standing
from eventapp.accounts.ways import Entrance, asked_at
from eventapp.accounts.words import right_sentence
from eventapp.kernel.db import db
from eventapp.web.audience import for_audience
from eventapp.web.errors import wants_json

KNOWN_SECONDS = 1.0
NOWHERE = "programme.weeks"  # for whoever has no role yet
MOST_KNOWN = 1000
TOUCHED = "accounts"  # in the session's notes: an account was written

View = TypeVar("View", bound=Callable[..., Any])


class Visitor(UserMixin):
    """An account as flask-login knows it: its key, and the mark of its sessions."""

    def __init__(self, account: Account, standing: Standing) -> None:
        """Stand for `account` in the session."""
        self.account = account
        self.standing = standing

    def get_id(self) -> str:
        """What the signed cookie carries; a new mark ends every session."""
        return f"{self.account.id}.{self.account.session_mark}"


_known: dict[str, tuple[Visitor, float]] = {}


def init_app(app: Flask) -> None:
    """Let flask-login find our accounts, and templates ask what is open to them."""
    forget()
    for written in ("after_insert", "after_update", "after_delete"):
        for kind in (Account, Appointment):
            event.listen(kind, written, _note)
    event.listen(db.session, "after_commit", _settle)
    manager = LoginManager()
    # Not init_app: it would read the session on every answer, feeds included, for a
    # "remember me" cookie which we do not have.
    app.login_manager = manager  # type: ignore[attr-defined]  # where flask-login looks
    manager.session_protection = None  # a phone changes its network all day
    manager.user_loader(_load)
    app.jinja_env.globals |= {"may_go": may_go, "own_homes": own_homes}


def requires(
    right: Right,
    *,
    to_change: Right | None = None,
    in_some_week: bool = False,
    everywhere: bool = False,
) -> Callable[[View], View]:
    """Only accounts with `right` in the week of the address may see the view.

    Whoever sends it a form needs the right `to_change`, where that is another one.
    Where the address names no week, the right must reach all weeks, or with
    `in_some_week` one of them; with `everywhere` all weeks, whichever it names.
    """
    entrance = Entrance(right, to_change, in_some_week, everywhere)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any view
            standing = current_standing()
            if standing is None:
                return _ask_to_sign_in()
            if not entrance.admits(standing, kwargs.get("slug"), request.method):
                refuse(entrance.right_for(request.method))
            return view(*args, **kwargs)

        guarded.__entrance__ = entrance  # type: ignore[attr-defined]  # a mark on it
        return for_audience(cast("View", guarded), entrance.audience)

    return guard


def refuse(right: Right) -> NoReturn:
    """Let nobody without `right` pass, and say who has it."""
    raise NotYours(right_sentence(right))


def may_go(address: str, method: str = "GET") -> bool:
    """Whether an address of ours is open to whoever is signed in."""
    asked = asked_at(address, method)
    if asked is None:
        return True
    standing = current_standing()
    return standing is not None and asked[0].admits(standing, asked[1], method)


def current_account() -> Account | None:
    """The account that is signed in, if any."""
    visitor = current_user._get_current_object()  # noqa: SLF001 - flask's own advice
    return visitor.account if isinstance(visitor, Visitor) else None


def current_standing() -> Standing | None:
    """Which rights the account that is signed in has, if any is."""
    visitor = current_user._get_current_object()  # noqa: SLF001 - flask's own advice
    return visitor.standing if isinstance(visitor, Visitor) else None


def may(right: Right, week_id: UUID | None = None) -> bool:
    """Whether whoever is signed in has `right` in this week; None: in all of them."""
    standing = current_standing()
    return standing is not None and standing.may(right, week_id)


def own_homes() -> list[Home]:
    """The pages at which whoever is signed in works."""
    return homes_of(current_standing())


def home() -> str:
    """The endpoint at which whoever has signed in begins."""
    found = own_homes()
    return found[0].endpoint if found else NOWHERE


def may_somewhere(right: Right) -> bool:
    """Whether whoever is signed in has `right` in one week at least."""
    standing = current_standing()
    return standing is not None and standing.may_somewhere(right)


def weeks_with(right: Right) -> frozenset[UUID] | None:
    """The weeks in which whoever is signed in has `right`; None: all."""
    standing = current_standing()
    return frozenset() if standing is None else standing.weeks_with(right)


def signed_in() -> Account:
    """The account that is signed in; only for views that require a right."""
    account = current_account()
    if account is None:
        abort(401)
    return account


def begin_session(account: Account) -> None:
    """Let this browser act for `account`."""
    login_user(Visitor(account, queries.standing_of(account)))


def end_session() -> None:
    """Let this browser act for nobody."""
    logout_user()


def forget() -> None:
    """Ask the database again who may act."""
    _known.clear()


def _load(mark: str) -> Visitor | None:
    """Whom a session stands for, as it was known at most a second ago.

    A change that this process commits is seen by its next request. Where another
    process disables an account or ends its sessions, this one knows within a second.
    """
    present = time.monotonic()
    known = _known.get(mark)
    if known is not None and present - known[1] < KNOWN_SECONDS:
        return known[0]
    visitor = _ask(mark)
    if visitor is not None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[mark] = (visitor, present)
    return visitor


def _note(_mapper: object, _connection: object, row: object) -> None:
    session = object_session(row)
    if session is not None:
        session.info[TOUCHED] = True


def _settle(session: Session) -> None:
    if session.info.pop(TOUCHED, False):
        forget()


def _ask(mark: str) -> Visitor | None:
    key, _dot, session_mark = mark.partition(".")
    try:
        found = queries.account_and_standing(UUID(key))
    except ValueError:
        return None
    if found is None or not found[0].is_enabled:
        return None
    return Visitor(*found) if found[0].session_mark == session_mark else None


def _ask_to_sign_in() -> Any:  # noqa: ANN401 - a response of flask
    if wants_json():
        abort(401)
    address = request.full_path if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=address))
