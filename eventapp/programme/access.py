"""The week at an address, for views."""

from typing import Any, Protocol, TypeVar
from uuid import UUID

from flask import abort, g

from eventapp.kernel.db import db
from eventapp.programme import queries
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week


class OfWeek(Protocol):
    """A row that belongs to one week."""

    @property
    def week_id(self) -> Any:  # noqa: ANN401 - a column
        """Of which week it is."""


Row = TypeVar("Row", bound=OfWeek)


def week_or_404(slug: str, *, public_only: bool = True) -> Week:
    """The week, whose zone and name the page then shows; 404 where there is none."""
    week = queries.week_by_slug(slug)
    if week is None or (public_only and not week.is_public):
        abort(404)
    g.zone = week.tzinfo
    return week


def week_at(slug: str) -> Week:
    """The week at this address, public or not; for organisers."""
    return week_or_404(slug, public_only=False)


def row_at(week: Week, kind: type[Row], key: UUID) -> Row:
    """The row of this week with this key, or the page that says there is none."""
    row = db.session.get(kind, key)
    if row is None or row.week_id != week.id:
        abort(404)
    return row


def event_at(week: Week, key: UUID) -> Event:
    """The event of this week with this key, a draft or not; for organisers."""
    return queries.event(week, key, drafts=True) or abort(404)
