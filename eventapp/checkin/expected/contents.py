"""Both lists of a week, composed from rows: who is in them, and what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from eventapp.badges.cards import code_of_card
from eventapp.badges.models import Badge, Card
from eventapp.badges.service import code_of
from eventapp.checkin.expected.entries import (
    Entry,
    House,
    Row,
    Title,
    entry_of,
    houses_of,
    places_of,
    titles_of,
)
from eventapp.checkin.expected.records import (
    OpenCard,
    Sealable,
    records_of_cards,
    records_of_people,
)
from eventapp.checkin.expected.sealing import Opener, opener, presence_tag
from eventapp.checkin.queries.listing import Listing, Rows

SHORT = 8  # signs of a record's name in a plain list: 48 bits tell people apart
Seen = tuple[int, int]  # at which second; twice the entries, plus one who is inside


@dataclass(frozen=True)
class Contents:
    """All contents of both kinds of lists."""

    houses: Mapping[str, House]
    titles: Mapping[int, Title]
    rows: Mapping[str, Row]  # by reference
    cards: Mapping[str, tuple[int, bool]]  # by short name: delegation, is replaced
    records: Mapping[str, Sealable]  # by name
    seen: Mapping[tuple[str, int], Seen]  # by reference and event
    tags: Mapping[str, Seen]  # the same, in secret
    left_out: int  # badges whose code cannot be made again


class Openers:
    """The openers of a week's codes, made once."""

    def __init__(self, salt: bytes) -> None:
        """Begin with none."""
        self.salt = salt
        self._known: dict[tuple[UUID, bytes], Opener | None] = {}

    def of_badge(self, key: UUID, digest: bytes) -> Opener | None:
        """What the code of a badge opens; None: it cannot be made again."""
        if (key, digest) not in self._known:
            code = code_of(Badge(id=key, code_digest=digest))
            self._known[key, digest] = opener(code, self.salt) if code else None
        return self._known[key, digest]

    def of_card(self, key: UUID, digest: bytes) -> Opener | None:
        """The same of the card of a delegation."""
        if (key, digest) not in self._known:
            code = code_of_card(Card(id=key, code_digest=digest))
            self._known[key, digest] = opener(code, self.salt) if code else None
        return self._known[key, digest]


def contents_of(found: Listing, openers: Openers) -> Contents:
    """Compose both lists of a week."""
    events = {event.id: number for number, event in enumerate(found.events)}
    delegations = {row[0]: number for number, row in enumerate(found.delegations)}
    houses = dict(houses_of(found))
    titles = titles_of(found)
    places = {key: places_of(text, events) for key, text in found.places.items()}
    entries = {
        row.id: entry_of(row, delegations, places.get(row.id, ""))
        for row in found.people
    }
    live, old, lost_badges = _opened(found.badges, openers)
    cards, lost_cards = _cards(found.cards, delegations, openers)
    seen, tags = _standing(found, entries, live, events)
    rows = [_row(one, live.get(key), old.get(key, ())) for key, one in entries.items()]
    return Contents(
        houses=houses,
        titles=titles,
        rows={row.entry.reference: row for row in rows},
        cards={short(one.opener): (one.delegation, one.is_old) for one in cards},
        records=dict(records_of_people(entries, live, old, houses))
        | dict(records_of_cards(cards, titles, houses, entries, live)),
        seen=seen,
        tags=tags,
        left_out=lost_badges + lost_cards,
    )


def short(one: Opener) -> str:
    """The name of a record in a plain list."""
    return one.text[:SHORT]


def _row(entry: Entry, live: Opener | None, old: Sequence[Opener]) -> Row:
    return Row(entry, short(live) if live else "", tuple(short(one) for one in old))


def _opened(
    badges: Rows, openers: Openers
) -> tuple[dict[UUID, Opener], dict[UUID, list[Opener]], int]:
    """The live badge of each person, those replaced, and how many cannot be made."""
    live: dict[UUID, Opener] = {}
    old: dict[UUID, list[Opener]] = {}
    lost = 0
    for registration, key, digest, revoked_at in badges:
        found = openers.of_badge(key, digest)
        if found is None:
            lost += 1
        elif revoked_at is None:
            live[registration] = found
        else:
            old.setdefault(registration, []).append(found)
    return live, old, lost


def _cards(
    rows: Rows, delegations: Mapping[UUID, int], openers: Openers
) -> tuple[list[OpenCard], int]:
    """The cards of delegations, and how many cannot be made again."""
    opened = [
        (delegations[delegation], openers.of_card(key, digest), revoked_at is not None)
        for delegation, key, digest, revoked_at in rows
    ]
    known = [OpenCard(key, one, old) for key, one, old in opened if one is not None]
    return known, len(opened) - len(known)


def _standing(
    found: Listing,
    entries: Mapping[UUID, Entry],
    live: Mapping[UUID, Opener],
    events: Mapping[UUID, int],
) -> tuple[dict[tuple[str, int], Seen], dict[str, Seen]]:
    """Who came when, how often, and is inside: in clear, and by secret tags."""
    seen: dict[tuple[str, int], Seen] = {}
    tags: dict[str, Seen] = {}
    for registration, event, entered, left_at, moved_at in found.standing:
        if registration not in entries or event not in events:
            continue
        state = int(moved_at.timestamp()), 2 * entered + (left_at is None)
        seen[entries[registration].reference, events[event]] = state
        if registration in live:
            tags[presence_tag(live[registration], event)] = state
    return seen, tags
