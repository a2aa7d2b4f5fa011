"""Cells as organisers write them."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask

from eventapp.exchange import values
from eventapp.exchange.columns import Subject, guess, subject_of, tags_of
from eventapp.exchange.naming import cell_of, parts_in
from eventapp.exchange.synonyms import meant
from eventapp.exchange.values import UnreadableError
from eventapp.kernel.names import PersonName
from eventapp.programme.vocabulary import EventKind, Mode, Part, SignUp
from eventapp.spreadsheets.tables import Table
from tests.builders import make_week


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-09",
        "2027/3/9",
        "2027.03.09",
        "2027年3月9日",
        "2027年3月9日（星期二）",
        "09.03.2027",
        "9 March 2027",
        "Tue 9 Mar 2027",
        "March 9, 2027",
        "２０２７-０３-０９",
        "2027-03-09 00:00:00",
    ],
)
def test_a_day_is_read(app: Flask, text: str) -> None:
    assert app
    assert values.day(text) == date(2027, 3, 9)


def test_a_day_that_could_be_two_is_refused(app: Flask) -> None:
    assert app
    assert values.day("25/03/2027") == values.day("03/25/2027") == date(2027, 3, 25)
    with pytest.raises(UnreadableError, match="could be two days"):
        values.day("03/09/2027")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("09:30", time(9, 30)),
        ("9.30", time(9, 30)),
        ("9:30:00", time(9, 30)),
        ("9h30", time(9, 30)),
        ("9", time(9)),
        ("9 am", time(9)),
        ("2:15 pm", time(14, 15)),
        ("12 am", time(0)),
        ("下午2:15", time(14, 15)),
        ("14时15分", time(14, 15)),
        ("上午９：３０", time(9, 30)),
        ("9.30 Uhr", time(9, 30)),
        ("24:00", time(0)),
    ],
)
def test_an_hour_is_read(app: Flask, text: str, at: time) -> None:
    assert app
    assert values.hour(text) == at


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        ("1:30", 90),
        ("90 min", 90),
        ("1.5 h", 90),
        ("1 h 30 min", 90),
        ("1小时30分钟", 90),
        ("2 hours", 120),
    ],
)
def test_a_length_is_read(app: Flask, text: str, minutes: int) -> None:
    assert app
    assert values.length(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (values.day, "soon"),
        (values.day, "31.02.2027"),
        (values.hour, "25:00"),
        (values.hour, "noon"),
        (values.length, "0"),
        (values.length, "long"),
        (values.count, "-3"),
        (values.count, "many"),
        (values.count, "9" * 30),
        (values.link, "javascript:alert(1)"),
    ],
)
def test_what_cannot_be_read_is_said(
    app: Flask, read: Callable[[str], Any], text: str
) -> None:
    assert app
    with pytest.raises(UnreadableError, match=r"\.$"):
        read(text)


def test_people_and_places_are_counted(app: Flask) -> None:
    assert app
    counted = [values.count(text) for text in ("40", "1,200", "40 people", "不限")]

    assert counted == [40, 1200, 40, None]


def test_languages_have_many_names(app: Flask) -> None:
    assert app
    week = make_week()

    found = values.languages("中文; English、French / pl", week)

    assert found == ("zh-Hans", "en", "fr", "pl")
    with pytest.raises(UnreadableError):
        values.languages("Klingonish", week)


@pytest.mark.parametrize(
    ("kind", "word", "member"),
    [
        (EventKind, "opening_ceremony", EventKind.OPENING),
        (EventKind, "Opening ceremony", EventKind.OPENING),
        (EventKind, "签约仪式", EventKind.SIGNING),
        (EventKind, "study_abroad_fair", EventKind.FAIR),
        (EventKind, "Academic Salon", EventKind.SALON),
        (EventKind, "banquet", EventKind.BANQUET),
        (Mode, "On site and online", Mode.HYBRID),
        (Mode, "线上", Mode.ONLINE),
        (SignUp, "By invitation", SignUp.INVITED),
        (Part, "主持人", Part.PRESIDER),
        (Part, "nobody", None),
    ],
)
def test_a_vocabulary_is_met_in_both_languages(
    app: Flask, kind: Any, word: str, member: Any
) -> None:
    assert app
    assert meant(kind, word) is member


def test_people_stand_in_one_cell(app: Flask) -> None:
    assert app
    cell = (
        "主持人：姚莉（Yao Li） [SSPU]; speaker: Galina Ivanova #p7;"
        " Armin Kienle\ninterpreter zh-Hans→en: ; witness: 陆敏"
    )

    parts = parts_in(cell)

    assert [(one.part, one.name and one.name.latin) for one in parts] == [
        (Part.PRESIDER, "Yao Li"),
        (Part.SPEAKER, "Galina Ivanova"),
        (Part.SPEAKER, "Armin Kienle"),
        (Part.INTERPRETER, None),
        (Part.WITNESS, "陆敏"),
    ]
    assert parts[0].name is not None
    assert (parts[0].name.native, parts[0].institution) == ("姚莉", "SSPU")
    assert parts[1].key == "p7"
    assert (parts[3].from_language, parts[3].into_language) == ("zh-Hans", "en")
    assert parts_in(cell_of(parts)) == parts


def test_an_unknown_part_is_said(app: Flask) -> None:
    assert app
    with pytest.raises(UnreadableError, match="We do not know “juggler”"):
        parts_in("juggler: Yao Li")


def test_headers_are_met_in_both_languages(app: Flask) -> None:
    assert app
    head = (
        "event_id",
        "活动名称（英文）",
        "标题",
        "Title PL",
        "开始时间",
        "note",
        "标题",
    )
    table = Table("", head, ())
    tags = tags_of(("en", "zh-Hans", "pl"), [table])

    assert guess(table, Subject.EVENTS, tags) == {
        0: "key",
        1: "title:en",
        2: "title",
        3: "title:pl",
        4: "start",
    }


def test_a_column_that_was_chosen_before_is_chosen_again(app: Flask) -> None:
    assert app
    table = Table("", ("Was", "Wann"), ())

    found = guess(table, Subject.EVENTS, ("en",), {"events:wann": "date"})

    assert found == {1: "date"}


def test_what_a_table_holds_is_seen(app: Flask) -> None:
    assert app
    tags = ("en", "zh-Hans")
    heads = {
        Subject.EVENTS: ("event_id", "kind", "title_en", "start_time", "venue_id"),
        Subject.VENUES: ("venue_id", "parent_id", "name_en", "kind", "capacity"),
        Subject.PEOPLE: ("event", "part", "name_latin", "office_en"),
    }

    for subject, head in heads.items():
        assert subject_of(Table("", head, ()), tags) is subject


def test_a_name_in_one_script_is_a_whole_name(app: Flask) -> None:
    assert app
    [part] = parts_in("Müller, Jürgen")

    assert part.name == PersonName("Müller, Jürgen")
