"""Who interprets where, and which delegates need it."""

from collections import Counter
from datetime import datetime

from flask_babel import gettext as _

from eventapp.lists.columns.column import needs_of
from eventapp.lists.columns.offered import columns_for
from eventapp.lists.people import lines_of
from eventapp.lists.persons import sheet_of
from eventapp.lists.queries.interpreting import interpreters_of
from eventapp.lists.tables import Column, Part, Sheet, Value
from eventapp.lists.wishes import Ask
from eventapp.programme.models.people import Assignment
from eventapp.registration.models.registrations import Registration
from eventapp.web.texts import language_word


def interpreters(ask: Ask) -> Sheet:
    """The interpreters of each event; the needs by language; who has them."""
    columns = columns_for(ask.columns)
    needed = (Registration.interpretation.is_not(None),)
    lines = lines_of(ask.week, ask.wish.people, needs_of(columns), where=needed)
    counts = Counter(line.registration.interpretation or "" for line in lines)
    zone = ask.week.tzinfo

    def at(one: Assignment) -> datetime:
        return one.event.starts_at.astimezone(zone).replace(tzinfo=None)

    numbers = Part(
        _("Numbers"),
        [
            Column("into", _("Interpretation into"), _said, 4),
            Column("people", _("People"), lambda tag: counts[tag], 1),
        ],
        sorted(counts, key=lambda tag: (-counts[tag], tag)),
    )
    working = Part(
        _("Interpreters"),
        [
            Column("at", _("Begins"), at, 3),
            Column("event", _("Event"), lambda one: str(one.event.title), 6),
            Column("room", _("Room"), lambda one: str(one.event.room or ""), 4),
            Column("name", _("Name"), _name, 4, is_name=True),
            Column("from", _("From"), lambda one: _said(one.from_language), 2),
            Column("into", _("Into"), lambda one: _said(one.into_language), 2),
        ],
        interpreters_of(ask.week),
    )
    people = Part(_("Delegates"), [one.spoken() for one in columns], lines)
    return sheet_of(ask, _("Interpretation"), [], [numbers, working, people])


def _name(one: Assignment) -> Value:
    return one.name or _("To be named")


def _said(tag: str | None) -> str:
    return language_word(tag) if tag else ""
