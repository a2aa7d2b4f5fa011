"""Answers with validators: 304 where nothing changed, compressed where it may be."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime

from flask import Response, request
from werkzeug.http import http_date

PACK_LEVEL = 6


@dataclass(frozen=True)
class Document:
    """Octets, plain and compressed, and what tells whether they changed."""

    body: bytes
    packed: bytes
    etag: str
    changed_at: datetime | None = None

    @property
    def size(self) -> int:
        """How many octets it takes in memory."""
        return len(self.body) + len(self.packed)


def document(body: bytes, changed_at: datetime | None = None) -> Document:
    """Make a document of `body`; equal octets have equal validators."""
    return Document(
        body=body,
        packed=gzip.compress(body, PACK_LEVEL, mtime=0),
        etag=hashlib.blake2b(body, digest_size=12).hexdigest(),
        changed_at=changed_at,
    )


def answer(kept: Document, *, media_type: str, caching: str, vary: str) -> Response:
    """304 without a body, else the octets, compressed where that was offered."""
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f"{kept.etag}-gz" if packs else kept.etag
    if _is_known(kept, etag):
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


def fragment(html: str) -> Response:
    """A part of a page with its validator: 304 where nothing has changed."""
    response = Response(html, content_type="text/html; charset=utf-8")
    response.set_etag(hashlib.blake2b(html.encode(), digest_size=12).hexdigest())
    response.make_conditional(request)
    return response


def _is_known(kept: Document, etag: str) -> bool:
    if "If-None-Match" in request.headers:
        return request.if_none_match.contains_weak(etag)
    since = request.if_modified_since
    if since is None or kept.changed_at is None:
        return False
    return kept.changed_at.replace(microsecond=0) <= since
