"""Tables out of workbooks (XLSX), without trusting them; workbooks out of tables."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from eventapp.spreadsheets.errors import (
    BrokenWorkbook,
    FileRefused,
    LineTooLong,
    NoRows,
    TooLargeInside,
    TooManyRows,
)
from eventapp.spreadsheets.tables import LONGEST_CELL, Limits, Table, clean, table_of
from eventapp.web.tables import is_risky

MOST_PARTS = 500
MOST_SHEETS = 20
MOST_EMPTY = 200  # rows without words, one after the other: nothing follows
WIDEST = 110  # cells of a row that are looked at
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # others unpack without limit
CHUNK = 100_000
FORMATS = {date: "yyyy-mm-dd", time: "hh:mm", datetime: "yyyy-mm-dd hh:mm"}
NARROWEST, BROADEST = 8, 60  # of a column, in letters
A4 = 9  # as the format numbers papers
HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
HAN_FONT = "Microsoft YaHei"  # else programs may draw Chinese in Japanese shapes


def tables_of_workbook(
    content: bytes, limits: Limits, *, tidy: Callable[[str], str] | None = None
) -> list[Table]:
    """The sheets that hold a table; formulas by the value they had.

    Raises:
        FileRefused: it is damaged, too large, or without any table.
    """
    try:
        _check_size(content, limits)
        reader = _Reader(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        reader.read()
        tables = list(_tables(reader.wb, limits, tidy or clean))
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
    """A workbook with these sheets: name, head, rows; days and hours are real ones.

    The head stays in sight and is a filter; a print repeats it, on landscape pages.
    """
    book = Workbook(write_only=True)
    for name, head, rows in sheets:
        sheet = book.create_sheet(name)
        cells = [list(row) for row in rows]
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for number, column in enumerate(head, start=1):
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = _width(column, number - 1, cells)
        if head:
            last = get_column_letter(len(head))
            sheet.auto_filter.ref = f"A1:{last}{len(cells) + 1}"
        sheet.append([_head_cell(sheet, word) for word in head])
        for row in cells:
            sheet.append([_cell(sheet, value) for value in row])
    octets = io.BytesIO()
    book.save(octets)
    return octets.getvalue()


def _width(head: str, place: int, rows: Sequence[Sequence[Any]]) -> int:
    """As wide as the widest cell, within reason; a Han character is two letters."""
    widest = max((_letters(row[place]) for row in rows if place < len(row)), default=0)
    return min(max(_letters(head) + 4, widest + 2, NARROWEST), BROADEST)


def _letters(value: Any) -> int:  # noqa: ANN401 - whatever a cell holds
    text = "" if value is None else str(value)
    if text.isascii():
        return len(text)
    return sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in text)


def _head_cell(sheet: Any, word: str) -> Any:  # noqa: ANN401 - of openpyxl
    cell = _cell(sheet, word)
    cell.font = Font(bold=True, name=HAN_FONT) if HAN.search(word) else Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:  # noqa: ANN401 - of openpyxl
    """A cell of its own kind: a text is never a formula, also where it begins so."""
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell.value = _writable(value)
        cell.data_type = "s"
        if HAN.search(value):
            cell.font = Font(name=HAN_FONT)
        if is_risky(value):
            cell.quotePrefix = True
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


class _Reader(ExcelReader):
    """Reads each part once, whatever the list of sheets says."""

    def read_worksheets(self) -> None:
        parts = [part.target for _sheet, part in self.parser.find_sheets()]
        if len(set(parts)) < len(parts):
            raise BrokenWorkbook
        super().read_worksheets()


def _check_size(content: bytes, limits: Limits) -> None:
    """Refuse what would cost much, before anybody makes a tree of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        known = parts.infolist()
        size = sum(part.file_size for part in known)
        if size > limits.inside or len(known) > MOST_PARTS:
            raise TooLargeInside
        if not {part.compress_type for part in known} <= PACKED:
            raise BrokenWorkbook
        marks = 0
        for part in known:
            marks += _marks(parts, part)
            if marks > limits.marks:
                raise TooLargeInside


def _marks(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    with parts.open(part) as octets:
        return sum(chunk.count(b"<") for chunk in iter(lambda: octets.read(CHUNK), b""))


def _tables(
    book: Any,  # noqa: ANN401 - of openpyxl
    limits: Limits,
    tidy: Callable[[str], str],
) -> Iterator[Table]:
    for sheet in book.worksheets[:MOST_SHEETS]:
        if sheet.sheet_state != "visible":
            continue
        try:
            yield table_of(sheet.title, _records(sheet, limits), limits, tidy)
        except NoRows:
            continue


def _records(
    sheet: Any,  # noqa: ANN401 - of openpyxl
    limits: Limits,
) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # they are what the file says, not what it holds
    rows = sheet.iter_rows(values_only=True, max_col=WIDEST)
    empty = letters = 0
    for number, row in enumerate(rows, start=1):
        cells = [_text(value) for value in row]
        empty = 0 if any(cells) else empty + 1
        if empty > MOST_EMPTY:
            return
        if number > limits.lines:
            raise TooManyRows(most=limits.rows)
        if max(map(len, cells), default=0) > LONGEST_CELL:
            raise LineTooLong(line=number)
        letters += sum(map(len, cells))
        if letters > limits.letters:
            raise TooLargeInside
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
