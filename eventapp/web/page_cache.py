"""Whole public pages and feeds, kept in memory until their week changes.

An entry belongs to one revision of its week. The revision itself is asked from the
database at most once a second; a change made by this process is seen at once.
"""

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from flask import Response, make_response, request, session

PAGE_SECONDS = 30.0  # now, next and free places may be this old
REVISION_SECONDS = 1.0
ENTRIES = 2000
LARGEST = 400_000  # bytes of a body worth keeping

Key = tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A rendered page: its octets, plain and compressed, and its validator."""

    body: bytes
    packed: bytes
    etag: str
    revision: object
    made_at: float


_pages: OrderedDict[Key, Page] = OrderedDict()
_revisions: dict[str, tuple[object, float]] = {}
_lock = Lock()


def revision_of(subject: str, ask: Callable[[], object]) -> object:
    """The revision of `subject`, asked with `ask` when we have not known it lately."""
    known = _revisions.get(subject)
    present = time.monotonic()
    if known is not None and present - known[1] < REVISION_SECONDS:
        return known[0]
    revision = ask()
    _revisions[subject] = (revision, present)
    return revision


def forget_revisions() -> None:
    """Something was written: ask again."""
    _revisions.clear()


def forget_all() -> None:
    """Start with nothing; for tests and the start of a process."""
    with _lock:
        _pages.clear()
        _revisions.clear()


def page(key: Key, revision: object, render: Callable[[], str]) -> Response:
    """Answer from memory, or render once and remember.

    Somebody who signed in or registered gets a page of their own, never a kept one.
    """
    if session:
        return make_response(render())
    kept = _pages.get(key)
    present = time.monotonic()
    if (
        kept is None
        or kept.revision != revision
        or present - kept.made_at >= PAGE_SECONDS
    ):
        kept = _keep(key, render().encode(), revision)
    return answer(kept, "text/html; charset=utf-8")


def answer(kept: Page, media_type: str) -> Response:
    """The response for a kept page: 304, compressed, or plain."""
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{kept.etag}-gz"' if packs else f'"{kept.etag}"'
    if etag in request.headers.get("If-None-Match", ""):
        response = Response(status=304)
    else:
        response = Response(kept.packed if packs else kept.body)
        response.headers["Content-Type"] = media_type
        if packs:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    return response


def _keep(key: Key, body: bytes, revision: object) -> Page:
    kept = Page(
        body=body,
        packed=gzip.compress(body, 6, mtime=0),
        etag=hashlib.blake2b(body, digest_size=12).hexdigest(),
        revision=revision,
        made_at=time.monotonic(),
    )
    if len(body) <= LARGEST:
        with _lock:
            _pages[key] = kept
            _pages.move_to_end(key)
            while len(_pages) > ENTRIES:
                _pages.popitem(last=False)
    return kept
