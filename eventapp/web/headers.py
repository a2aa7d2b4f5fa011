"""Headers of every answer: what a page may do, and what may be remembered."""

from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import RequestRedirect

POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self'; "
    "connect-src 'self'; "
    "worker-src 'self'; "
    "media-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'; "
    "manifest-src 'self'"
)
USUAL = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), geolocation=(), usb=()"),
    ("Cache-Control", "private, no-cache"),
)


def init_app(app: Flask) -> None:
    """Give every answer its headers."""
    app.before_request(_lead_on_here)
    app.after_request(_protect)


def _lead_on_here() -> ResponseReturnValue | None:
    """Lead from `/weeks/spring` to `/weeks/spring/` on this host, whatever was claimed.

    The router itself would name the host of the request, which anybody may invent.
    """
    found = request.routing_exception
    if not isinstance(found, RequestRedirect):
        return None
    there = urlsplit(found.new_url)
    path, query = there.path.lstrip("/"), f"?{there.query}" if there.query else ""
    return redirect(f"/{path}{query}", found.code)


def _protect(response: Response) -> Response:
    headers = response.headers
    present = {name.lower() for name in headers.keys()}  # noqa: SIM118 - no mapping
    headers.extend(
        [(name, value) for name, value in USUAL if name.lower() not in present]
    )
    return response
