"""Days and languages in words."""

from datetime import date

import pytest
from flask import Flask

from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.i18n import speaking
from eventapp.programme.when import known_days, language_name

DAY, START = DatePrecision.DAY, DatePrecision.START


@pytest.mark.parametrize(
    ("held", "english", "chinese"),
    [
        (
            KnownDate(date(2027, 11, 8), date(2027, 11, 12), DAY),
            "8–12 November 2027",
            "2027年11月8日至12日",
        ),
        (
            KnownDate(date(2027, 3, 29), date(2027, 4, 2), DAY),
            "29 March – 2 April 2027",
            "2027年3月29日至4月2日",
        ),
        (
            KnownDate(date(2027, 12, 29), date(2028, 1, 2), DAY),
            "29 December 2027 – 2 January 2028",
            "2027年12月29日至2028年1月2日",
        ),
        (KnownDate(date(2017, 3, 21), None, DAY), "21 March 2017", "2017年3月21日"),
        (
            KnownDate(date(2022, 3, 1), date(2022, 3, 31), DatePrecision.MONTH),
            "March 2022",
            "2022年3月",
        ),
    ],
)
def test_days_are_told_as_exactly_as_they_are_known(
    app: Flask, held: KnownDate, english: str, chinese: str
) -> None:
    with app.test_request_context():
        assert known_days(held) == english
        with speaking("zh-Hans"):
            assert known_days(held) == chinese


def test_an_unknown_end_is_not_made_up(app: Flask) -> None:
    with app.test_request_context():
        assert known_days(KnownDate(date(2024, 3, 27), None, START)) == (
            "From 27 March 2024"
        )


def test_a_day_within_a_span_is_not_a_span(app: Flask) -> None:
    held = KnownDate(date(2027, 3, 8), date(2027, 3, 12), DatePrecision.RANGE)

    with app.test_request_context():
        assert known_days(held) == "One day of 8–12 March 2027"


@pytest.mark.parametrize(
    ("tag", "english", "chinese"),
    [
        ("zh-Hans", "Chinese", "中文"),
        ("en", "English", "英语"),
        ("pl", "Polish", "波兰语"),
        ("not a tag", "not a tag", "not a tag"),
    ],
)
def test_languages_have_names_in_the_readers_words(
    app: Flask, tag: str, english: str, chinese: str
) -> None:
    with app.test_request_context():
        assert language_name(tag) == english
        with speaking("zh-Hans"):
            assert language_name(tag) == chinese
