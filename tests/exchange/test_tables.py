"""Files in every encoding, with every trap, as tables or as a plain refusal."""

import io
import struct
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook

from eventapp.exchange import errors as own
from eventapp.exchange.calendars.reading import Frame
from eventapp.exchange.files import Shape, read, shape_of
from eventapp.exchange.limits import LIMITS
from eventapp.spreadsheets import errors
from eventapp.spreadsheets.sheets import WIDEST, workbook
from eventapp.spreadsheets.tables import LONGEST_CELL, MOST_COLUMNS, table_of_text
from tests.exchange.files import csv_of, workbook_of

FRAME = Frame("Asia/Shanghai", date(2027, 3, 8), date(2027, 3, 12))
EVENT = b"BEGIN:VEVENT\nUID:1\nDTSTART:20270308T010000Z\nEND:VEVENT\n"


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("标题,地点\n开幕式,主会议厅\n学术沙龙,图书馆\n", "gbk", "gb18030"),
        ("標題,地點\n開幕式,主會議廳\n學術沙龍,圖書館\n", "big5", "big5"),
        ("标题,地点\n开幕式,主会议厅\n", "utf-8", "utf-8"),
        ("标题,地点\n开幕式,主会议厅\n", "utf-8-sig", "utf-8"),
        ("title,venue\nOpening,Hall\n", "utf-16", "utf-16"),
        ("title\tvenue\nOpening 开幕式\tHall\n", "utf-16-le", "utf-16"),
        ("title\tvenue\nOpening 开幕式\tHall\n", "utf-16-be", "utf-16"),
        ("Tytuł;Sala\nŻółta łódź;Świetlica\n", "cp1250", "cp1250"),
        ("Název;Sál\nZahájení, Jiří Dvořák;Plzeň\n", "cp1250", "cp1250"),
        ("Titre;Salle\nCérémonie à Genève;Amphithéâtre\n", "cp1252", "cp1252"),
        ("Название;Зал\nОткрытие недели;Большой зал\n", "cp1251", "cp1251"),
    ],
)
def test_a_text_is_read_in_the_encoding_in_which_it_was_written(
    text: str, encoding: str, told: str
) -> None:
    table, used = table_of_text(text.encode(encoding), None, LIMITS)

    assert used == told
    lines = [line for line in text.splitlines() if line]
    cells = [part for line in lines for part in line.replace("\t", ";").split(";")]
    found = [*table.head, *(cell for row in table.rows for cell in row.cells)]
    assert ";".join(found).replace(",", ";") == ";".join(cells).replace(",", ";")


def test_an_organiser_may_choose_another_encoding() -> None:
    table, used = table_of_text(
        "titre;x\nfa\xe7ade;1\n".encode("cp1252"), "cp1251", LIMITS
    )

    assert used == "cp1251"
    assert table.rows[0].cells[0] == "faзade"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_is_found(delimiter: str) -> None:
    content = csv_of(
        ["title", "place"], ["Salon; A, B", "Hall|1"], ["B", ""], delimiter=delimiter
    )

    table, _used = table_of_text(content, None, LIMITS)

    assert table.head == ("title", "place")
    assert [row.cells for row in table.rows] == [("Salon; A, B", "Hall|1"), ("B", "")]


def test_lines_of_old_macintoshes_and_cells_of_several_lines_are_read() -> None:
    table, _used = table_of_text(
        b'title,summary\rA,"one\rtwo"\rB,three\r', None, LIMITS
    )

    assert [row.cells for row in table.rows] == [("A", "one\ntwo"), ("B", "three")]


def test_ragged_rows_are_kept_and_told_apart() -> None:
    table, _used = table_of_text(
        b"title,place\nA\nB,Hall,lost,words\n\n\nC,D\n", None, LIMITS
    )

    assert [(row.number, row.cells, row.surplus) for row in table.rows] == [
        (2, ("A", ""), 0),
        (3, ("B", "Hall"), 2),
        (6, ("C", "D"), 0),
    ]


