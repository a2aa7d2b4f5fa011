"""Static files, kept in memory, under an address that changes with their content."""

import hashlib
import mimetypes
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, current_app, url_for
from werkzeug.security import safe_join

from eventapp.web.conditional import Document, answer, document

FOR_EVER = "public, max-age=31536000, immutable"  # a year
CHECK_AGAIN = "no-cache"


def init_app(app: Flask) -> None:
    """Offer `asset()` to the templates."""
    app.jinja_env.globals["asset"] = asset


def asset(path: str) -> str:
    """The address of a static file; modules reach their neighbours beside it."""
    return url_for("web.static_file", build=build_of(_folder()), path=path)


def send(path: str, build: str | None = None) -> Response:
    """Send a static file; for ever, when `build` is the present one."""
    folder = _folder()
    kept = _read(folder, path)
    if kept is None:
        abort(404)
    media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    return answer(
        kept,
        media_type=media_type,
        caching=FOR_EVER if build == build_of(folder) else CHECK_AGAIN,
        vary="Accept-Encoding",
    )


@cache
def build_of(folder: str) -> str:
    """Twelve characters that change when any static file does."""
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(folder: str, path: str) -> Document | None:
    """A file of `folder`; None for anything that is not there."""
    found = safe_join(folder, path)
    try:
        return _document(found) if found else None
    except (OSError, ValueError):
        return None


@cache
def _document(path: str) -> Document:
    return document(Path(path).read_bytes())


def _folder() -> str:
    return str(current_app.static_folder)
