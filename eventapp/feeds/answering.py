"""How feeds answer: in the language of their address, and only what is news."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from flask import Response, request
from flask_babel import refresh

from eventapp.feeds import keeping
from eventapp.kernel import i18n
from eventapp.web.conditional import Document, answer, is_known, takes_gzip

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
SHARED: Final = "public, max-age=900"
PRIVATE: Final = "private, no-cache"


class Asked(NamedTuple):
    """A feed in the version that an asker would get now; see `keeping.kept`."""

    key: str
    week_id: UUID
    version: str
    changed_at: datetime


def speak(otherwise: str = "en") -> str:
    """Speak the language of the address alone: services fetch for everybody."""
    chosen = i18n.language(request.args.get("lang")) or i18n.language(otherwise)
    language = chosen or i18n.DEFAULT
    i18n.speak(language)
    refresh()
    return language.tag


def document_of(
    asked: Asked,
    render: Callable[[], bytes],
    *,
    anew: Callable[[], Asked] | None = None,
) -> Document:
    """What to answer; without octets if the asker has them, and that is known.

    `anew` asks again for a version that was only remembered: a mark of an old version
    must not be the latest.
    """
    kept = keeping.remembered(asked.key, asked.version)
    if kept is not None:
        return kept
    if anew is not None:
        asked = anew()
    return keeping.kept(*asked, render, is_had=_has)


def public(kept: Document, *, file_name: str = "") -> Response:
    """An answer that everybody may get; with a name it is a file to be saved."""
    response = answer(
        kept, media_type=MEDIA_TYPE, caching=SHARED, vary="Accept-Encoding"
    )
    if file_name:
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def private(kept: Document) -> Response:
    """An answer at a secret address, which nobody else is told about."""
    response = answer(
        kept, media_type=MEDIA_TYPE, caching=PRIVATE, vary="Accept-Encoding"
    )
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _has(known: Document) -> bool:
    packs = takes_gzip(request.headers.get("Accept-Encoding", ""))
    return is_known(
        f"{known.etag}-gz" if packs else known.etag,
        known.changed_at,
        request.headers.get("If-None-Match"),
        request.headers.get("If-Modified-Since"),
    )
