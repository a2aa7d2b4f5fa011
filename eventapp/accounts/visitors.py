"""Whom a session stands for, as flask-login knows them."""

import logging
import time
from uuid import UUID

from flask import Flask, after_this_request, current_app, has_request_context
from flask.wrappers import Response
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, object_session

from eventapp.accounts import queries
from eventapp.accounts.factors import Authenticator, Passkey, SteppedRole
from eventapp.accounts.models import Account, AccountSession, Appointment
from eventapp.accounts.queries import Entered
from eventapp.accounts.service import sessions
from eventapp.accounts.vocabulary import Standing, term_of
from eventapp.kernel import clock
from eventapp.kernel.db import DatabaseLost, db, writing

log = logging.getLogger(__name__)

KNOWN_SECONDS = 1.0
MOST_KNOWN = 1000
TOUCHED = "accounts"  # in the session's notes: an account was written
WATCHED = (
    Account,
    AccountSession,
    Appointment,
    Authenticator,
    Passkey,
    SteppedRole,
)


class Visitor(UserMixin):
    """Somebody who is in: an account, what it may do where, and in which session."""

    def __init__(self, entered: Entered, token: str) -> None:
        """Stand for an account in the session with this token."""
        self.account: Account = entered.account
        self.session: AccountSession = entered.session
        self.standing: Standing = entered.standing
        # Whoever came in by a provider that asked twice, or by a passkey, is proven.
        self.lacks_factor = entered.lacks_factor and not entered.session.is_strong
        self.token = token

    def get_id(self) -> str:
        """What the signed cookie carries."""
        return self.token


_known: dict[str, tuple[Visitor, float]] = {}


def init_app(app: Flask) -> None:
    """Let flask-login find our accounts."""
    forget()
    for written in ("after_insert", "after_update", "after_delete"):
        for kind in WATCHED:
            event.listen(kind, written, _note)
    event.listen(db.session, "after_commit", _settle)
    manager = LoginManager()
    # Not init_app: it would read the session on every answer, feeds included, for a
    # "remember me" cookie which we do not have.
    app.login_manager = manager  # type: ignore[attr-defined]  # where flask-login looks
    manager.session_protection = None  # a phone changes its network all day
    manager.user_loader(_load)


def present_visitor() -> Visitor | None:
    """Who is in, if anybody."""
    visitor = current_user._get_current_object()  # noqa: SLF001 - flask's own advice
    return visitor if isinstance(visitor, Visitor) else None


def let_in(token: str) -> None:
    """Let this browser act in the session with this token."""
    entered = queries.entered_by(token)
    if entered is not None:
        login_user(Visitor(entered, token))


def let_out() -> None:
    """Let this browser act for nobody, and end its session."""
    visitor = present_visitor()
    if visitor is not None:
        sessions.end_session_of(visitor.token)
    logout_user()


def forget() -> None:
    """Ask the database again who may act."""
    _known.clear()


def _load(token: str) -> Visitor | None:
    """Whom a session stands for, as it was known at most a second ago.

    A change that this process commits is seen by its next request. Where another
    process disables an account or ends its sessions, this one knows within a second.
    """
    present = time.monotonic()
    known = _known.get(token)
    if known is not None and present - known[1] < KNOWN_SECONDS:
        return known[0]
    visitor = _ask(token)
    if visitor is not None:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[token] = (visitor, present)
    return visitor


def _ask(token: str) -> Visitor | None:
    entered = queries.entered_by(token)
    if entered is None or not entered.account.is_enabled:
        return None
    now = clock.now()
    if entered.session.is_over(now, term_of(entered.standing)):
        return None
    if now - entered.session.seen_at >= sessions.SEEN_EVERY:
        _see_later(entered.session.id)
    return Visitor(entered, token)


def _see_later(session_id: UUID) -> None:
    """Note that a session was used, once its answer has left."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - flask's own advice

    def see() -> None:
        try:
            with app.app_context(), writing():
                sessions.see(session_id)
        except (SQLAlchemyError, DatabaseLost, TimeoutError) as error:
            # It is noted with the next request; the answer itself was given.
            log.info("a session was not noted as seen: %s", type(error).__name__)

    def leave(response: Response) -> Response:
        response.call_on_close(see)
        return response

    if has_request_context():
        after_this_request(leave)


def _note(_mapper: object, _connection: object, row: object) -> None:
    session = object_session(row)
    if session is not None:
        session.info[TOUCHED] = True


def _settle(session: Session) -> None:
    if session.info.pop(TOUCHED, False):
        forget()
