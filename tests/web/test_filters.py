"""Words, sentences and instants as the reader's language writes them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from eventapp.kernel.i18n import speaking
from eventapp.web import filters


@pytest.mark.parametrize(
    ("words", "row"),
    [
        (["English", "Polish", "Thai"], "English, Polish, Thai"),
        (["English", None, ""], "English"),
        ([], ""),
    ],
)
def test_words_stand_in_a_row(app: Flask, words: list[str], row: str) -> None:
    with app.test_request_context():
        assert filters.listing(words) == row


@pytest.mark.parametrize(
    ("tag", "both", "one_of_them"),
    [("en", "Thai and Lao", "Thai or Lao"), ("zh-Hans", "Thai和Lao", "Thai或Lao")],
)
def test_words_stand_inside_a_sentence(
    app: Flask, tag: str, both: str, one_of_them: str
) -> None:
    with app.test_request_context(), speaking(tag):
        assert filters.together(["Thai", "", "Lao"]) == both
        assert filters.together(["Thai", "Lao"], "or") == one_of_them
        assert filters.together(["Thai"]) == "Thai"


@pytest.mark.parametrize(
    ("tag", "ends", "words"),
    [
        ("en", datetime(2024, 3, 29, 23, tzinfo=UTC), "22:00–23:00"),
        ("en", datetime(2024, 3, 30, tzinfo=UTC), "22:00 – Sat 00:00"),
        ("zh-Hans", datetime(2024, 3, 30, 1, tzinfo=UTC), "22:00 – 周六 01:00"),
        ("en", datetime(2024, 4, 7, 1, tzinfo=UTC), "22:00 – Sun 7 Apr 2024, 01:00"),
    ],
)
def test_below_a_day_only_another_one_is_named(
    app: Flask, tag: str, ends: datetime, words: str
) -> None:
    begins = datetime(2024, 3, 29, 22, tzinfo=UTC)
    with app.test_request_context(), speaking(tag):
        assert filters.hours(begins, ends).striptags() == words


@pytest.mark.parametrize(
    ("tag", "said"), [("en", "A. &lt; B"), ("zh-Hans", "A.&lt; B")]
)
def test_whole_sentences_make_a_paragraph(app: Flask, tag: str, said: str) -> None:
    assert app
    with speaking(tag):
        assert filters.paragraph(["A.", "", "< B", None]) == said


def test_sentences_stand_in_a_row(app: Flask) -> None:
    with app.test_request_context():
        assert filters.sentences(["No pork", "", "No nuts"]) == "No pork. No nuts"


@pytest.mark.parametrize(
    ("tag", "words"),
    [("en", "Tue 9 Nov 2027, 09:30"), ("zh-Hans", "2027年11月9日 周二 09:30")],
)
def test_an_instant_is_written_as_the_language_does(
    app: Flask, tag: str, words: str
) -> None:
    at = datetime(2027, 11, 9, 9, 30, tzinfo=UTC)

    with app.test_request_context(), speaking(tag):
        shown = filters.instant(at)

    assert shown.striptags() == words


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("en", 'In “<span lang="zh-Hans">茶艺</span>” &lt;A&gt;: 2.'),
        ("zh-Hans", "In “茶艺” &lt;A&gt;: 2."),
    ],
)
def test_chinese_in_a_sentence_is_tagged_for_other_readers(
    app: Flask, tag: str, shown: str
) -> None:
    with app.test_request_context(), speaking(tag):
        assert filters.tagged("In “茶艺” <A>: 2.") == shown


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59Z"])
def test_an_instant_at_the_edge_of_all_years_is_shown(app: Flask, at: str) -> None:
    with app.test_request_context():
        for zone in ("Asia/Shanghai", "America/Lima"):
            assert filters.instant(datetime.fromisoformat(at), ZoneInfo(zone))
