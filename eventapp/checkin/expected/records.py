"""Sealed records: what only the code of a badge, or of a card, opens."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from eventapp.checkin.expected.entries import NO_HOUSE, Entry, House, Title
from eventapp.checkin.expected.sealing import Opener, encoded


class Sealable(NamedTuple):
    """What a sealed record is made of; its text is made when it is sealed."""

    opener: Opener
    facts: tuple[object, ...] = ()  # of a card; else
    entry: Entry | None = None
    house: House = NO_HOUSE
    is_old: bool = False

    @property
    def text(self) -> str:
        """A line for each fact."""
        if self.entry is None:
            return _joined(self.facts)
        return _joined(_person(self.entry, self.house, is_old=self.is_old))


class OpenCard(NamedTuple):
    """The card of a delegation, by the delegation's number in the list."""

    delegation: int
    opener: Opener
    is_old: bool


def records_of_people(
    entries: Mapping[UUID, Entry],
    live: Mapping[UUID, Opener],
    old: Mapping[UUID, list[Opener]],
    houses: Mapping[str, House],
) -> Iterator[tuple[str, Sealable]]:
    """A record for each badge, those which were replaced among them."""
    for key, entry in entries.items():
        house = houses.get(entry.institution, NO_HOUSE)
        if key in live:
            yield live[key].text, Sealable(live[key], (), entry, house)
        for one in old.get(key, ()):
            yield one.text, Sealable(one, (), entry, house, is_old=True)


def records_of_cards(
    cards: Iterable[OpenCard],
    titles: Mapping[int, Title],
    houses: Mapping[str, House],
    entries: Mapping[UUID, Entry],
    live: Mapping[UUID, Opener],
) -> Iterator[tuple[str, Sealable]]:
    """A card's record: the delegation, and what opens the records of its people."""
    members: dict[int, list[tuple[bool, int, bytes]]] = {}
    for key, entry in entries.items():
        if entry.delegation >= 0 and key in live:
            secret = (not entry.is_head, entry.number, live[key].secret)
            members.setdefault(entry.delegation, []).append(secret)
    for card in cards:
        title = titles[card.delegation]
        house = houses.get(title.institution, NO_HOUSE)
        secrets = sorted(members.get(card.delegation, ()))
        facts = (
            "G",
            card.delegation,
            *house.shown,
            title.label,
            house.native,
            house.native_language,
            "x" if card.is_old else "" if title.is_live else "c",
            "" if card.is_old else encoded(b"".join(one for *_, one in secrets)),
        )
        yield card.opener.text, Sealable(card.opener, facts)


def _person(entry: Entry, house: House, *, is_old: bool) -> tuple[object, ...]:
    """What a person's record says; `list-sealed.js` reads it in this order."""
    return (
        entry.reference,
        entry.number or "",
        entry.latin,
        entry.native,
        entry.native_language,
        entry.status,
        entry.kind,
        entry.places,
        *house.shown,
        house.native,
        house.native_language,
        entry.delegation,
        "h" if entry.is_head else "",
        "x" if is_old else "",
    )


def _joined(facts: Iterable[object]) -> str:
    lines = (" ".join(str(fact).split()) for fact in facts)
    return "\n".join(lines).rstrip("\n")
