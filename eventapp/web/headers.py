"""Headers of every answer: what a page may do, and what may be remembered."""

from flask import Flask, Response

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
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    headers = response.headers
    present = {name.lower() for name in headers.keys()}  # noqa: SIM118 - no mapping
    headers.extend(
        [(name, value) for name, value in USUAL if name.lower() not in present]
    )
    return response
