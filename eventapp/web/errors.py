"""Pages and JSON answers that say what went wrong, and what to do."""

import logging
import secrets

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    jsonify,
    render_template,
    request,
    session,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    PendingRollbackError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import BadHost, HTTPException, SecurityError

from eventapp.kernel.db import DatabaseLost
from eventapp.kernel.errors import Refusal
from eventapp.web.language import safe_next
from eventapp.web.sessions import HEADER
from eventapp.web.transactions import undo

log = logging.getLogger(__name__)

DATABASE_LOST = (
    DatabaseError,  # locked, full, read-only, damaged, or stopped
    InterfaceError,
    PendingRollbackError,
    DatabaseLost,
    NoConnectionFree,
    TimeoutError,
)
BUSY = 503
BROKEN = 500
SENTENCES = {
    400: (
        lazy_gettext("We could not read this request"),
        lazy_gettext("Go back, reload the page and try again."),
    ),
    401: (
        lazy_gettext("Sign in first"),
        lazy_gettext("You are not signed in, or you were signed out."),
    ),
    403: (
        lazy_gettext("You may not see this page"),
        lazy_gettext("Ask an organiser to give you the right to do this."),
    ),
    404: (
        lazy_gettext("We did not find this page"),
        lazy_gettext("Check the address, or start from the list of weeks."),
    ),
    405: (
        lazy_gettext("This address does not take this request"),
        lazy_gettext("Go back and use the buttons of the page."),
    ),
    409: (
        lazy_gettext("This cannot be done now"),
        lazy_gettext("Go back and read the page again."),
    ),
    410: (
        lazy_gettext("This link has ended"),
        lazy_gettext("Ask for a new link by e-mail."),
    ),
    413: (
        lazy_gettext("This is too large"),
        lazy_gettext("Send a smaller file or a shorter text."),
    ),
    429: (
        lazy_gettext("Too many tries"),
        lazy_gettext("Wait a few minutes, then try again."),
    ),
    500: (
        lazy_gettext("Something went wrong on our side"),
        lazy_gettext("We have noted it. Go back and try again."),
    ),
    503: (
        lazy_gettext("The site is busy"),
        lazy_gettext("Nothing was saved. Wait a minute, then try again."),
    ),
}


def init_app(app: Flask) -> None:
    """Answer every error in words."""
    app.before_request(_refuse_nul)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(BadHost, _nowhere)
    app.register_error_handler(SecurityError, _nowhere)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DataError, _unreadable)
    app.register_error_handler(IntegrityError, _overtaken)
    for lost in DATABASE_LOST:
        app.register_error_handler(lost, _busy)
    app.register_error_handler(ProgrammingError, _broken)
    app.register_error_handler(Exception, _broken)


def answer(code: int, sentence: str | None = None, reference: str = "") -> Response:
    """An error page, or JSON where the request was JSON."""
    heading, otherwise = SENTENCES.get(code, SENTENCES[BROKEN])
    said = sentence or str(otherwise)
    if wants_json():
        body = jsonify(error={"code": code, "sentence": said, "reference": reference})
        body.status_code = code
        return body
    page = render_template(
        "errors/error.html",
        code=code,
        heading=heading,
        sentence=said,
        reference=reference,
        back=came_from_page(),
    )
    return Response(page, status=code, content_type="text/html; charset=utf-8")


def came_from_page() -> str:
    """The page of ours whose form was refused: read again, it shows what is so now."""
    if request.method in {"GET", "HEAD"}:
        return ""
    host = request.environ.get("HTTP_HOST", "")
    scheme, _found, path = (request.referrer or "").partition(f"://{host}/")
    return safe_next(f"/{path}", "") if scheme in {"http", "https"} and host else ""


def wants_json() -> bool:
    """Whether a script asked, and not a person."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.is_json or best == "application/json"


def _refuse_nul() -> None:
    """No address of ours has a NUL, and PostgreSQL would stumble over it."""
    if "\0" in request.path:
        abort(404)


def _refused(refusal: Refusal) -> Response:
    return answer(refusal.status, str(refusal))


def _stale_form(_error: CSRFError) -> Response:
    response = answer(
        400, _("This form was open for too long. Go back, reload it and send it again.")
    )
    response.headers[HEADER] = "stale"  # a script asks for another and sends again
    return response


def _http(error: HTTPException) -> Response:
    code = error.code or BROKEN
    if code not in SENTENCES:
        code = 400 if code < BROKEN else BROKEN
    response = answer(code)
    for name, value in error.get_headers(request.environ):
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


def _nowhere(_error: HTTPException) -> Response:
    """Without a host that is ours there is no page: its links lead nowhere."""
    return Response(f"{SENTENCES[400][0]}.\n", 400, mimetype="text/plain")


def _busy(error: Exception) -> Response:
    g.is_cut_off = True  # the page must do without the database
    response = _failed(BUSY, error)
    response.headers["Retry-After"] = "5"
    return response


def _unreadable(error: Exception) -> Response:
    return _failed(400, error)


def _overtaken(error: Exception) -> Response:
    """Somebody else did it a moment earlier, and the database kept its promise."""
    return _failed(409, error)


def _broken(error: Exception) -> Response:
    return _failed(BROKEN, error)


def _failed(code: int, error: Exception) -> Response:
    """Undo everything: what the session was going to say is not true either."""
    undo()
    before = current_app.session_interface.open_session(current_app, request)
    session.clear()
    session.update(before or {})
    return answer(code, reference=_note(error))


def _note(error: Exception) -> str:
    reference = secrets.token_hex(4)
    log.error(
        "%s on %s %s", reference, request.method, request.endpoint, exc_info=error
    )
    return reference
