"""Words that lists write for our vocabularies, in many languages."""

import json
import re
from functools import cache
from pathlib import Path

from babel import Locale

from eventapp.exchange.columns import folded

WORDS: dict[str, dict[str, list[str]]] = json.loads(
    (Path(__file__).parent / "words.json").read_text(encoding="utf-8")
)
SEVERAL = re.compile(r"[;,、，；/|+\n]")
NAMED_IN = ("en", "zh_Hans", "de", "pl", "ru", "fr", "es")
SIMPLIFIED = {"zh", "zh-cn", "zh-sg", "zh-hans", "zh-hans-cn", "cmn"}
TRADITIONAL = {"zh-tw", "zh-hk", "zh-mo", "zh-hant", "zh-hant-tw", "zh-hant-hk"}
OTHER_NAMES = {
    "zh-Hans": "中文|汉语|普通话|mandarin|putonghua|simplified chinese|简体中文",
    "zh-Hant": "traditional chinese|繁體中文|繁体中文|cantonese|粤语",
    "en": "英文|英语|english|inglés",
    "ru": "俄文",
    "de": "德文",
    "fr": "法文",
    "es": "西班牙文|castellano",
    "ja": "日文",
    "ko": "韩文|韩语",
}
TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")


@cache
def meant(kind: str, word: str) -> str | None:
    """The value of a vocabulary that a word means."""
    return _table(kind).get(_bare(word))


@cache
def language_of_word(word: str) -> str | None:
    """The tag of one language, by a tag or by its name; None: it is none."""
    plain = word.strip().casefold().replace("_", "-")
    if plain in SIMPLIFIED:
        return "zh-Hans"
    if plain in TRADITIONAL:
        return "zh-Hant"
    if TAG.fullmatch(plain):
        parts = plain.split("-")
        if parts[0] in Locale.parse("en").languages and _is_regional(parts[1:]):
            return parts[0]
    return _languages().get(folded(word))


def pieces(text: str) -> list[str]:
    """Several values in one cell."""
    return [piece for part in SEVERAL.split(text) if (piece := part.strip())]


def _bare(word: str) -> str:
    return folded(word) or word.strip()


def _is_regional(rest: list[str]) -> bool:
    """Whether what follows a language is a script or a country or region."""
    known = Locale.parse("en")
    return all(
        part.upper() in known.territories or part.title() in known.scripts
        for part in rest
    )


@cache
def _table(kind: str) -> dict[str, str]:
    known = {_bare(value): value for value in WORDS[kind]}
    for value, words in WORDS[kind].items():
        for word in words:
            known.setdefault(_bare(word), value)
    return known


@cache
def _languages() -> dict[str, str]:
    known: dict[str, str] = {}
    for tag, names in OTHER_NAMES.items():
        known |= {folded(name): tag for name in names.split("|")}
    for locale in NAMED_IN:
        for code, name in Locale.parse(locale).languages.items():
            if "_" not in str(code):
                tag = "zh-Hans" if code == "zh" else str(code)
                known.setdefault(folded(name), tag)
    return known
