"""What stands on one badge, and what gives way where no font can write it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from eventapp.typesetting.texts import boxed, has_any, tidied

BANDS = {
    "blue": "#1b5fb4",
    "orange": "#a34a00",
    "green": "#17703f",
    "purple": "#7a3aa6",
    "teal": "#0b6a72",
    "rose": "#ad1f63",
    "olive": "#5f6400",
    "slate": "#475564",
}
WORDS = (
    "number",
    "reference",
    "latin",
    "native",
    "title",
    "institution",
    "institution_native",
    "country_or_region",
    "role",
    "week",
)
LATIN_FORMS = {"native": "latin", "institution_native": "institution"}


@dataclass(frozen=True)
class BadgeFace:
    """What stands on one badge, in words ready to be printed.

    `lead` says which form of the name is large; the other one stands below, unless
    it is missing or the same. `native_language` is a BCP 47 tag; it decides in which
    shapes Han characters are drawn. `band` is a colour of `BANDS`.
    """

    number: str
    reference: str
    code: str
    latin: str
    institution: str
    country_or_region: str
    role: str
    band: str
    week: str
    native: str | None = None
    native_language: str | None = None
    title: str | None = None
    institution_native: str | None = None
    languages: tuple[str, ...] = ()
    lead: Literal["native", "latin"] = "native"
    has_number: bool = True
    has_reference: bool = True

    @property
    def label(self) -> str:
        """What stands below the code, for those who type it."""
        shown = (
            self.number if self.has_number else "",
            self.reference if self.has_reference else "",
        )
        return " \N{MIDDLE DOT} ".join(one for one in shown if one)


@dataclass(frozen=True)
class Fallback:
    """A text that was left out, or printed with boxes: our fonts lack its letters."""

    number: str
    text: str


def tidy(face: BadgeFace) -> BadgeFace:
    """`face` with composed letters, single blanks and no signs without a shape."""
    changes: dict[str, Any] = {
        field: tidied(text) for field in WORDS if (text := getattr(face, field))
    }
    return replace(
        face, languages=tuple(tidied(text) for text in face.languages), **changes
    )


def without(
    letters: Collection[str], faces: Iterable[BadgeFace]
) -> tuple[list[BadgeFace], list[Fallback]]:
    """The faces without such letters, and the texts that had them.

    A native text gives way to its Latin form. Where there is no other form, boxes
    stand for the letters: one delegate's text never keeps the others from a badge.
    """
    kept, fallbacks = [], []
    for face in faces:
        changes: dict[str, Any] = {}
        for field in WORDS:
            text = getattr(face, field)
            if not text or not has_any(text, letters):
                continue
            has_other = field in LATIN_FORMS and getattr(face, LATIN_FORMS[field])
            changes[field] = None if has_other else boxed(text, letters)
            fallbacks.append(Fallback(face.number, text))
        kept.append(replace(face, **changes))
    return kept, fallbacks
