"""What machines ask: whether we are ready, and how we do."""

from hmac import compare_digest

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError

from eventapp.config import current
from eventapp.kernel.db import DatabaseLost, db
from eventapp.operation.metrics import exposed
from eventapp.operation.revisions import head
from eventapp.operation.tables import revision_of
from eventapp.web.audience import public

bp = Blueprint("operation", __name__)

NOT_READY = 503


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Whether requests may come: the database answers, and has the tables of today."""
    try:
        present, latest = revision_of(db.session.connection()), head()
    except (SQLAlchemyError, DatabaseLost, TimeoutError):
        return _plain("The database does not answer.\n", NOT_READY)
    if present != latest:
        said = f"The tables are at {present}; eventapp upgrade brings {latest}.\n"
        return _plain(said, NOT_READY)
    return _plain("ready\n")


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Figures for Prometheus, for whoever knows the token; else nothing is here."""
    wanted = current().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if wanted is None or not compare_digest(given.encode(), wanted.encode()):
        abort(404)
    return Response(exposed(), content_type=CONTENT_TYPE_LATEST)


def _plain(said: str, status: int = 200) -> Response:
    return Response(said, status, mimetype="text/plain")
