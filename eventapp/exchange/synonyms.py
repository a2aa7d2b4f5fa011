"""Words that organisers write for our vocabularies, in English and in Chinese."""

import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from eventapp.exchange.columns import folded
from eventapp.kernel.i18n import LANGUAGES, Localised, speaking
from eventapp.programme import words
from eventapp.programme.vocabulary import (
    EventKind,
    EventStatus,
    Mode,
    Part,
    SignUp,
    VenueKind,
    WaitingList,
)

Member = TypeVar("Member", bound=StrEnum)

OTHERS: dict[str, dict[str, list[str]]] = json.loads(
    (Path(__file__).parent / "synonyms.json").read_text(encoding="utf-8")
)
INTERPRETATIONS = (
    (
        "consecutive|consecutive interpretation|交替传译|交传",
        Localised({"en": "Consecutive interpretation", "zh-Hans": "交替传译"}),
    ),
    (
        "simultaneous|simultaneous interpretation|同声传译|同传",
        Localised({"en": "Simultaneous interpretation", "zh-Hans": "同声传译"}),
    ),
    (
        "on request|interpretation on request|可申请口译",
        Localised({"en": "Interpretation on request", "zh-Hans": "可申请口译"}),
    ),
)
YES = {"yes", "y", "true", "1", "x", "是", "有", "√", "✓"}
NO = {"no", "n", "false", "0", "否", "无"}
WORDS: dict[type[StrEnum], Mapping[Any, object]] = {
    EventKind: {kind: word for kind, (word, _track) in words.KINDS.items()},
    Mode: words.MODES,
    SignUp: words.SIGN_UPS,
    WaitingList: words.WAITING_LISTS,
    EventStatus: words.STATUSES,
    VenueKind: words.VENUE_KINDS,
    Part: words.PARTS,
}


def meant(kind: type[Member], word: str) -> Member | None:
    """The member of a vocabulary that a word means, in either language."""
    found = _table(kind).get(folded(word))
    return kind(found) if found else None


def interpretation(word: str) -> Localised | None:
    """A usual way of interpreting, in both languages."""
    plain = folded(word)
    for written, text in INTERPRETATIONS:
        if plain in {folded(one) for one in written.split("|")}:
            return text
    return None


def yes_or_no(word: str) -> bool | None:
    """Yes or no; None where a word says neither."""
    plain = word.strip().casefold()
    return True if plain in YES else False if plain in NO else None


@cache
def _table(kind: type[StrEnum]) -> dict[str, str]:
    """Every word that means a member: its value, our words, what others write."""
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language.tag):
            for member, word in WORDS[kind].items():
                known.setdefault(folded(str(word)), member.value)
    for value, others in OTHERS[kind.__name__].items():
        known |= {folded(word): value for word in others}
    return known | {folded(member.value): member.value for member in kind}
