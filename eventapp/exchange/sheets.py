"""Tables out of workbooks (XLSX), without trusting them; workbooks out of tables."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from eventapp.exchange.errors import (
    BrokenWorkbook,
    FileRefused,
    NoRows,
    TooLargeInside,
)
from eventapp.exchange.tables import Table, table_of

LARGEST_INSIDE = 60_000_000  # bytes of all parts, unpacked
MOST_PARTS = 500
MOST_SHEETS = 20
MOST_EMPTY = 200  # rows without words, one after the other: nothing follows
WIDEST = 110  # cells of a row that are looked at
FORMATS = {date: "yyyy-mm-dd", time: "hh:mm"}


def tables_of_workbook(content: bytes) -> list[Table]:
    """The sheets that hold a table; formulas by the value they had.

    Raises:
        FileRefused: it is damaged, too large, or without any table.
    """
    _check_size(content)
    try:
        book = load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        tables = list(_tables(book))
    except FileRefused:
        raise
    except Exception as error:  # whatever a damaged or hostile file provokes
        raise BrokenWorkbook from error
    if not tables:
        raise NoRows
    return tables


def workbook(
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]],
) -> bytes:
    """A workbook with these sheets: name, head, rows; days and hours are real ones."""
    book = Workbook(write_only=True)
    for name, head, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, column in enumerate(head, start=1):
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = max(12, len(column) + 4)
        sheet.append([_head_cell(sheet, word) for word in head])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    octets = io.BytesIO()
    book.save(octets)
    return octets.getvalue()


def _head_cell(sheet: Any, word: str) -> Any:  # noqa: ANN401 - of openpyxl
    cell = WriteOnlyCell(sheet, word)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:  # noqa: ANN401 - of openpyxl
    """A cell of its own kind: a text is never a formula, also where it begins so."""
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell.value = _writable(value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
        return cell
    cell.value = value
    if type(value) in FORMATS:
        cell.number_format = FORMATS[type(value)]
    return cell


def _writable(text: str) -> str:
    """Without the control characters that no XML takes."""
    return "".join(
        one for one in text if one.isprintable() or one in "\n\t\u200c\u200d"
    )


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            known = parts.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise BrokenWorkbook from error
    size = sum(part.file_size for part in known)
    if size > LARGEST_INSIDE or len(known) > MOST_PARTS:
        raise TooLargeInside
    if not any(part.filename == "[Content_Types].xml" for part in known):
        raise BrokenWorkbook


def _tables(book: Any) -> Iterator[Table]:  # noqa: ANN401 - of openpyxl
    for sheet in book.worksheets[:MOST_SHEETS]:
        if sheet.sheet_state != "visible":
            continue
        try:
            yield table_of(sheet.title, _records(sheet))
        except NoRows:
            continue


def _records(sheet: Any) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 - of openpyxl
    sheet.reset_dimensions()  # they are what the file says, not what it holds
    empty = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_text(value) for value in row[:WIDEST]]
        empty = 0 if any(cells) else empty + 1
        if empty > MOST_EMPTY:
            return
        yield number, cells


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    """A cell in words: days and hours as in ISO 8601, numbers without a false half."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(sep=" ")[:16]
    if isinstance(value, time):
        return value.isoformat()[:5]
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
