"""Static files under an address that changes with their content."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, send_from_directory, url_for

YEAR_SECONDS = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Offer `asset()` to the templates."""
    app.jinja_env.globals["asset"] = asset


def asset(path: str) -> str:
    """The address of a static file; modules reach their neighbours beside it."""
    return url_for("web.static_file", build=build_of(_folder()), path=path)


def send(build: str, path: str) -> Response:
    """Send a static file, to be kept for a year when the address is the present one."""
    folder = _folder()
    response = send_from_directory(folder, path, max_age=0)
    if build == build_of(folder):
        response.cache_control.public = True
        response.cache_control.no_cache = None
        response.cache_control.max_age = YEAR_SECONDS
        response.cache_control.immutable = True
    return response


@cache
def build_of(folder: str) -> str:
    """Twelve characters that change when any static file does."""
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _folder() -> str:
    return str(current_app.static_folder)
