"""Lists as files: CSV that Excel opens, workbooks with typed cells, PDF to print."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from eventapp.jobs.service import Product
from eventapp.kernel import i18n
from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import day_in_words, lazy_gettext
from eventapp.kernel.names import PersonName
from eventapp.lists.tables import Column, Part, Sheet, Value
from eventapp.lists.vocabulary import FileForm
from eventapp.spreadsheets.sheets import workbook
from eventapp.typesetting import press
from eventapp.typesetting.texts import named, tagged
from eventapp.web.tables import CSV, csv_of

log = logging.getLogger(__name__)

TEMPLATE = Path(__file__).parent / "typst" / "list.typ"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
MOST_PRINTED = 16  # columns on a page
LONGEST_SHEET_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
Text = dict[str, Any]


class TooWide(Refusal):
    """A page of paper holds only so many columns."""

    message = lazy_gettext(
        "A page holds up to 16 columns. Choose fewer, or take the Excel workbook."
    )


def file_of(sheet: Sheet, form: FileForm, printed: datetime) -> Product:
    """The list as a file; `printed` is the present time by the week's clocks.

    Raises:
        TooWide: a PDF was wanted with more columns than a page holds.
    """
    name = f"{sheet.name}.{form}"
    match form:
        case FileForm.CSV:
            return Product(name, CSV, csv_of(_lines(sheet)))
        case FileForm.XLSX:
            return Product(name, XLSX, workbook(_sheets(sheet)))
        case FileForm.PDF:
            check_width(sheet)
            made = press.document(TEMPLATE, content(sheet, printed), on_boxed=_boxed)
            return Product(name, PDF, made)


def check_width(sheet: Sheet) -> None:
    """Refuse what no page holds.

    Raises:
        TooWide: some part has too many columns.
    """
    if any(len(part.columns) > MOST_PRINTED for part in sheet.parts):
        raise TooWide


def content(sheet: Sheet, printed: datetime) -> dict[str, Any]:
    """What stands on paper, as list.typ wants it."""
    at = _("%(day)s, %(time)s", day=day_in_words(printed), time=f"{printed:%H:%M}")
    return {
        "lang": i18n.spoken().tag.partition("-")[0],
        "over": _said(sheet.over),
        "title": _said(sheet.title),
        "facts": [_said(one) for one in sheet.facts],
        "foot": _said(_("Printed %(instant)s", instant=at)),
        "parts": [_printed(part) for part in sheet.parts if part.rows or part.facts],
    }


def _printed(part: Part) -> dict[str, Any]:
    cells = part.cells()
    return {
        "heading": _said(part.heading),
        "facts": [_said(one) for one in part.facts],
        "heads": [_said(column.head) for column in part.columns],
        "widths": [column.width for column in part.columns],
        "rows": [[_texts(value) for value in row] for row in cells],
        "numbers": [
            any(isinstance(row[place], int) for row in cells)
            for place in range(len(part.columns))
        ],
    }


def _texts(value: Value) -> list[Text]:
    if isinstance(value, PersonName):
        return named(value)
    return [_said(text)] if (text := _in_words(value)) else []


def _in_words(value: Value) -> str:
    """A cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _lines(sheet: Sheet) -> Iterator[Sequence[object]]:
    """One table where all parts have the same columns, else one below the other."""
    for number, (name, heads, rows) in enumerate(_tables(sheet)):
        if number:
            yield []
        if len(sheet.parts) > 1 and not sheet.grouped_by:
            yield [name]
        yield heads
        yield from ([_plain(value) for value in row] for row in rows)


def _sheets(sheet: Sheet) -> Iterator[tuple[str, Sequence[str], Sequence[Any]]]:
    taken: set[str] = set()
    for name, heads, rows in _tables(sheet):
        yield _sheet_name(name, taken), heads, rows


def _tables(
    sheet: Sheet,
) -> Iterator[tuple[str, Sequence[str], Sequence[Sequence[Value]]]]:
    """Name, heads and rows of each table; a grouped list is one, with its groups."""
    if sheet.grouped_by:
        heads = (
            [sheet.grouped_by, *_heads(sheet.parts[0].columns)] if sheet.parts else []
        )
        yield (
            sheet.title,
            heads,
            [[part.heading, *row] for part in sheet.parts for row in _wide(part)],
        )
        return
    for part in sheet.parts:
        yield part.heading or sheet.title, _heads(part.columns), _wide(part)


def _heads(columns: Sequence[Column]) -> list[str]:
    heads = []
    for column in columns:
        heads.append(column.head)
        if column.is_name:
            heads.append(_("Name in own script"))
    return heads


def _wide(part: Part) -> list[list[Value]]:
    """The rows with both forms of a name in cells of their own."""
    rows = []
    for cells in part.cells():
        row: list[Value] = []
        for column, value in zip(part.columns, cells, strict=True):
            if not column.is_name:
                row.append(value)
            elif isinstance(value, PersonName):
                row += [value.latin, value.native]
            else:
                row += [value, None]
        rows.append(row)
    return rows


def _plain(value: Value) -> object:
    """A cell of a file of text: days and hours as ISO 8601 has them."""
    is_time = isinstance(value, date | time)
    return _in_words(value) if is_time else value


def _sheet_name(words: str, taken: set[str]) -> str:
    """A name that Excel takes, and no other sheet has."""
    name = " ".join(words.translate(FORBIDDEN).split())[:LONGEST_SHEET_NAME] or "1"
    number, whole = 1, name
    while name.casefold() in taken:
        number += 1
        end = f" {number}"
        name = whole[: LONGEST_SHEET_NAME - len(end)] + end
    taken.add(name.casefold())
    return name


def _said(text: str) -> Text:
    return tagged(text, i18n.spoken().tag)


def _boxed(letters: frozenset[str]) -> None:
    log.warning("list: no shape for %s", " ".join(sorted(letters)))
