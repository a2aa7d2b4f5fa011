"""One request, one transaction: settled after the view has returned."""

from flask import Flask, Response, request
from sqlalchemy import event

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
    if response.status_code < REFUSED:
        db.session.commit()
    else:
        db.session.rollback()
    return response


def _forget(_session: object) -> None:
    page_cache.forget_revisions()
