"""Tables that people open in a spreadsheet program."""

import pytest
from flask import Flask

from eventapp.web.tables import csv_answer, csv_of, harmless

SIGNS = tuple("=+-@＝＋－＠")


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "\n", "\t", "\r"])
def test_no_text_is_taken_for_a_formula(sign: str, before: str) -> None:
    assert harmless(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize(
    ("cell", "kept"), [("Salon – one", "Salon – one"), (-5, -5), (None, ""), ("", "")]
)
def test_other_cells_stay_as_they_are(cell: object, kept: object) -> None:
    assert harmless(cell) == kept


def test_a_mark_lets_excel_read_utf_8(app: Flask) -> None:
    rows: list[list[object]] = [["cue", "minutes"], ["茶艺, “A”", 5]]

    with app.test_request_context():
        answer = csv_answer("times.csv", rows)

    assert answer.data == '\ufeffcue,minutes\r\n"茶艺, “A”",5\r\n'.encode()
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=times.csv"
    assert csv_of(rows, marked=False) == answer.data.removeprefix(b"\xef\xbb\xbf")
