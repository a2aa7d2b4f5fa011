"""Small addresses that every page needs: language, colours, static files, health."""

from flask import Blueprint, Response, abort, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from eventapp.config import current
from eventapp.kernel import i18n
from eventapp.kernel.db import db
from eventapp.web import assets
from eventapp.web.audience import public
from eventapp.web.language import (
    COOKIE,
    THEME_COOKIE,
    THEMES,
    YEAR_SECONDS,
    safe_next,
)

bp = Blueprint("web", __name__)


@bp.get("/language/<tag>")
@public
def language(tag: str) -> ResponseReturnValue:
    """Speak another language from now on, and go back."""
    chosen = i18n.language(tag) or abort(404)
    return _remember(COOKIE, chosen.tag)


@bp.get("/theme/<name>")
@public
def theme(name: str) -> ResponseReturnValue:
    """Show other colours from now on, and go back."""
    if name not in THEMES:
        abort(404)
    return _remember(THEME_COOKIE, name)


@bp.get("/static/<build>/<path:path>")
@public
def static_file(build: str, path: str) -> ResponseReturnValue:
    """A style sheet, a script or a picture."""
    return assets.send(path, build)


@bp.get("/healthz")
@public
def health() -> ResponseReturnValue:
    """Whether the process answers and its database does, too."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """What search engines may read: all that is public, feeds included."""
    hidden = ("/organise/", "/desk/", "/me/", "/delegations/")
    rules = "".join(["User-agent: *\n", *(f"Disallow: {one}\n" for one in hidden)])
    return Response(rules, mimetype="text/plain")


def _remember(cookie: str, value: str) -> Response:
    response = make_response(redirect(safe_next(request.args.get("next"), "/")))
    response.set_cookie(
        cookie,
        value,
        max_age=YEAR_SECONDS,
        secure=current().is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response
