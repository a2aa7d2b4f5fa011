"""Texts for the press: tidy, marked with what decides their shapes, or boxed."""

import re
import unicodedata
from collections.abc import Collection
from typing import Any

from eventapp.kernel.names import PersonName

JOINERS = "\u200c\u200d"  # they shape Persian and Indian words
BOX = "□"  # in place of a letter that no font has


def tidied(text: str) -> str:
    """`text` with composed letters, single blanks and no signs without a shape."""
    signs = [
        sign
        for sign in " ".join(text.split())
        if sign in JOINERS or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}
    ]
    return unicodedata.normalize("NFC", " ".join("".join(signs).split()))


def tagged(text: str, tag: str | None) -> dict[str, Any]:
    """`text` with its direction, and with what decides the shapes of its signs."""
    language, *rest = (tag or "und").split("-")
    is_dense = any(unicodedata.east_asian_width(sign) == "W" for sign in text)
    if is_dense and language not in {"zh", "ja", "ko"}:
        language, rest = "zh", []
    elif not re.fullmatch("[a-z]{2,3}", language):
        language = "und"
    region = None
    if language == "zh" and {"HK", "MO"} & set(rest):
        region = "HK"
    elif language == "zh" and {"Hant", "TW"} & set(rest):
        region = "TW"
    is_leftwards = any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text)
    return {"text": text, "lang": language, "region": region, "rtl": is_leftwards}


def named(name: PersonName) -> list[dict[str, Any]]:
    """A name in its scripts, in the order of its bearer; the same one is said once."""
    native = [tagged(name.native, name.native_language)] if name.native else []
    latin = [tagged(name.latin, "en")] if name.latin else []
    if native and latin and native[0]["text"] == latin[0]["text"]:
        native = []
    return [*native, *latin] if name.leads_native else [*latin, *native]


def has_any(text: str, letters: Collection[str]) -> bool:
    """Whether a letter that no font has stands in `text`."""
    return any(letter in text for letter in letters if letter != BOX)


def boxed(text: str, letters: Collection[str]) -> str:
    """`text` with a box for each of these letters."""
    for letter in sorted(letters, key=len, reverse=True):
        text = text.replace(letter, BOX)
    return text
