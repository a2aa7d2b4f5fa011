"""Marks on columns that tell something about a person: why, how grave, how long.

The marks make the catalogue of purposes, what a person may read about themselves, and
what is emptied when a purpose ends. See docs/decisions and `eventapp.privacy`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Purpose(StrEnum):
    """Why something is kept; most purposes end some days after the week."""

    TAKING_PART = "taking_part"  # who comes, whom to ask
    PREPARING = "preparing"  # food, access, interpreters
    TRAVELLING = "travelling"  # arrivals, hotels
    VISA = "visa"  # letters for an authority
    PROVING = "proving"  # consents, who was there; the longest
    ANNOUNCING = "announcing"  # persons of a programme, from week to week
    WORKING = "working"  # who has an account; ends with it


class Sensitivity(StrEnum):
    """How much harm it does in wrong hands."""

    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"  # health, belief: its own consent (GDPR, article 9)
    GUARDED = "guarded"  # numbers of documents: in the vault only


@dataclass(frozen=True)
class Personal:
    """Why a column is kept, how grave it is, and whether its row goes with it."""

    purpose: Purpose
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    takes_row: bool = False


def personal(
    purpose: Purpose,
    sensitivity: Sensitivity = Sensitivity.ORDINARY,
    *,
    takes_row: bool = False,
) -> dict[str, Any]:
    """The mark: `mapped_column(String(40), info=personal(Purpose.TRAVELLING))`.

    When the purpose ends, the column becomes empty. `takes_row`: the whole row goes;
    so it does where the column cannot be empty, like an instant that must be there.
    """
    return {"personal": Personal(purpose, sensitivity, takes_row)}


Record = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Kept:
    """What one part of the house keeps about somebody, in words.

    Listeners of `registration.signals.data_asked` return a list of these: a heading
    and records, each of terms and values, as `(("Hotel", "Plaza"), ("Nights", "3"))`.
    """

    heading: str
    records: tuple[Record, ...]
