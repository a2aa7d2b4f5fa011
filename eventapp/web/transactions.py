"""One request, one transaction: settled after the view has returned."""

from contextlib import suppress

from flask import Flask, Response, current_app, request
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from eventapp.kernel.db import db, may_write
from eventapp.web import page_cache

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED = 400


def init_app(app: Flask) -> None:
    """Begin and settle the transaction of every request."""
    event.listen(db.session, "after_commit", _forget)
    app.before_request(_begin)
    app.after_request(_settle)


def _begin() -> None:
    may_write(allowed=request.method not in SAFE)


def _settle(response: Response) -> Response:
    if request.method in SAFE:
        return response
    if response.status_code >= REFUSED:
        undo()
        return response
    try:
        db.session.commit()
    except Exception as error:  # noqa: BLE001 - told as if the view had raised it
        told = current_app.handle_user_exception(error)
        return current_app.make_response(told)
    return response


def undo() -> None:
    """Forget what was not committed; a database that is lost has forgotten it."""
    with suppress(SQLAlchemyError):
        db.session.rollback()


def _forget(_session: object) -> None:
    page_cache.forget_revisions()
