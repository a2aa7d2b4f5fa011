"""Tables out of text: any common encoding and delimiter, as rows of plain words."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from eventapp.spreadsheets.encodings import decoded
from eventapp.spreadsheets.errors import (
    FileEmpty,
    LineTooLong,
    NoRows,
    NotATable,
    QuoteOpen,
    TooManyColumns,
    TooManyRows,
)
from eventapp.web.tables import is_risky

MOST_COLUMNS = 100
LONGEST_CELL = 20_000
DELIMITERS = (",", ";", "\t", "|", "，", "；")
SAMPLE = 40  # rows that decide about the delimiter
KEPT_SIGNS = "\n\t\u200c\u200d\u00a0\u3000"
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Row:
    """One row, and its number as a spreadsheet program counts."""

    number: int
    cells: tuple[str, ...]
    surplus: int = 0  # cells with words beyond the last column
    lacking: int = 0  # cells that a row of text ends before


@dataclass(frozen=True)
class Table:
    """A head and its rows; every row is as wide as the head."""

    name: str  # of the sheet; empty in a text
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    is_ours: bool = False  # its columns are called as our fields


@dataclass(frozen=True)
class Limits:
    """How much of a file is read before it is refused."""

    rows: int
    lines: int = 20_000  # of a sheet, also without words
    letters: int = 5_000_000  # of a sheet: cells may share one long text
    inside: int = 10_000_000  # bytes of all parts of a workbook, unpacked
    marks: int = 600_000  # beginnings and ends of elements: each costs microseconds


def table_of_text(
    content: bytes,
    encoding: str | None,
    limits: Limits,
    *,
    tidy: Callable[[str], str] | None = None,
) -> tuple[Table, str]:
    """The table in a text file, and the encoding in which it was read.

    Raises:
        FileRefused: there is no table in it; the sentence says what to do.
    """
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise FileEmpty
    text, used = decoded(content, encoding)
    if not any(sign.isalnum() for sign in text[:10_000]):
        raise NotATable
    table = table_of("", _records(text, _delimiter(text)), limits, tidy or clean)
    if len(table.head) == 1 and not any(len(row.cells[0]) > 0 for row in table.rows):
        raise NotATable
    return table, used


def table_of(
    name: str,
    records: Iterable[tuple[int, list[str]]],
    limits: Limits,
    tidy: Callable[[str], str],
) -> Table:
    """A table out of numbered records: the first one with words is the head.

    The head is cleaned; the cells below it are what `tidy` makes of them.

    Raises:
        NoRows: there is a head at most.
        TooManyRows: there are more than one import takes.
        TooManyColumns: the head is wider than any list.
    """
    head: tuple[str, ...] | None = None
    rows: list[Row] = []
    for number, cells in records:
        words = [(tidy if head else clean)(cell) for cell in cells]
        if not any(words):
            continue
        if head is None:
            head = _without_tail(words)
            continue
        if len(rows) >= limits.rows:
            raise TooManyRows(most=limits.rows)
        rows.append(_fitted(number, words, len(head)))
    if head is None or not rows:
        raise NoRows
    return Table(name, head, tuple(rows))


def clean(cell: str) -> str:
    """The words of a cell: no blanks around them, no control characters within."""
    kept = cell.replace("\r\n", "\n").replace("\r", "\n")
    if not kept.isprintable():
        kept = "".join(one for one in kept if one.isprintable() or one in KEPT_SIGNS)
    return kept.strip()


def unguarded(cell: str) -> str:
    """The cell as it was before `harmless`."""
    return cell[1:] if cell.startswith("'") and is_risky(cell[1:]) else cell


def _without_tail(words: list[str]) -> tuple[str, ...]:
    while words and not words[-1]:
        words.pop()
    if len(words) > MOST_COLUMNS:
        raise TooManyColumns(most=MOST_COLUMNS)
    return tuple(words)


def _fitted(number: int, words: list[str], width: int) -> Row:
    surplus = sum(1 for word in words[width:] if word)
    padded = (*words[:width], *[""] * (width - len(words)))
    lacking = max(width - len(words), 0)
    return Row(number, tuple(unguarded(word) for word in padded), surplus, lacking)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    begun = 1
    longest = 0
    try:
        for record in lines:
            yield begun, record
            longest = max(longest, *map(len, record), 0)
            if longest > LONGEST_CELL:
                _blame_long_cell(text, delimiter, begun)
            begun = lines.line_num + 1
    except csv.Error:
        _blame_long_cell(text, delimiter, begun)


def _blame_long_cell(text: str, delimiter: str, line: int) -> None:
    """Say whether a quotation mark that stays open made the cell so long."""
    strict = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for _record in strict:
            continue
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise QuoteOpen(line=line) from None
    raise LineTooLong(line=line)


def check_quotes(text: str, delimiter: str) -> None:
    """Refuse a quotation mark that never closes.

    Raises:
        QuoteOpen: the line in which it opens.
    """
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun = 1
    try:
        for _record in lines:
            begun = lines.line_num + 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise QuoteOpen(line=begun) from None


def _delimiter(text: str) -> str:
    """The delimiter that gives the widest table with rows of one width."""
    sample = text[:200_000]

    def worth(delimiter: str) -> tuple[float, int]:
        widths = _widths(sample, delimiter)
        if not widths or widths[0] < 2:  # noqa: PLR2004 - one column is no table
            return 0.0, 0
        alike = sum(1 for width in widths if width == widths[0])
        return alike / len(widths) * min(widths[0], 30), widths[0]

    best = max(DELIMITERS, key=worth)
    delimiter = best if worth(best)[1] else ","
    check_quotes(text, delimiter)
    return delimiter


def _widths(sample: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        for record in reader:
            if any(record):
                widths.append(len(record))
            if len(widths) >= SAMPLE:
                break
    except csv.Error:
        return widths
    return widths


def looks_binary(content: bytes) -> bool:
    """Whether these octets begin like a picture, a document or a program."""
    return bool(
        re.match(rb"%PDF|\x89PNG|GIF8|\xff\xd8\xff|\x7fELF|MZ|Rar!|7z", content)
    )
