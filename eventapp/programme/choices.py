"""What readers of the public pages may choose; forms whose state is the address."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from wtforms import Form, HiddenField, SelectField

from eventapp.institutions.models import Territory
from eventapp.kernel.i18n import lazy_gettext as _
from eventapp.kernel.names import alphabetic
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import Moment
from eventapp.programme.vocabulary import EventKind
from eventapp.programme.when import language_name
from eventapp.programme.words import kind_word

ALL = "all"
ROOMS = "rooms"
CHOICES = frozenset({"day", "view", "kind", "language"})


class ProgrammeChoice(Form):
    """Which events to show; it changes nothing and needs no CSRF token."""

    day = HiddenField()
    view = HiddenField()
    kind = SelectField(_("Kind"))
    language = SelectField(_("Language"))

    def offer(self, events: Iterable[Event]) -> "ProgrammeChoice":
        """Offer what these events have."""
        events = list(events)
        kinds = {event.kind.value: kind_word(event.kind) for event in events}
        spoken = {tag: language_name(tag) for one in events for tag in one.languages}
        self.kind.choices = [("", str(_("All kinds"))), *_sorted(kinds)]
        self.language.choices = [("", str(_("All languages"))), *_sorted(spoken)]
        return self


class InstitutionChoice(Form):
    """Which institutions to show."""

    place = SelectField(_("Country or region"))

    def offer(self, territories: Iterable[Territory]) -> "InstitutionChoice":
        """Offer these countries and regions."""
        labels = {one.code: str(one.label) for one in territories}
        self.place.choices = [
            ("", str(_("All countries and regions"))),
            *_sorted(labels),
        ]
        return self


def chosen_day(dates: Sequence[date], moment: Moment) -> tuple[date | None, bool]:
    """The day in the address, else today; None for the whole programme."""
    asked = request.args.get("day", "")
    if asked == ALL:
        return None, False
    if asked:
        known = {on.isoformat(): on for on in dates}
        return known.get(asked), asked not in known
    if moment.today in dates and len(dates) > 1:
        return moment.today, False
    if request.args.get("view") == ROOMS and dates:
        return dates[0], False
    return None, False


def rail(
    week: Week, dates: Sequence[date], on: date | None, moment: Moment
) -> list[dict[str, Any]]:
    """The days as links, for the rail above the programme."""
    return [
        {
            "date": one,
            "href": here(week, day=one.isoformat()),
            "current": one == on,
            "today": one == moment.today,
        }
        for one in dates
    ]


def chosen(week: Week, kind: str | None, language: str | None) -> list[dict[str, str]]:
    """What was chosen, each with the address without it."""
    removable = []
    if kind:
        words = kind_word(EventKind(kind))
        removable.append({"text": words, "href": here(week, kind=None)})
    if language:
        words = language_name(language)
        removable.append({"text": words, "href": here(week, language=None)})
    return removable


def offered(field: SelectField) -> str | None:
    """What was chosen, if it is among what we offer."""
    values = {value for value, _words in field.choices or () if value}
    return field.data if field.data in values else None


def here(week: Week, **changes: str | None) -> str:
    """The address of this programme with some choices changed."""
    kept = {name: request.args.get(name) for name in sorted(CHOICES)}
    wanted = {name: value for name, value in (kept | changes).items() if value}
    path = url_for("programme.programme", slug=week.slug)
    return f"{path}?{urlencode(wanted)}" if wanted else path


def _sorted(words: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(words.items(), key=lambda pair: alphabetic(pair[1]))
