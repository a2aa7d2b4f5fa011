"""The week at an address, for views."""

from flask import abort, g

from eventapp.programme import queries
from eventapp.programme.models import Week


def week_or_404(slug: str, *, public_only: bool = True) -> Week:
    """The week, whose zone and name the page then shows; 404 where there is none."""
    week = queries.week_by_slug(slug)
    if week is None or (public_only and not week.is_public):
        abort(404)
    g.zone = week.tzinfo
    return week
