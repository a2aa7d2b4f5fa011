"""Answers with validators: 304 where nothing changed, compressed where it may be."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from flask import Response, request
from werkzeug.http import http_date, parse_accept_header, parse_date, parse_etags

PACK_LEVEL = 6


@dataclass(frozen=True)
class Document:
    """Octets, plain and compressed, and what tells whether they changed."""

    body: bytes
    etag: str
    changed_at: datetime | None = None
    packed_before: bytes | None = None

    @cached_property
    def packed(self) -> bytes:
        """The octets compressed: when they are first wanted, as most are never."""
        before = self.packed_before
        return (
            gzip.compress(self.body, PACK_LEVEL, mtime=0) if before is None else before
        )

    @property
    def size(self) -> int:
        """How many octets it takes in memory."""
        return len(self.body) + len(self.packed)


def document(body: bytes, changed_at: datetime | None = None) -> Document:
    """Make a document of `body`; equal octets have equal validators."""
    return Document(
        body=body,
        etag=hashlib.blake2b(body, digest_size=12).hexdigest(),
        changed_at=changed_at,
    )


def answer(kept: Document, *, media_type: str, caching: str, vary: str) -> Response:
    """304 without a body, else the octets, compressed where that was offered."""
    packs = takes_gzip(request.headers.get("Accept-Encoding", ""))
    etag = f"{kept.etag}-gz" if packs else kept.etag
    if is_known(
        etag,
        kept.changed_at,
        request.headers.get("If-None-Match"),
        request.headers.get("If-Modified-Since"),
    ):
        response = Response(status=304)
        del response.headers["Content-Type"]
    else:
        response = Response(kept.packed if packs else kept.body)
        response.headers["Content-Type"] = media_type
        if packs:
            response.headers["Content-Encoding"] = "gzip"
    headers = response.headers
    headers["ETag"] = f'"{etag}"'
    headers["Cache-Control"] = caching
    headers["Vary"] = vary
    if kept.changed_at is not None:
        headers["Last-Modified"] = http_date(kept.changed_at)
    return response


@lru_cache(maxsize=500)
def takes_gzip(accepted: str) -> bool:
    """Whether gzip was offered, and nothing better for us (RFC 9110, 12.5.3)."""
    if accepted in {"", "gzip"}:
        return bool(accepted)
    weights = {name.lower(): weight for name, weight in parse_accept_header(accepted)}
    ours = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return ours > 0 and ours >= weights.get("identity", 0.0)


def is_known(
    etag: str, changed_at: datetime | None, match: str | None, since: str | None
) -> bool:
    """Whether the asker has it, by If-None-Match, or without one by its date."""
    if match is not None:
        return match == f'"{etag}"' or parse_etags(match).contains_weak(etag)
    if since is None or changed_at is None:
        return False
    date = _instant(since)
    return date is not None and changed_at.replace(microsecond=0) <= date


def fragment(html: str) -> Response:
    """A part of a page with its validator: 304 where nothing has changed."""
    response = Response(html, content_type="text/html; charset=utf-8")
    response.set_etag(hashlib.blake2b(html.encode(), digest_size=12).hexdigest())
    response.make_conditional(request)
    return response


@lru_cache(maxsize=500)
def _instant(said: str) -> datetime | None:
    return parse_date(said)
