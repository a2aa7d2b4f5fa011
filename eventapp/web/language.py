"""In which language and colours we answer."""

from urllib.parse import urlsplit

from flask import Flask, g, request
from flask_babel import Babel

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
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else THEMES[0]


def safe_next(address: str | None, otherwise: str) -> str:
    """An address on this site to go on to; never another site's."""
    parts = urlsplit(address or "")
    local = (
        address
        and address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and not parts.netloc
        and not parts.scheme
        and not any(ord(sign) < ord(" ") or sign == "\\" for sign in address)
    )
    return address if local and address else otherwise


def _listen() -> None:
    chosen = i18n.language(request.cookies.get(COOKIE)) or _preferred()
    i18n.speak(chosen)
    g.zone = None


def _preferred() -> i18n.Language:
    for tag, _quality in request.accept_languages:
        lowered = tag.casefold()
        if lowered.startswith("zh"):
            return i18n.LANGUAGES[1]
        if lowered.startswith("en"):
            return i18n.LANGUAGES[0]
    return i18n.DEFAULT
