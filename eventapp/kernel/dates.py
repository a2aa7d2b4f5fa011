"""Dates with the precision that is known."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DatePrecision(StrEnum):
    """How much of a date the source tells."""

    DAY = "day"
    START = "start"  # the first day is known, the last one is not
    MONTH = "month"
    RANGE = "range"  # some day between two days


@dataclass(frozen=True)
class KnownDate:
    """One or more days, as exactly as they are known."""

    first: date
    last: date | None = None
    precision: DatePrecision = DatePrecision.DAY

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.last is not None and self.last < self.first:
            message = "a period ends after it begins"
            raise ValueError(message)

    @property
    def latest(self) -> date:
        """The last day that is meant, as far as it is known; for sorting."""
        return self.last or self.first
