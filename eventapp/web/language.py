"""In which language and colours we answer."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, g, request
from flask_babel import Babel
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from eventapp.kernel import i18n

COOKIE = "language"
THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
YEAR_SECONDS = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Let Babel and our texts speak the reader's language."""
    Babel(
        app,
        default_translation_directories=app.config["TRANSLATIONS"],
        locale_selector=lambda: i18n.spoken().locale,
    )
    app.before_request(_listen)


def theme() -> str:
    """The colours that the reader chose."""
    return theme_in(request.cookies)


def theme_in(cookies: Mapping[str, str]) -> str:
    """The colours chosen in `cookies`."""
    chosen = cookies.get(THEME_COOKIE, "") if cookies else ""
    return chosen if chosen in THEMES else THEMES[0]


def safe_next(address: str | None, otherwise: str) -> str:
    """An address on this site to go on to; never another site's."""
    try:
        parts = urlsplit(address or "")
    except ValueError:  # brackets where a host would stand
        return otherwise
    local = (
        address
        and address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and not parts.netloc
        and not parts.scheme
        and not any(ord(sign) < ord(" ") or sign == "\\" for sign in address)
    )
    return address if local and address else otherwise


def heard(cookies: Mapping[str, str], accepted: str) -> i18n.Language:
    """The language chosen in `cookies`, else the first that is accepted."""
    chosen = i18n.language(cookies.get(COOKIE, "")) if cookies else None
    return chosen or _preferred(accepted)


def _listen() -> None:
    accepted = request.headers.get("Accept-Language", "")
    i18n.speak(heard(request.cookies, accepted))
    g.zone = None


@lru_cache(maxsize=500)
def _preferred(accepted: str) -> i18n.Language:
    for tag, _quality in parse_accept_header(accepted, LanguageAccept):
        lowered = tag.casefold()
        if lowered.startswith("zh"):
            return i18n.LANGUAGES[1]
        if lowered.startswith("en"):
            return i18n.LANGUAGES[0]
    return i18n.DEFAULT
