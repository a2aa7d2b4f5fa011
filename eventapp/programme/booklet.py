"""The programme as a booklet: a PDF, made once for each revision of a week."""

from collections import OrderedDict
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from threading import Lock

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.config import current
from eventapp.programme import queries
from eventapp.programme.access import week_or_404
from eventapp.programme.bilingual import tags_of
from eventapp.programme.booklet_pages import content_of
from eventapp.typesetting import press
from eventapp.web import page_cache
from eventapp.web.audience import public
from eventapp.web.conditional import Document, answer, document

TEMPLATE = Path(__file__).parent / "typst" / "booklet.typ"
MEDIA_TYPE = "application/pdf"
CACHING = "public, no-cache"
KEPT = 12  # booklets of 0.2 to 2 MB


class Paper(StrEnum):
    """How large a page is."""

    A4 = "a4"
    A5 = "a5"


Key = tuple[str, tuple[str, ...], Paper]


class Shelf:
    """Booklets that were made, each with the revision of the week that it shows."""

    def __init__(self, most: int) -> None:
        """Keep so many at most."""
        self.most = most
        self._kept: OrderedDict[Key, tuple[object, Document]] = OrderedDict()
        self._press = Lock()  # one at a time: each takes the whole of a processor

    def booklet(
        self, key: Key, revision: object, make: Callable[[], Document]
    ) -> Document:
        """The booklet of this revision; who asks while it is made waits for it."""
        if (known := self._known(key, revision)) is not None:
            return known
        with self._press:
            if (known := self._known(key, revision)) is not None:
                return known
            made = make()
            self._kept[key] = (revision, made)
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
            return made

    def clear(self) -> None:
        """Begin with nothing; for tests."""
        self._kept.clear()

    def _known(self, key: Key, revision: object) -> Document | None:
        known = self._kept.get(key)
        return known[1] if known is not None and known[0] == revision else None


shelf = Shelf(KEPT)


@public
def booklet(slug: str) -> ResponseReturnValue:
    """The programme of a week as a PDF, in its first two languages.

    `?lang=pl,en` chooses others or their order, `?lang=en` one alone; `?paper=a5` makes
    small pages. It is made in the request and not by a job: it takes less time than
    a reader needs to come back for it, and is kept until the programme changes.
    """
    revision = page_cache.revision_of(slug, lambda: queries.revision_of_week(slug))
    week = week_or_404(slug)
    try:
        paper = Paper(request.args.get("paper", Paper.A4))
    except ValueError:
        abort(404)
    tags = tags_of(week, request.args.get("lang"))
    key = (slug, tags, paper)

    def make() -> Document:
        address = current().address + url_for("programme.week", slug=slug)
        content = content_of(week, address, tags) | {"paper": paper}
        printed = press.document(TEMPLATE, content)
        press.forget()
        return document(printed, week.revised_at)

    response = answer(
        shelf.booklet(key, revision, make),
        media_type=MEDIA_TYPE,
        caching=CACHING,
        vary="Accept-Encoding",
    )
    name = f"programme-{slug}-{'-'.join(tags)}-{paper}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
