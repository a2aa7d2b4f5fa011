"""Kept public pages and feeds, answered before Flask begins.

Hundreds open the programme in the same minute. What `page_cache` offered to everybody
is sent from here, as long as the revision it shows is known to be the latest. Whoever
has a session, and whatever is not an ordinary question, goes on to Flask.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.http import parse_cookie, parse_etags

from eventapp.kernel import i18n
from eventapp.web import page_cache
from eventapp.web.language import heard, theme, theme_in
from eventapp.web.page_cache import Offer

ENTRIES = 1000
OK, NOT_MODIFIED = "200 OK", "304 NOT MODIFIED"
OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding", "etag"})
OF_WHOLE_ANSWERS = frozenset({"last-modified"})  # a 304 says less

Key = tuple[str, str, str, str]
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Variant:
    """The two answers with one body: with it, and without."""

    etag: str
    body: bytes
    whole: Headers
    unchanged: Headers


@dataclass(frozen=True)
class Entry:
    """An answer for everybody, plain and compressed."""

    offer: Offer
    plain: Variant
    packed: Variant


_entries: dict[Key, Entry] = {}


class Shortcut:
    """WSGI: answers from memory, or lets the application answer."""

    def __init__(self, application: Any) -> None:  # noqa: ANN401 - WSGI
        """Stand before `application`."""
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI
        """Answer one request."""
        variant = _variant(environ)
        if variant is None:
            passed_on: Iterable[bytes] = self.application(environ, start_response)
            return passed_on
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and parse_etags(known).contains_weak(variant.etag):
            start_response(NOT_MODIFIED, variant.unchanged)
            return []
        start_response(OK, variant.whole)
        return [variant.body]


def init_app(app: Flask) -> None:
    """Stand before `app`; to be called first, so that we see its whole answers."""
    forget_all()
    app.after_request(_remember)
    # Flask's own place for what stands before it; a method to mypy.
    app.wsgi_app = Shortcut(app.wsgi_app)  # type: ignore[method-assign]


def forget_all() -> None:
    """Start with nothing; for measures and the start of a process."""
    _entries.clear()


def _variant(environ: dict[str, Any]) -> Variant | None:
    if environ["REQUEST_METHOD"] != "GET":
        return None
    sent = environ.get("HTTP_COOKIE", "")
    if "session=" in sent:
        return None
    if "HTTP_IF_MODIFIED_SINCE" in environ and "HTTP_IF_NONE_MATCH" not in environ:
        return None
    cookies = parse_cookie(sent) if sent else {}
    language = heard(cookies, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    entry = _entries.get((path, query, language.tag, theme_in(cookies)))
    if entry is None or not _lasts(entry.offer):
        return None
    packs = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    return entry.packed if packs else entry.plain


def _lasts(offer: Offer) -> bool:
    return time.monotonic() < offer.until and page_cache.is_present(
        offer.subject, offer.revision
    )


def _remember(response: Response) -> Response:
    offer: Offer | None = g.pop("offered", None)
    if offer is None or response.status_code != 200 or "Set-Cookie" in response.headers:  # noqa: PLR2004 - a whole answer
        return response
    environ = request.environ
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    if len(_entries) >= ENTRIES or _size() > page_cache.MEMORY:
        _entries.clear()
    key = (path, query, _asked_language().tag, theme())
    _entries[key] = Entry(
        offer, _made(offer, response, packs=False), _made(offer, response, packs=True)
    )
    return response


def _size() -> int:
    kept = [entry.offer.document for entry in list(_entries.values())]
    return sum({id(one): one.size for one in kept}.values())


def _asked_language() -> i18n.Language:
    """The reader's; a feed speaks another one, which its address names."""
    return heard(request.cookies, request.headers.get("Accept-Language", ""))


def _made(offer: Offer, response: Response, *, packs: bool) -> Variant:
    kept = offer.document
    etag = f"{kept.etag}-gz" if packs else kept.etag
    body = kept.packed if packs else kept.body
    common = [
        (name, value)
        for name, value in response.headers
        if name.lower() not in OF_THE_BODY
    ]
    common.append(("ETag", f'"{etag}"'))
    whole = [
        *common,
        ("Content-Type", response.headers["Content-Type"]),
        ("Content-Length", str(len(body))),
    ]
    if packs:
        whole.append(("Content-Encoding", "gzip"))
    unchanged = [
        (name, value) for name, value in common if name.lower() not in OF_WHOLE_ANSWERS
    ]
    return Variant(etag, body, whole, unchanged)
