"""Kept pages and calendars, answered before Flask begins.

Hundreds open the programme in the same minute, and calendar programs ask all day for
what has not changed. What `page_cache` offered is sent from here, as long as the
revision it shows is known to be the latest. A page is sent to whoever has no session;
a public calendar to everybody; a private one at its own address, once its question
has answered what it did. Everything else goes on to Flask.
"""

import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.http import parse_cookie

from eventapp.kernel import i18n
from eventapp.web import measures, page_cache
from eventapp.web.kept_answer import KeptAnswer, keep
from eventapp.web.language import heard, theme, theme_in
from eventapp.web.page_cache import Offer, OwnOffer
from eventapp.web.shelf import Shelf

ENTRIES, OWN_ENTRIES = 2000, 20_000
OWN_MEMORY = 48_000_000  # octets of private calendars, compressed
KEPT_STATES = frozenset({200, 304})

Key = tuple[str, ...]
VersionOf = Callable[[str], Hashable | None]


@dataclass(slots=True)
class Entry:
    """An answer for many, and how long it is one."""

    offer: Offer
    answer: KeptAnswer

    @property
    def is_present(self) -> bool:
        """Whether it shows the latest revision."""
        offer = self.offer
        return time.monotonic() < offer.until and page_cache.is_present(
            offer.subject, offer.revision
        )


@dataclass(slots=True)
class OwnEntry:
    """An answer at a private address, and what it depends on."""

    version: Hashable
    confirmed_at: float  # on the monotonic clock
    answer: KeptAnswer


_entries: Shelf[Key, Entry] = Shelf(ENTRIES, page_cache.MEMORY)
_own: Shelf[Key, OwnEntry] = Shelf(OWN_ENTRIES, OWN_MEMORY)
_questions: dict[str, VersionOf] = {}
_hosts: set[str] = set()


class Shortcut:
    """WSGI: answers from memory, or lets the application answer."""

    def __init__(self, application: Any) -> None:  # noqa: ANN401 - WSGI
        """Stand before `application`."""
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI
        """Answer one request."""
        answer = _known(environ)
        sent = answer.sent(environ) if answer else None
        if sent is None:
            passed_on: Iterable[bytes] = self.application(environ, start_response)
            return passed_on
        measures.figures().kept.inc()
        status, headers, body = sent
        start_response(status, headers)
        return body


def init_app(app: Flask) -> None:
    """Stand before `app`; to be called first, so that we see its whole answers."""
    forget_all()
    _hosts.clear()
    _hosts.update(app.config["TRUSTED_HOSTS"])
    app.after_request(_remember)
    # Flask's own place for what stands before it; a method to mypy.
    app.wsgi_app = Shortcut(app.wsgi_app)  # type: ignore[method-assign]


def register(prefix: str, version_of: VersionOf) -> None:
    """Let private calendars below `prefix` be answered from here.

    `version_of` gets what follows, up to the last dot; it is asked outside Flask, and
    answers what such a calendar depends on: None where there is none, or no more.
    """
    _questions[prefix] = version_of


def forget_all() -> None:
    """Start with nothing; for measures and the start of a process."""
    _entries.clear()
    _own.clear()


def _known(environ: dict[str, Any]) -> KeptAnswer | None:
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return None
    if environ.get("HTTP_HOST", "").partition(":")[0] not in _hosts:
        return None  # Flask knows whether somebody else's proxy stands between
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    place, _slash, name = path.rpartition("/")
    if version_of := _questions.get(f"{place}/"):
        return _own_answer((path, query), name, version_of)
    entry = _entries.get((path, query)) or _page(environ, path, query)
    return entry.answer if entry and entry.is_present else None


def _own_answer(key: Key, name: str, version_of: VersionOf) -> KeptAnswer | None:
    entry = _own.get(key)
    if entry is None:
        return None
    if page_cache.is_fresh(entry.confirmed_at):
        return entry.answer
    asked_at = time.monotonic()
    try:
        version = version_of(name.rpartition(".")[0])
    except Exception:  # noqa: BLE001 - Flask knows how to say that the database is lost
        return None
    if version is None or version != entry.version:
        _own.drop(key)
        return None
    entry.confirmed_at = asked_at
    return entry.answer


def _page(environ: dict[str, Any], path: str, query: str) -> Entry | None:
    """The page for a reader who has no session, in their language and colours."""
    sent = environ.get("HTTP_COOKIE", "")
    if "session=" in sent:
        return None
    cookies = parse_cookie(sent) if sent else {}
    language = heard(cookies, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    return _entries.get((path, query, language.tag, theme_in(cookies)))


def _remember(response: Response) -> Response:
    offer: Offer | OwnOffer | None = g.pop("offered", None)
    if offer is None or response.status_code not in KEPT_STATES:
        return response
    if "Set-Cookie" in response.headers:
        return response
    address = (request.environ["PATH_INFO"], request.environ.get("QUERY_STRING", ""))
    if isinstance(offer, OwnOffer):
        answer = keep(response, offer.document, is_own=True)
        size = answer.size + len(address[1])
        _own.put(address, OwnEntry(offer.version, 0.0, answer), size)
        return response
    key = address if offer.for_all else (*address, _asked_language().tag, theme())
    known = _entries.get(key)
    if known and known.offer.document is offer.document and known.answer.content_type:
        known.offer = offer  # only confirmed
        return response
    answer = keep(response, offer.document, is_own=False)
    _entries.put(key, Entry(offer, answer), answer.size + len(address[1]))
    return response


def _asked_language() -> i18n.Language:
    """The reader's; a feed speaks another one, which its address names."""
    return heard(request.cookies, request.headers.get("Accept-Language", ""))
