"""The record of what is kept: what, why, how grave, who sees it, how long."""

from collections.abc import Sequence
from dataclasses import dataclass

from eventapp.kernel.personal import Purpose, Sensitivity
from eventapp.privacy.marks import Marked, marked_columns
from eventapp.privacy.queries import Term
from eventapp.privacy.words import FIELDS, OFFICE, REASONS_TO_KEEP, SEEN_BY

ORDER = tuple(Purpose)
DELEGATES_OWN = tuple(
    one for one in Purpose if one not in {Purpose.ANNOUNCING, Purpose.WORKING}
)


@dataclass(frozen=True)
class Field:
    """One sort of data, as people call it."""

    words: str
    sensitivity: Sensitivity
    seen_by: str
    is_for_office_alone: bool


@dataclass(frozen=True)
class Chapter:
    """One purpose: why, until when, and what is kept for it."""

    purpose: Purpose
    reason: str
    term: Term | None  # None: it does not end with the week
    fields: tuple[Field, ...]


def catalogue(
    terms: Sequence[Term], purposes: Sequence[Purpose] = ORDER
) -> list[Chapter]:
    """All that is marked, purpose by purpose."""
    ends = {term.purpose: term for term in terms}
    chapters = [
        Chapter(
            purpose, str(REASONS_TO_KEEP[purpose]), ends.get(purpose), _fields(purpose)
        )
        for purpose in purposes
    ]
    return [chapter for chapter in chapters if chapter.fields]


def _fields(purpose: Purpose) -> tuple[Field, ...]:
    found: dict[str, list[Marked]] = {}
    for one in marked_columns():
        if one.mark.purpose is purpose:
            found.setdefault(str(FIELDS.get(one.name, one.name)), []).append(one)
    fields = []
    for words, columns in sorted(found.items()):
        seen_by = _seen_by(columns)
        is_plain = seen_by == str(OFFICE)
        fields.append(Field(words, _gravest(columns), seen_by, is_plain))
    return tuple(fields)


def _gravest(columns: Sequence[Marked]) -> Sensitivity:
    order = list(Sensitivity)
    return max((one.mark.sensitivity for one in columns), key=order.index)


def _seen_by(columns: Sequence[Marked]) -> str:
    named = [SEEN_BY[one.name] for one in columns if one.name in SEEN_BY]
    return str(named[0] if named else OFFICE)
