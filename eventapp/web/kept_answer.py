"""An answer kept whole, and what of it each asker is sent."""

import gzip
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Response

from eventapp.web.conditional import Document, is_known, takes_gzip

OK, NOT_MODIFIED = "200 OK", "304 NOT MODIFIED"
WITHOUT_BODY = 304
OF_THE_BODY = frozenset(
    {"content-type", "content-length", "content-encoding", "etag", "last-modified"}
)
OVERHEAD = 1200  # octets of memory of an answer beside its body

Headers = tuple[tuple[str, str], ...]
Sent = tuple[str, list[tuple[str, str]], list[bytes]]


@dataclass(slots=True)
class KeptAnswer:
    """Headers and octets, plain and compressed; or headers alone, for a 304."""

    etag: str
    changed_at: datetime | None
    changed_on: str | None  # as the header says it
    common: Headers  # also of a 304
    content_type: str | None  # None: only that nothing changed can be said
    length: int
    body: bytes | None  # None: the packed one is unpacked when it is wanted
    packed: bytes

    @property
    def size(self) -> int:
        """How much memory it takes, about."""
        return len(self.body or b"") + len(self.packed) + OVERHEAD

    def sent(self, environ: dict[str, Any]) -> Sent | None:
        """Status, headers and octets for one request; None: we know too little."""
        packs = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        etag = f"{self.etag}-gz" if packs else self.etag
        if is_known(
            etag,
            self.changed_at,
            environ.get("HTTP_IF_NONE_MATCH"),
            environ.get("HTTP_IF_MODIFIED_SINCE"),
        ):
            return NOT_MODIFIED, [*self.common, ("ETag", f'"{etag}"')], []
        if self.content_type is None:
            return None
        headers = [
            *self.common,
            ("ETag", f'"{etag}"'),
            ("Content-Type", self.content_type),
            ("Content-Length", str(len(self.packed) if packs else self.length)),
        ]
        if packs:
            headers.append(("Content-Encoding", "gzip"))
        if self.changed_on is not None:
            headers.append(("Last-Modified", self.changed_on))
        if environ["REQUEST_METHOD"] == "HEAD":
            return OK, headers, []
        return OK, headers, [self.packed if packs else self._plain()]

    def _plain(self) -> bytes:
        return gzip.decompress(self.packed) if self.body is None else self.body


def keep(response: Response, made: Document, *, is_own: bool) -> KeptAnswer:
    """What is kept of a response: of a 304 its headers, of an own one one body.

    Ten thousand delegates' calendars are to fit into a small machine's memory.
    """
    is_whole = response.status_code != WITHOUT_BODY
    headers = response.headers
    return KeptAnswer(
        etag=made.etag,
        changed_at=made.changed_at,
        changed_on=headers.get("Last-Modified"),
        common=_one(
            tuple(pair for pair in headers if pair[0].lower() not in OF_THE_BODY)
        ),
        content_type=_same(headers["Content-Type"]) if is_whole else None,
        length=len(made.body) if is_whole else 0,
        body=made.body if is_whole and not is_own else None,
        packed=made.packed if is_whole else b"",
    )


@lru_cache(maxsize=500)
def _one(headers: Headers) -> Headers:
    """The first headers that were equal to these: most answers share theirs."""
    return headers


@lru_cache(maxsize=50)
def _same(text: str) -> str:
    return text
