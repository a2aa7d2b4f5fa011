"""The days on which something repeats: RRULE, in as many steps as we allow.

Libraries that follow any rule follow also those without end: each second of each 30th
of February. This follows rules by days, months and years, within some days, and counts
its steps. tests/exchange/test_repeats.py compares it with dateutil.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES: Final = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
FOLLOWED: Final = {
    *("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYSETPOS"),
    *("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYDAY"),
}
MONTHS, WEEK = 12, 7
MOST_POSITIONS: Final = 50  # of each period they are looked for anew


class NotFollowedError(Exception):
    """A rule that we do not follow, or not so far."""


@dataclass
class Steps:
    """How many days may still be looked at, for all rules of a file together."""

    left: int = 300_000

    def take(self, count: int) -> None:
        """Look at some more.

        Raises:
            NotFollowedError: enough is enough.
        """
        self.left -= count
        if self.left < 0:
            raise NotFollowedError


@dataclass(frozen=True)
class Rule:
    """A rule, read: numbers where there were words."""

    frequency: str
    begins: date
    interval: int
    count: int | None
    until: date | None
    week_start: int
    months: frozenset[int]
    month_days: frozenset[int]
    year_days: frozenset[int]
    weekdays: frozenset[tuple[int, int]]  # (nth, weekday); 0: each
    positions: frozenset[int]


def rule_of(parts: Mapping[str, Sequence[Any]], begins: date) -> Rule:
    """What a rule says of something that begins on a day.

    Raises:
        NotFollowedError: it says more than we follow.
    """
    if not isinstance(parts, Mapping):  # it is broken
        raise NotFollowedError
    said = {str(name).upper(): values for name, values in parts.items()}
    frequency = str(said.get("FREQ", [""])[0]).upper()
    if frequency not in FREQUENCIES or set(said) - FOLLOWED:
        raise NotFollowedError
    try:
        found = _read(said, frequency, begins)
    except (ValueError, TypeError, IndexError, AttributeError):
        raise NotFollowedError from None
    if found.interval < 1 or len(found.positions) > MOST_POSITIONS:
        raise NotFollowedError
    return found


def days(rule: Rule, first: date, last: date, steps: Steps) -> list[date]:
    """The days of a rule from the first to the last.

    Raises:
        NotFollowedError: it would take too many steps.
    """
    found: list[date] = []
    for number, day in enumerate(_each(rule, first, last, steps), start=1):
        is_over = rule.count is not None and number > rule.count
        if is_over or day > last or (rule.until is not None and day > rule.until):
            break
        if day >= first:
            found.append(day)
    return found


def is_all(rule: Rule, found: Sequence[date], last: date) -> bool:
    """Whether these, found up to a last day, are surely all days of a rule."""
    if rule.count is not None:
        return len(found) == rule.count
    begun = bool(found) and found[0] == rule.begins
    return begun and rule.until is not None and rule.until <= last


def _read(said: Mapping[str, Sequence[Any]], frequency: str, begins: date) -> Rule:
    def numbers(name: str) -> frozenset[int]:
        return frozenset(int(one) for one in said.get(name, ()))

    weekdays = frozenset(map(_weekday, said.get("BYDAY", ())))
    months, month_days = numbers("BYMONTH"), numbers("BYMONTHDAY")
    year_days = numbers("BYYEARDAY")
    if not (weekdays or month_days or year_days):
        if frequency == "WEEKLY":
            weekdays = frozenset({(0, begins.weekday())})
        elif frequency in {"MONTHLY", "YEARLY"}:
            month_days = frozenset({begins.day})
            is_bare = frequency == "YEARLY" and not months
            months = frozenset({begins.month}) if is_bare else months
    until = said["UNTIL"][0] if "UNTIL" in said else None
    return Rule(
        frequency,
        begins,
        int(said.get("INTERVAL", [1])[0]),
        int(said["COUNT"][0]) if "COUNT" in said else None,
        date(until.year, until.month, until.day) if until else None,
        WEEKDAYS.index(str(said.get("WKST", ["MO"])[0]).upper()),
        months,
        month_days,
        year_days,
        weekdays,
        numbers("BYSETPOS"),
    )


def _weekday(word: object) -> tuple[int, int]:
    text = str(word).upper()
    return int(text[:-2] or 0), WEEKDAYS.index(text[-2:])


def _each(rule: Rule, first: date, last: date, steps: Steps) -> Iterator[date]:
    """The days of a rule in order; from its beginning where they are counted."""
    number = 0 if rule.count is not None else _periods_before(rule, first)
    while (period := _period(rule, number)) is not None:
        number += 1
        if period and period[0] > last:
            return
        steps.take(len(period) + len(rule.positions))
        fitting = [day for day in period if _fits(rule, day)]
        if rule.positions:
            size = len(fitting)
            places = {one - 1 if one > 0 else size + one for one in rule.positions}
            fitting = [day for place, day in enumerate(fitting) if place in places]
        yield from (day for day in fitting if day >= rule.begins)


def _periods_before(rule: Rule, first: date) -> int:
    """How many periods of the rule surely lie before a day."""
    if first <= rule.begins:
        return 0
    apart = (first - rule.begins).days
    length = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "YEARLY": 366}[rule.frequency]
    return max(apart // (length * rule.interval) - 1, 0)


def _period(rule: Rule, number: int) -> list[date] | None:
    """All days of one period of a rule; None when time has ended."""
    try:
        return _days_of_period(rule, number * rule.interval)
    except (OverflowError, ValueError):
        return None


def _days_of_period(rule: Rule, ahead: int) -> list[date]:
    begins = rule.begins
    if rule.frequency == "DAILY":
        return [begins + timedelta(days=ahead)]
    if rule.frequency == "WEEKLY":
        back = (begins.weekday() - rule.week_start) % WEEK
        start = begins + timedelta(days=ahead * WEEK - back)
        return [start + timedelta(days=one) for one in range(WEEK)]
    if rule.frequency == "MONTHLY":
        year, month = divmod(begins.year * MONTHS + begins.month - 1 + ahead, MONTHS)
        start, size = date(year, month + 1, 1), monthrange(year, month + 1)[1]
    else:
        start = date(begins.year + ahead, 1, 1)
        size = _length_of_year(start)
    return [start + timedelta(days=one) for one in range(size)]


def _fits(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    size = monthrange(day.year, day.month)[1]
    if rule.month_days and not {day.day, day.day - size - 1} & rule.month_days:
        return False
    if rule.year_days:
        place = day.timetuple().tm_yday
        if not {place, place - _length_of_year(day) - 1} & rule.year_days:
            return False
    return not rule.weekdays or _is_weekday(rule, day, size)


def _is_weekday(rule: Rule, day: date, size: int) -> bool:
    if (0, day.weekday()) in rule.weekdays:
        return True
    if rule.frequency == "YEARLY" and not rule.months:
        place, size = day.timetuple().tm_yday, _length_of_year(day)
    else:
        place = day.day
    nth, nth_last = (place - 1) // WEEK + 1, -((size - place) // WEEK + 1)
    return bool({(nth, day.weekday()), (nth_last, day.weekday())} & rule.weekdays)


def _length_of_year(day: date) -> int:
    return 366 if monthrange(day.year, 2)[1] == 29 else 365  # noqa: PLR2004 - days
