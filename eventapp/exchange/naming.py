"""People in one cell, read and written: "presider: 姚莉 (Yao Li) [SSPU]; host: …"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp.exchange.synonyms import meant
from eventapp.exchange.values import UnreadableError
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.programme.vocabulary import Part

INTO = re.compile(r"\s*(?:→|->|>)\s*")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
PARTS = re.compile(r"[;；\n]")
LONGEST_NAME = 200


@dataclass(frozen=True)
class NamedPart:
    """A part in an event with whom a file names for it; no name: to be named."""

    part: Part
    name: PersonName | None = None
    key: str | None = None  # of the person
    institution: str | None = None  # in the file's words
    spoken: tuple[str, ...] = ()
    office: Localised | None = None  # the usual one
    office_there: Localised | None = None
    from_language: str | None = None
    into_language: str | None = None


def parts_in(cell: str) -> tuple[NamedPart, ...]:
    """The parts in a cell, in their order; who has no part before the name speaks.

    Raises:
        UnreadableError: a part is none that we know.
    """
    found: list[NamedPart] = []
    part = Part.SPEAKER
    for piece in filter(None, (one.strip() for one in PARTS.split(cell))):
        word, colon, rest = _split(piece)
        if colon:
            known, from_language, into_language = _part(word)
            if known is None:
                raise UnreadableError(
                    _(
                        "We do not know “%(text)s”. Use: %(values)s.",
                        text=word,
                        values=", ".join(one.value for one in Part),
                    )
                )
            part = known
        else:
            rest, from_language, into_language = piece, None, None
        name, key, institution = _person(rest)
        found.append(
            NamedPart(
                part,
                name,
                key=key,
                institution=institution,
                from_language=from_language,
                into_language=into_language,
            )
        )
    return tuple(found)


def cell_of(parts: Iterable[NamedPart]) -> str:
    """The same parts in one cell."""
    return "; ".join(_piece(part) for part in parts)


def name_of(latin: str, native: str = "", language: str | None = None) -> PersonName:
    """A name in both scripts; one that is in Han letters alone is both.

    Raises:
        UnreadableError: it is longer than a name.
    """
    if max(len(latin), len(native)) > LONGEST_NAME:
        raise UnreadableError(_("A name is longer than a name can be."))
    if native and not language and HAN.search(native):
        language = "zh-Hans"
    order = NameOrder.NATIVE_FIRST if native else None
    return PersonName(latin or native, native or None, language, order)


def _split(piece: str) -> tuple[str, str, str]:
    return piece.replace("：", ":").partition(":")


def _part(word: str) -> tuple[Part | None, str | None, str | None]:
    """A part, and the languages of an interpreter: interpreter zh-Hans→en."""
    first, _blank, rest = word.strip().partition(" ")
    languages = INTO.split(rest.strip("() "))
    if len(languages) == 2 and meant(Part, first) is Part.INTERPRETER:  # noqa: PLR2004 - from, into
        return Part.INTERPRETER, languages[0] or None, languages[1] or None
    return meant(Part, word), None, None


def _person(text: str) -> tuple[PersonName | None, str | None, str | None]:
    """The name in "姚莉 (Yao Li) [SSPU] #key", the key and the institution."""
    text, _hash, key = text.partition("#")
    text, _bracket, institution = text.partition("[")
    words = text.replace("（", "(").replace("）", ")").strip()
    if not words:
        return None, key.strip() or None, None
    first, _open, second = words.partition("(")
    first, second = first.strip(), second.strip().removesuffix(")").strip()
    if HAN.search(second) and not HAN.search(first):
        name = name_of(first, second)
    elif second:
        name = name_of(second, first)
    else:
        name = name_of(first, first if HAN.search(first) else "")
    return name, key.strip() or None, institution.strip().rstrip("]").strip() or None


def _piece(one: NamedPart) -> str:
    word = one.part.value
    if one.from_language or one.into_language:
        word = f"{word} {one.from_language or ''}→{one.into_language or ''}"
    if one.name is None:
        return f"{word}:"
    native = one.name.native
    both = f"{native} ({one.name.latin})" if native else one.name.latin
    where = f" [{one.institution}]" if one.institution else ""
    return f"{word}: {both}{where}{f' #{one.key}' if one.key else ''}"