def test_nought_characters_and_formulas_are_words() -> None:
    table, _used = table_of_text(
        b"title,place\nA\0B,'=1+1\n=cmd|' /C calc'!A0,x\n", None, LIMITS
    )

    assert table.rows[0].cells == ("AB", "=1+1")
    assert table.rows[1].cells == ("=cmd|' /C calc'!A0", "x")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", errors.FileEmpty),
        (b"\xef\xbb\xbf \r\n", errors.FileEmpty),
        (b"title,place\n", errors.NoRows),
        (b'title,place\n"A,Hall\nB,Hall\n', errors.QuoteOpen),
        (b'title,place\nA,"' + b"x" * 200_000 + b'"\n', errors.LineTooLong),
        (b"title\n" + b"A\n" * (LIMITS.rows + 1), errors.TooManyRows),
        (b"title,x\n" + b"A,b\n" * 50_000, errors.TooManyRows),
        (b",".join([b"c"] * 200) + b"\nA\n", errors.TooManyColumns),
        (b"%PDF-1.7\n1 0 obj\n", own.NotAProgramme),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, errors.NotATable),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, errors.OldWorkbook),
        (b"PK\x03\x04 this is no workbook", errors.BrokenWorkbook),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nnonsense", own.BrokenCalendar),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", own.NoEvents),
        (b"BEGIN:VCALENDAR\n" + EVENT * 2_000 + b"END:VCALENDAR", errors.TooManyRows),
        (b"BEGIN:VCALENDAR\n" + b"X:1\n" * 200_000, own.CalendarTooLong),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 30_000, own.CalendarTooLong),
        (bytes(range(1, 9)) * 50, own.NotAProgramme),
    ],
)
def test_what_is_no_table_is_refused_in_words(
    app: Flask, content: bytes, refusal: type[errors.FileRefused]
) -> None:
    assert app
    with pytest.raises(refusal) as raised:
        read(content, FRAME)

    assert str(raised.value).endswith(".")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty. Choose another file."),
        (
            b"title,place\n",
            "This file has a line of column names at most, and no row below it.",
        ),
        (
            b'title,place\nA,"' + b"x" * 200_000 + b'"\n',
            "Line 2 is too long to be a row of a table.",
        ),
        (
            b"title\n" + b"A\n" * (LIMITS.rows + 1),
            (
                f"This file has more than {LIMITS.rows} rows."
                " Divide it into smaller files."
            ),
        ),
        (
            b",".join([b"c"] * 200) + b"\nA\n",
            f"This file has more than {MOST_COLUMNS} columns. Remove some.",
        ),
        (
            b"\xd0\xcf\x11\xe0" + b"\0" * 600,
            (
                "This is an old or protected Excel file. Open it, save it as XLSX"
                " without a password, and choose it again."
            ),
        ),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "This calendar holds no event."),
    ],
)
def test_the_sentence_says_what_to_do_with_the_file(
    app: Flask, content: bytes, sentence: str
) -> None:
    assert app
    with pytest.raises(errors.FileRefused) as raised:
        read(content, FRAME)

    assert str(raised.value) == sentence


def test_the_sentence_says_where_a_quotation_mark_opens() -> None:
    with pytest.raises(errors.QuoteOpen) as raised:
        table_of_text(b'title,place\nA,B\nC,"D\nE,F\n', None, LIMITS)

    assert raised.value.details == {"line": 3}


def test_the_content_decides_and_not_the_name() -> None:
    assert shape_of(workbook_of(events=[["title"], ["A"]])) is Shape.WORKBOOK
    assert shape_of(b"title\nA\n") is Shape.TEXT
    assert shape_of(b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n") is Shape.CALENDAR


def test_a_workbook_is_read_sheet_by_sheet_with_real_days_and_hours() -> None:
    content = workbook_of(
        events=[
            ["title", "date", "start", "both", "places", "share", "formula"],
            [
                "A",
                date(2027, 3, 9),
                time(9, 30),
                datetime(2027, 3, 9, 9, 30),  # noqa: DTZ001 - on the wall
                40.0,
                0.5,
            ],
        ],
        empty=[],
        head=[["title", "date"]],
    )

    [table] = read(content, FRAME).tables

    assert table.name == "events"
    assert table.rows[0].cells == (
        "A",
        "2027-03-09",
        "09:30",
        "2027-03-09 09:30",
        "40",
        "0.5",
        "",
    )


def test_a_zip_bomb_is_not_unpacked(app: Flask) -> None:
    assert app
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", b"<Types/>")
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (LIMITS.inside + 1))

    with pytest.raises(errors.TooLargeInside) as raised:
        read(octets.getvalue(), FRAME)

    assert str(raised.value) == (
        "This workbook is too large when it is unpacked."
        " Remove pictures and old sheets."
    )


def test_a_small_workbook_of_a_million_elements_is_not_read(app: Flask) -> None:
    assert app
    sheet = sheet_of(b"<row/>" * LIMITS.marks)
    content = with_part(workbook_of(events=[["title"], ["A"]]), "sheet1", sheet)

    with pytest.raises(errors.TooLargeInside):
        read(content, FRAME)

    assert len(content) < 20_000


