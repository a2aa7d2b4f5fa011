"""The days of a rule are those that a library finds, in as many steps as we allow."""

import random
from datetime import date, datetime, time, timedelta
from time import process_time

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # of icalendar
from icalendar import vRecur

from eventapp.exchange.calendars.repeats import (
    NotFollowedError,
    Steps,
    days,
    rule_of,
)

FIRST, LAST = date(2027, 3, 8), date(2027, 3, 12)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def found(rule: str, begins: date, last: date = LAST) -> list[date]:
    return days(rule_of(vRecur.from_ical(rule), begins), FIRST, last, Steps())


def by_library(rule: str, begins: date, last: date = LAST) -> list[date]:
    every = rrulestr(rule, dtstart=datetime.combine(begins, time(9)))
    between = every.between(
        datetime.combine(FIRST, time()), datetime.combine(last, time(23)), inc=True
    )
    return [one.date() for one in between]


@pytest.mark.parametrize(
    ("rule", "begins"),
    [
        ("FREQ=DAILY;INTERVAL=2", date(2027, 3, 1)),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=5", date(2027, 3, 1)),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU", date(1997, 8, 5)),
        ("FREQ=MONTHLY;BYDAY=2TU,-1FR", date(2024, 2, 1)),
        ("FREQ=MONTHLY;BYMONTHDAY=-20,9", date(2024, 2, 1)),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=6,-16", date(2024, 2, 1)),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=2MO", date(2007, 3, 11)),
        ("FREQ=YEARLY;BYDAY=10WE", date(2007, 3, 11)),
        ("FREQ=YEARLY", date(2000, 3, 9)),
        ("FREQ=YEARLY;BYYEARDAY=68,-297", date(2000, 3, 9)),
        ("FREQ=DAILY;UNTIL=20270310T235959Z", date(2027, 1, 1)),
        ("FREQ=MONTHLY", date(2026, 12, 31)),
    ],
)
def test_usual_rules_are_followed(rule: str, begins: date) -> None:
    plain = rule.replace("T235959Z", "T235959")

    assert found(rule, begins) == by_library(plain, begins)


def test_rules_by_chance_mean_the_same_as_to_a_library() -> None:
    chance = random.Random(7)
    last = LAST + timedelta(days=60)
    for _time in range(400):
        rule, begins = (
            _rule(chance),
            date(2025, 1, 1) + timedelta(chance.randrange(900)),
        )

        assert found(rule, begins, last) == by_library(rule, begins, last), (
            rule,
            begins,
        )


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=9,17",
        "FREQ=YEARLY;BYWEEKNO=10",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=99999999;BYMONTH=13",
        "FREQ=DAILY;COUNT=99999999;BYSETPOS=" + ",".join(map(str, range(1, 9000))),
        "FREQ=YEARLY;COUNT=9999;BYMONTHDAY=30;BYMONTH=2",
    ],
)
def test_what_we_do_not_follow_is_refused_at_once(rule: str) -> None:
    begun = process_time()

    with pytest.raises(NotFollowedError):
        days(
            rule_of(vRecur.from_ical(rule), date(1, 1, 1)), FIRST, LAST, Steps(100_000)
        )

    assert process_time() - begun < 5


@pytest.mark.parametrize("size", [10**6, 2**31 - 1])
def test_a_rule_that_leaves_the_calendar_ends(size: int) -> None:
    assert found(f"FREQ=YEARLY;INTERVAL={size}", date(2020, 3, 9)) == []


def _rule(chance: random.Random) -> str:
    frequency = chance.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={frequency}"]
    if chance.random() < 0.6:
        parts.append(f"INTERVAL={chance.randrange(1, 5)}")
    if chance.random() < 0.4:
        parts.append(f"COUNT={chance.randrange(1, 300)}")
    if chance.random() < 0.3:
        parts.append(f"WKST={chance.choice(WEEKDAYS)}")
    if chance.random() < 0.3:
        months = chance.sample(range(1, 13), 4)
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    if chance.random() < 0.5:
        nth = ["", "1", "2", "-1"] if frequency in {"MONTHLY", "YEARLY"} else [""]
        each = chance.choice(nth)  # dateutil does not mix FR with 1TH
        named = [f"{each}{one}" for one in chance.sample(WEEKDAYS, 2)]
        parts.append("BYDAY=" + ",".join(named))
    elif chance.random() < 0.4 and frequency != "WEEKLY":
        parts.append(f"BYMONTHDAY={chance.randrange(1, 29)},-{chance.randrange(1, 29)}")
    return ";".join(parts)
