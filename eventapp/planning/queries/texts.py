"""Which texts lack one of the interface languages."""

from collections.abc import Sequence

from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.kernel.i18n import LANGUAGES, Localised
from eventapp.planning.queries.seats import Seats
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus


def lacks(text: Localised | None, *, may_be_empty: bool = False) -> list[str]:
    """The tags of the interface languages in which a text is missing."""
    if may_be_empty and not text:
        return []
    return [one.tag for one in LANGUAGES if not text or one.tag not in text]


def untranslated_events(rows: Sequence[Seats]) -> list[Event]:
    """The events whose title or summary lacks a language."""
    return [
        row.event
        for row in rows
        if row.event.status is not EventStatus.CANCELLED
        and (lacks(row.event.title) or lacks(row.event.summary, may_be_empty=True))
    ]


def untranslated_venues(week: Week) -> int:
    """How many venues lack a language."""
    names = db.session.scalars(select(Venue.name).where(Venue.week_id == week.id))
    return sum(bool(lacks(name)) for name in names)