def test_one_long_text_in_many_cells_is_refused(app: Flask) -> None:
    assert app
    longest = "x" * LONGEST_CELL
    many = workbook_of(events=[["a", "b"], *([[longest, longest]] * 200)])
    longer = workbook_of(events=[["a"], [f"{longest}x"]])

    with pytest.raises(errors.TooLargeInside):
        read(many, FRAME)
    with pytest.raises(errors.LineTooLong) as raised:
        read(longer, FRAME)
    assert raised.value.details == {"line": 2}


def test_what_stands_far_to_the_right_or_far_below_is_not_looked_for(
    app: Flask,
) -> None:
    assert app
    row = b'<row r="%d"><c r="A%d"><v>1</v></c><c r="XFD%d"><v>1</v></c></row>'
    rows = [row % (n, n, n) for n in range(1, 4)]
    rows += [row % (n, n, n) for n in range(150, LIMITS.lines + 200, 150)]
    whole = workbook_of(events=[["title"], ["A"]])

    wide = read(with_part(whole, "sheet1", sheet_of(*rows[:3])), FRAME)

    assert [len(one.cells) for one in wide.tables[0].rows] == [1, 1]
    assert len(wide.tables[0].head) < WIDEST
    with pytest.raises(errors.TooManyRows):
        read(with_part(whole, "sheet1", sheet_of(*rows)), FRAME)


def test_a_sheet_that_is_listed_many_times_is_damaged(app: Flask) -> None:
    assert app
    whole = workbook_of(events=[["title"], ["A"]])
    with zipfile.ZipFile(io.BytesIO(whole)) as parts:
        text = parts.read("xl/workbook.xml")
    sheet = text[text.index(b"<sheet ") : text.index(b"</sheets>")]
    twice = text.replace(sheet, sheet + sheet.replace(b"events", b"again"))

    with pytest.raises(errors.BrokenWorkbook):
        read(with_part(whole, "workbook", twice), FRAME)


def test_a_workbook_that_is_packed_in_another_way_is_damaged(app: Flask) -> None:
    assert app
    whole = workbook_of(events=[["title"], ["A"]])

    with pytest.raises(errors.BrokenWorkbook):
        read(with_part(whole, "none", b"", packing=zipfile.ZIP_LZMA), FRAME)


def test_a_workbook_that_lies_about_its_size_is_damaged(app: Flask) -> None:
    assert app
    octets = bytearray(workbook_of(events=[["title"], *([["A" * 50]] * 500)]))
    at = octets.rfind(b"PK\x01\x02")
    octets[at + 24 : at + 28] = struct.pack("<I", 10)  # the size when unpacked

    with pytest.raises(errors.FileRefused):
        read(bytes(octets), FRAME)


def test_entities_and_links_to_other_files_are_not_followed(app: Flask) -> None:
    assert app
    whole = workbook_of(events=[["title"], ["A"]])
    octets = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as source,
        zipfile.ZipFile(octets, "w") as parts,
    ):
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("sheet1.xml"):
                bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
                text = bomb + text.partition(b"?>")[2]
            parts.writestr(name, text)

    with pytest.raises(errors.BrokenWorkbook):
        read(octets.getvalue(), FRAME)


def test_a_formula_in_a_text_stays_a_text_in_a_workbook() -> None:
    made = workbook([("events", ["title"], [["=HYPERLINK(1)"], ["A\x0bB"]])])

    [table] = read(made, FRAME).tables

    assert [row.cells for row in table.rows] == [("=HYPERLINK(1)",), ("AB",)]


def test_hidden_sheets_are_not_read() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["title"])
    sheet.append(["A"])
    hidden = book.create_sheet("notes")
    hidden.append(["secret"])
    hidden.append(["B"])
    hidden.sheet_state = "hidden"
    octets = io.BytesIO()
    book.save(octets)

    tables = read(octets.getvalue(), FRAME).tables

    assert [table.head for table in tables] == [("title",)]


def sheet_of(*rows: bytes) -> bytes:
    """A sheet with these rows."""
    names = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    inside = b"".join(rows)
    return b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (names, inside)


def with_part(
    whole: bytes, part: str, text: bytes, packing: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A workbook in which one part is another."""
    octets = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as source,
        zipfile.ZipFile(octets, "w", packing) as parts,
    ):
        for name in source.namelist():
            is_other = name.endswith(f"{part}.xml")
            parts.writestr(name, text if is_other else source.read(name))
    return octets.getvalue()
