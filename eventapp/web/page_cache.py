"""Whole public pages and feeds, kept in memory until their week changes.

An entry belongs to one revision of its week. The revision itself is asked from the
database at most once a second; a change made by this process is seen at once.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import inf
from threading import Lock

from flask import Response, g, make_response, session

from eventapp.web.conditional import Document, answer, document

PAGE_SECONDS = 30.0  # now, next and free places may be this old
REVISION_SECONDS = 1.0
ENTRIES = 2000
LARGEST = 400_000  # bytes of a body worth keeping
MEMORY = 64_000_000  # bytes of all that is kept

Key = tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A rendered page, the revision it shows, and when it was made."""

    document: Document
    revision: object
    made_at: float


@dataclass(frozen=True)
class Offer:
    """What may be answered in the same way to others, and how long."""

    document: Document
    subject: str
    revision: object
    until: float = inf  # on the monotonic clock
    for_all: bool = False  # whatever they speak, and whoever they are


@dataclass(frozen=True)
class OwnOffer:
    """What may be answered again at the same private address, while it is so."""

    document: Document
    version: Hashable


_pages: OrderedDict[Key, Page] = OrderedDict()
_revisions: dict[str, tuple[object, float]] = {}
_lock = Lock()
_forgot_at = -inf


def revision_of(subject: str, ask: Callable[[], object]) -> object:
    """The revision of `subject`, asked with `ask` when we have not known it lately."""
    known = _revisions.get(subject)
    present = time.monotonic()
    if known is not None and present - known[1] < REVISION_SECONDS:
        g.stands_on = (subject, known[0])
        return known[0]
    revision = ask()
    g.stands_on = (subject, revision)
    if revision is not None:  # invented addresses do not fill the memory
        if len(_revisions) >= ENTRIES:
            _revisions.clear()
        _revisions[subject] = (revision, present)
    return revision


def is_present(subject: str, revision: object) -> bool:
    """Whether we know, and have known lately, that this is the latest revision."""
    known = _revisions.get(subject)
    return (
        known is not None
        and known[0] == revision
        and time.monotonic() - known[1] < REVISION_SECONDS
    )


def is_fresh(confirmed_at: float) -> bool:
    """Whether what was asked at this moment is known to be so still."""
    return (
        confirmed_at > _forgot_at and time.monotonic() - confirmed_at < REVISION_SECONDS
    )


def offer(kept: Document, until: float = inf, *, for_all: bool = False) -> None:
    """Let `web.shortcut` give this answer to others, while its revision lasts.

    `for_all`: the address alone decides, and no language, cookie or session.
    """
    subject, revision = g.stands_on
    g.offered = Offer(kept, subject, revision, until, for_all)


def offer_own(kept: Document, version: Hashable) -> None:
    """Let `web.shortcut` give this answer again at this very private address.

    `version` is what the address's question answered before anything was rendered.
    """
    g.offered = OwnOffer(kept, version)


def forget_revisions() -> None:
    """Something was written: ask again."""
    global _forgot_at  # noqa: PLW0603 - of this process
    _forgot_at = time.monotonic()
    _revisions.clear()


def forget_all() -> None:
    """Start with nothing; for tests and the start of a process."""
    with _lock:
        _pages.clear()
    forget_revisions()


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
    offer(kept.document, kept.made_at + PAGE_SECONDS)
    return shown(kept)


def shown(kept: Page) -> Response:
    """The response for a kept page."""
    return answer(
        kept.document,
        media_type="text/html; charset=utf-8",
        caching="private, no-cache",
        vary="Accept-Encoding, Accept-Language, Cookie",
    )


def _keep(key: Key, body: bytes, revision: object) -> Page:
    kept = Page(
        document=document(body),
        revision=revision,
        made_at=time.monotonic(),
    )
    if len(body) <= LARGEST:
        with _lock:
            _pages[key] = kept
            _pages.move_to_end(key)
            size = sum(one.document.size for one in _pages.values())
            while len(_pages) > ENTRIES or size > MEMORY:
                _key, oldest = _pages.popitem(last=False)
                size -= oldest.document.size
    return kept
