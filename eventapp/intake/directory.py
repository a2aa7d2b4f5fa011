"""Which institution a list means: the one of that name, or those that are like it.

Nothing is merged here: what is only alike is proposed, with why.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from uuid import UUID

from eventapp.exchange.columns import folded
from eventapp.kernel.names import searchable

ALIKE = 0.6  # of two names' words, by weight
SAME_WORD = 0.8
SAME_LETTERS = 0.82
LEAST = 4  # letters that decide whether two words may be alike
MOST = 5  # proposals
GENERIC = 0.2
LITTLE = frozenset(
    [
        "of",
        "the",
        "and",
        "in",
        "at",
        "for",
        "de",
        "la",
        "le",
        "du",
        "des",
        "der",
        "die",
        "das",
        "und",
        "für",
        "im",
        "w",
        "i",
        "di",
        "e",
        "en",
        "del",
        "y",
    ]
)
USUAL = frozenset(
    searchable(
        "university universität uniwersytet université universidad università"
        " universitet университет technology technological science sciences applied"
        " polytechnic politechnika politechnic institute institut instytut instituto"
        " college school hochschule academy akademia académie company group gmbh ltd"
        " inc technical national state fictional"
    ).split()
)
HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Listed:
    """An institution of the directory, as far as an import must know it."""

    id: UUID
    key: str | None
    name: str  # the first one
    names: tuple[str, ...]  # in all languages
    others: tuple[str, ...] = ()  # short, native, aliases
    territory: str | None = None
    search_text: str = ""

    @property
    def label(self) -> str:
        """What reports call it."""
        return self.key or self.name


@dataclass(frozen=True)
class Near:
    """An institution that might be meant, and the name that is alike."""

    listed: Listed
    because: str
    worth: float


@dataclass
class Directory:
    """All institutions, found by any of their names."""

    listed: Sequence[Listed]
    _near: dict[str, tuple[Near, ...]] = field(default_factory=dict)

    def by_key(self, key: str) -> Listed | None:
        """The institution with this key."""
        return self._by_key.get(key)

    def by_id(self, key: UUID) -> Listed | None:
        """The institution with this id."""
        return self._by_id.get(key)

    def called(self, text: str) -> Sequence[Listed]:
        """The institutions with exactly this name, in any writing of it."""
        return self._by_name.get(folded(text), ())

    def like(self, text: str) -> Sequence[Near]:
        """The institutions whose names are like this one, the nearest first."""
        known = self._near.get(text)
        if known is None:
            known = self._near[text] = tuple(self._look(text))
        return known

    def _look(self, text: str) -> list[Near]:
        words = _words(text)
        best: dict[UUID, Near] = {}
        for listed, name in self._candidates(text, words):
            worth = _alike(text, words, name, self._words_of[name])
            known = best.get(listed.id)
            if worth >= ALIKE and (known is None or known.worth < worth):
                best[listed.id] = Near(listed, name, worth)
        found = sorted(best.values(), key=lambda one: (-one.worth, one.listed.name))
        return found[:MOST]

    def _candidates(
        self, text: str, words: Sequence[str]
    ) -> Iterable[tuple[Listed, str]]:
        beginnings = {word[:LEAST] for word in words if word not in USUAL}
        if HAN.search(text):
            beginnings |= {sign for sign in text if HAN.match(sign)}
        found: dict[tuple[UUID, str], Listed] = {}
        for beginning in beginnings:
            for listed, name in self._by_beginning.get(beginning, ()):
                found[listed.id, name] = listed
        return [(listed, name) for (_id, name), listed in found.items()]

    @cached_property
    def _by_key(self) -> Mapping[str, Listed]:
        return {one.key: one for one in self.listed if one.key}

    @cached_property
    def _by_id(self) -> Mapping[UUID, Listed]:
        return {one.id: one for one in self.listed}

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Listed]]:
        found: dict[str, dict[UUID, Listed]] = defaultdict(dict)
        for one in self.listed:
            for name in (one.key or "", *one.names, *one.others):
                if plain := folded(name):
                    found[plain][one.id] = one
        return {name: tuple(those.values()) for name, those in found.items()}

    @cached_property
    def _words_of(self) -> Mapping[str, Sequence[str]]:
        return {
            name: _words(name)
            for one in self.listed
            for name in (*one.names, *one.others)
        }

    @cached_property
    def _by_beginning(self) -> Mapping[str, Sequence[tuple[Listed, str]]]:
        found: dict[str, list[tuple[Listed, str]]] = defaultdict(list)
        for one in self.listed:
            for name in (*one.names, *one.others):
                words = self._words_of[name]
                marks = {word[:LEAST] for word in words if word not in USUAL}
                if HAN.search(name):
                    marks |= {sign for sign in name if HAN.match(sign)}
                for mark in marks:
                    found[mark].append((one, name))
        return found


def _words(name: str) -> Sequence[str]:
    plain = searchable(re.sub(r"[\W_]+", " ", name))
    return tuple(word for word in plain.split() if word not in LITTLE)


def _alike(text: str, words: Sequence[str], other: str, others: Sequence[str]) -> float:
    """How much of two names is the same: words by their weight, Han by its signs."""
    if HAN.search(text) or HAN.search(other):
        worth = SequenceMatcher(None, text, other, autojunk=False).ratio()
        return worth if worth >= SAME_LETTERS else 0.0
    left = list(others)
    shared = 0.0
    for word in words:
        twin = next((one for one in left if _is_same_word(word, one)), None)
        if twin is not None:
            left.remove(twin)
            shared += (_weight(word) + _weight(twin)) / 2
    if not shared or not any(_weight(word) == 1 for word in words):
        return 0.0
    return 2 * shared / (sum(map(_weight, words)) + sum(map(_weight, others)))


def _is_same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if len(one) <= LEAST or one[:LEAST] != other[:LEAST]:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SAME_WORD


def _weight(word: str) -> float:
    return GENERIC if word in USUAL else 1.0
