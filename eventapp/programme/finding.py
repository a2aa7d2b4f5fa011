"""What a programme can be asked: words, places, institutions; kept in memory.

The words are folded once for each revision of a week, in all its languages: a search
costs no statement, whatever is typed.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import searchable
from eventapp.programme import queries
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week

KEPT = 8  # weeks; more are seldom read at the same time
MOST_WORDS = 8
FEW_LETTERS = 3  # that stand inside far too many words


@dataclass(frozen=True)
class Finder:
    """The programme of one revision, as it is searched; no rows, values alone."""

    words: Mapping[UUID, str]  # folded, by event
    venues: Mapping[UUID, tuple[Localised, ...]]  # with those around, outermost first
    around: Mapping[UUID, frozenset[UUID]]  # by event, its venue and those around it
    institutions: Mapping[UUID, Localised]
    present: Mapping[UUID, frozenset[UUID]]  # by event, institutions of its people

    def says(self, event: Event, folded: str) -> bool:
        """Whether all words of a search stand in what is known about an event."""
        text = self.words.get(event.id, "")
        return all(_stands(word, text) for word in folded.split()[:MOST_WORDS])


def _stands(word: str, text: str) -> bool:
    """Whether a word is found; a few Latin letters begin a word of the text."""
    if len(word) > FEW_LETTERS or not (word.isascii() and word.isalpha()):
        return word in text
    return re.search(rf"(?<![a-z]){word}", text) is not None


_kept: OrderedDict[UUID, tuple[int, Finder]] = OrderedDict()


def finder_of(week: Week, events: Sequence[Event]) -> Finder:
    """The finder for these events of a week; two statements for each revision."""
    known = _kept.get(week.id)
    if known is not None and known[0] == week.revision:
        return known[1]
    made = _made(events, queries.venues_of(week), queries.assignments_of_week(week))
    _kept[week.id] = (week.revision, made)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return made


def forget_all() -> None:
    """Start with nothing; for tests."""
    _kept.clear()


def _made(
    events: Sequence[Event], venues: Iterable[Venue], parts: Iterable[Assignment]
) -> Finder:
    known = {venue.id: venue for venue in venues}
    chains = {key: _chain(venue, known) for key, venue in known.items()}
    people: dict[UUID, list[Assignment]] = {}
    for part in parts:
        people.setdefault(part.event_id, []).append(part)
    institutions: dict[UUID, Localised] = {}
    present, around, words = {}, {}, {}
    for event in events:
        chain = chains.get(event.venue_id, ()) if event.venue_id else ()
        own = people.get(event.id, [])
        homes = [part.institution for part in own if part.institution]
        institutions |= {home.id: home.name for home in homes}
        present[event.id] = frozenset(home.id for home in homes)
        around[event.id] = frozenset(venue.id for venue in chain)
        words[event.id] = searchable(
            *_all(event.title),
            *_all(event.summary),
            *(text for venue in chain for text in _all(venue.name)),
            *(text for part in own for text in _said_of(part)),
        )
    used = frozenset().union(*around.values())
    return Finder(
        words=words,
        venues={
            key: tuple(venue.name for venue in reversed(chain))
            for key, chain in chains.items()
            if key in used
        },
        around=around,
        institutions=institutions,
        present=present,
    )


def _chain(venue: Venue, known: Mapping[UUID, Venue]) -> tuple[Venue, ...]:
    """A venue, the building around it, its campus."""
    chain = [venue]
    while parent := known.get(chain[-1].parent_id or venue.id):
        if parent in chain:
            break
        chain.append(parent)
    return tuple(chain)


def _said_of(part: Assignment) -> tuple[str | None, ...]:
    name, home = part.name, part.institution
    named = (name.latin, name.native) if name else ()
    return (
        *named,
        *_all(part.announced),
        *(_all(home.name) if home else ()),
        home.native_name if home else None,
    )


def _all(text: Localised | None) -> tuple[str, ...]:
    return tuple(text.values()) if text else ()
