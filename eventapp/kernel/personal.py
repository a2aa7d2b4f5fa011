"""Marks on columns that tell something about a person: why, how grave, how long."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Purpose(StrEnum):
    """Why something is kept; each purpose ends some days after the week."""

    TAKING_PART = "taking_part"  # who comes, whom to ask
    PREPARING = "preparing"  # food, access, interpreters
    TRAVELLING = "travelling"  # arrivals, hotels
    VISA = "visa"  # letters for an authority
    PROVING = "proving"  # consents, who was there; the longest


class Sensitivity(StrEnum):
    """How much harm it does in wrong hands."""

    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"  # health, belief: its own consent (GDPR, article 9)
    GUARDED = "guarded"  # numbers of documents: in the vault only


@dataclass(frozen=True)
class Personal:
    """Why a column is kept, and how grave it is."""

    purpose: Purpose
    sensitivity: Sensitivity = Sensitivity.ORDINARY


def personal(
    purpose: Purpose, sensitivity: Sensitivity = Sensitivity.ORDINARY
) -> dict[str, Any]:
    """The mark: `mapped_column(String(40), info=personal(Purpose.TRAVELLING))`."""
    return {"personal": Personal(purpose, sensitivity)}
