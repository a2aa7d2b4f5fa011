"""What every template may use without being given it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, g
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from eventapp.kernel import clock, i18n
from eventapp.web import filters
from eventapp.web.language import theme


@dataclass(frozen=True)
class Demonstration:
    """The line at the top of every page of a demonstration."""

    note: Markup


def init_app(app: Flask) -> None:
    """Give the templates their context."""
    app.context_processor(_context)
    app.jinja_env.globals["csrf_field"] = csrf_field


def offer(app: Flask, **values: Callable[[], Any]) -> None:
    """Let a package above add a value, worked out once a request.

    A page without the database has None instead.
    """
    app.context_processor(
        lambda: {
            name: None if g.get("is_cut_off") else value()
            for name, value in values.items()
        }
    )


def csrf_field() -> Markup:
    """The hidden field that every unsafe form carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(
        generate_csrf()
    )


def _context() -> dict[str, Any]:
    now = clock.now()
    return {
        "page_language": i18n.spoken().tag,
        "languages": i18n.LANGUAGES,
        "theme": theme(),
        "now": now,
        "demonstration": _demonstration() if clock.is_shifted() else None,
    }


def _demonstration() -> Demonstration:
    zone = g.get("zone")
    here = filters.instant(clock.now(), zone)
    if zone is None:
        here += " UTC"
    note = escape(_("Demonstration. Here it is %(instant)s.", instant="{}"))
    return Demonstration(note.format(here))
