"""The week at an address, for views."""

from uuid import UUID

from flask import abort, g

from eventapp.programme import queries
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week


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


def event_at(week: Week, key: UUID) -> Event:
    """The event of this week with this key, a draft or not; for organisers."""
    return queries.event(week, key, drafts=True) or abort(404)
