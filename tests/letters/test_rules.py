"""What a letter is warned of, how it is worded and numbered."""

import csv
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from eventapp.kernel.dates import KnownDate
from eventapp.kernel.names import PersonName
from eventapp.letters.rules import ends_too_soon, months_later, names_agree
from eventapp.letters.wording import (
    BODY,
    filled,
    is_pattern,
    numbered,
    unknown_placeholders,
)
from tests.builders import make_week

PASSPORTS = Path(__file__).parent / "passports.csv"


def test_thirteen_passports_of_2024_end_within_six_months(app: Flask) -> None:
    assert app
    week = make_week(held=KnownDate(date(2024, 3, 27)))
    rows = csv.DictReader(PASSPORTS.read_text(encoding="utf-8").splitlines())

    soon = " ".join(
        row["key"]
        for row in rows
        if ends_too_soon(date.fromisoformat(row["expires_on"]), week)
    )

    assert soon == "D052 D092 D240 D307 D326 D402 D422 D431 D446 D459 D471 D486 D490"


def test_six_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert months_later(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert months_later(date(2027, 3, 12), 6) == date(2027, 9, 12)


@pytest.mark.parametrize(
    ("typed", "known", "agree"),
    [
        ("WANG, XIAO-MING", "Xiaoming Wang", True),
        ("O'BRIEN MÜLLER", "Muller OBrien", True),
        ("LIU YU MEI", "Liu Yumei", True),
        ("WANG XIAOMIN", "Wang Xiaoming", False),
        ("LI NA", "Li Wei", False),
        ("LI NA", "", True),
    ],
)
def test_names_agree_in_any_order(typed: str, known: str, agree: bool) -> None:  # noqa: FBT001
    assert names_agree(typed, PersonName(known)) is agree


def test_placeholders_are_filled_once_and_unknown_ones_named() -> None:
    assert filled("Dear {name}, {costs}", {"name": "{host} Wang"}) == (
        "Dear {host} Wang,"
    )
    assert unknown_placeholders("{name} {nmae} {name!r}") == ["{nmae}", "{name}"]
    assert unknown_placeholders("a } b") is None
    assert [unknown_placeholders(text) for text in BODY.values()] == [[], []]


@pytest.mark.parametrize(
    ("pattern", "third"),
    [
        ("PW2027-{number:04d}", "PW2027-0003"),
        ("邀请函〔2027〕{number}号", "邀请函〔2027〕3号"),
        ("PW2027", None),
        ("{number}{number}", None),
        ("{number:>99999}", None),
        ("{number.real}", None),
    ],
)
def test_a_pattern_writes_each_number(pattern: str, third: str | None) -> None:
    assert is_pattern(pattern) is (third is not None)
    if third is not None:
        assert numbered(pattern, 3) == third
