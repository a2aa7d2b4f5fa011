"""Which events of a week a feed shows: what the address says, in one spelling."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode
from uuid import UUID

from babel.lists import format_list
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from eventapp.kernel.i18n import spoken
from eventapp.programme import queries
from eventapp.programme.choices import place_name
from eventapp.programme.finding import Finder
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.stars import DIGITS, short_key
from eventapp.programme.vocabulary import EventKind
from eventapp.programme.when import language_name
from eventapp.programme.words import kind_word

NAMES: Final = ("kind", "language", "venue", "institution")  # in this order
NOTHING: Final = "-"  # in the place of what cannot be the name of anything
LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}", re.ASCII)
KEY: Final = re.compile(rf"[0-9a-f]{{{DIGITS}}}", re.ASCII)


class Words(NamedTuple):
    """What a filter says to readers, in their language."""

    names: tuple[str, ...] = ()  # one for each thing filtered by
    sentences: tuple[str, ...] = ()


WHOLE: Final = Words()


@dataclass(frozen=True)
class FeedFilter:
    """The events wanted: one of the values of each name that has any.

    Its values are sorted and written in one way, so that equal filters are equal.
    Venues and institutions are known by their short keys, as on the programme page.
    """

    kind: tuple[str, ...] = ()
    language: tuple[str, ...] = ()  # spoken at the event
    venue: tuple[str, ...] = ()  # with the rooms inside
    institution: tuple[str, ...] = ()  # of those who have a part

    @classmethod
    def of(cls, asked: MultiDict[str, str]) -> "FeedFilter":
        """What an address asks for. Empty values are forms that chose nothing."""
        return cls(
            kind=_values(asked, "kind", _kind),
            language=_values(asked, "language", _language),
            venue=_values(asked, "venue", _key),
            institution=_values(asked, "institution", _key),
        )

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return self != ALL_EVENTS

    def pairs(self) -> list[tuple[str, str]]:
        """Its part of an address, in the only order."""
        return [(name, value) for name in NAMES for value in getattr(self, name)]

    def fits(self, event: Event, finder: Finder) -> bool:
        """Whether an event is among those wanted."""
        return (
            (not self.kind or event.kind.value in self.kind)
            and (
                not self.language or not set(self.language).isdisjoint(event.languages)
            )
            and _has(self.venue, finder.around.get(event.id, ()))
            and _has(self.institution, finder.present.get(event.id, ()))
        )

    def chosen(self, events: Iterable[Event], finder: Finder) -> list[Event]:
        """The events wanted, in their order."""
        return [event for event in events if self.fits(event, finder)]


ALL_EVENTS: Final = FeedFilter()


def feed_path(week: Week, wanted: FeedFilter, language: str) -> str:
    """The path of a feed, in its canonical spelling."""
    query = urlencode([("lang", language), *wanted.pairs()])
    return f"/feeds/{quote(week.slug)}.ics?{query}"


def words(wanted: FeedFilter, week: Week, finder: Finder) -> Words:
    """The name and the sentences of a filter; what nobody knows has no words."""
    if not wanted:
        return WHOLE
    places = _places(wanted, week, finder)
    homes = _institutions(wanted, week, finder)
    said = [
        (_("Kind: %(kinds)s", kinds=one), one)
        for one in _either(wanted.kind, _known_kind)
    ]
    said += [
        (_("Language: %(languages)s", languages=one), one)
        for one in _either(wanted.language, _known_language)
    ]
    said += [
        (_("Place: %(places)s", places=one), one)
        for one in _either(wanted.venue, places.get)
    ]
    said += [
        (_("Institution: %(institutions)s", institutions=one), one)
        for one in _either(wanted.institution, homes.get)
    ]
    return Words(
        names=tuple(name for _sentence, name in said),
        sentences=tuple(sentence for sentence, _name in said),
    )


def _either(values: Sequence[str], word: Callable[[str], str | None]) -> list[str]:
    """The words of the values, any of which will do; empty if nobody knows any."""
    known = [said for said in map(word, values) if said]
    if not known:
        return []
    return [str(format_list(known, style="or", locale=spoken().locale))]


def _places(wanted: FeedFilter, week: Week, finder: Finder) -> Mapping[str, str]:
    """The names of places by short key, also of those where nothing takes place."""
    known = {short_key(key): place_name(names) for key, names in finder.venues.items()}
    if set(wanted.venue) - set(known):
        others = queries.venues_of(week)
        known |= {
            short_key(one.id): str(one.name)
            for one in others
            if short_key(one.id) not in known
        }
    return known


def _institutions(wanted: FeedFilter, week: Week, finder: Finder) -> Mapping[str, str]:
    known = {short_key(key): str(name) for key, name in finder.institutions.items()}
    if set(wanted.institution) - set(known):
        homes = [one.institution for one in queries.participants_of(week)]
        known |= {short_key(one.id): str(one.name) for one in homes}
    return known


def _known_kind(value: str) -> str | None:
    return kind_word(EventKind(value)) if value in set(EventKind) else None


def _known_language(value: str) -> str | None:
    return language_name(value) if value != NOTHING else None


def _has(wanted: Sequence[str], keys: Iterable[UUID]) -> bool:
    return not wanted or any(short_key(key) in wanted for key in keys)


def _values(
    asked: MultiDict[str, str], name: str, read: Callable[[str], str | None]
) -> tuple[str, ...]:
    given = (value.strip() for value in asked.getlist(name))
    return tuple(sorted({read(value) or NOTHING for value in given if value}))


def _kind(value: str) -> str | None:
    return value if value in set(EventKind) else None


def _language(value: str) -> str | None:
    return value if LANGUAGE.fullmatch(value) else None


def _key(value: str) -> str | None:
    """A short key, or a whole one cut short."""
    try:
        return short_key(UUID(value))
    except ValueError:
        return value.lower() if KEY.fullmatch(value.lower()) else None
