"""Help in place: which text belongs to a page, and what the reader folded away."""

import re
from functools import cache
from typing import Any

from flask import current_app, request
from flask.sansio.app import App

from eventapp.dashboard.help_words import HELP

BRANCHES = ("/organise", "/desk/")  # what is drawn in the office's layout


def init_app(app: App) -> None:
    """Let the office's layout ask for the help of its page."""
    help_of.cache_clear()
    app.jinja_env.globals["page_help"] = page_help
    app.jinja_env.globals["is_folded"] = is_folded


def page_help() -> str:
    """The help of the present page; empty where there is none."""
    rule = request.url_rule
    endpoint = help_of(rule.endpoint, rule.rule) if rule else None
    return str(HELP[endpoint]) if endpoint else ""


def is_folded(name: str) -> bool:
    """Whether this reader folded such a part away, on this device."""
    return request.cookies.get(f"fold-{name}") == "1"


@cache
def help_of(endpoint: str, address: str) -> str | None:
    """Whose help a page has: its own, or that of the nearest page above it."""
    if endpoint in HELP:
        return endpoint
    shape = _shape(address)
    known = {_shape(one.rule): one.endpoint for one in _pages()}
    while shape.startswith(BRANCHES):
        shape = shape.rpartition("/")[0]
        if shape in known:
            return str(known[shape])
    return None


def _pages() -> list[Any]:
    rules = current_app.url_map.iter_rules()
    return [
        one for one in rules if one.endpoint in HELP and "GET" in (one.methods or ())
    ]


def _shape(address: str) -> str:
    """An address without the names of what varies in it."""
    return re.sub(r"<[^>]+>", "<>", address).rstrip("/")
