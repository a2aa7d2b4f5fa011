"""A file of an organiser as tables, whatever its name says it is."""

from collections.abc import Callable
from dataclasses import dataclass

from eventapp.spreadsheets.errors import FileEmpty, NotATable, OldWorkbook
from eventapp.spreadsheets.sheets import tables_of_workbook
from eventapp.spreadsheets.tables import Limits, Table, looks_binary, table_of_text

ZIPPED = b"PK\x03\x04"
OLD = b"\xd0\xcf\x11\xe0"  # the container of Excel before 2007, and of passwords


@dataclass(frozen=True)
class Spreadsheet:
    """The tables in a file, and the encoding of a text."""

    tables: tuple[Table, ...]
    encoding: str | None = None  # None: a workbook


def is_workbook(content: bytes) -> bool:
    """Whether it is a workbook, and no text, by its first octets.

    Raises:
        FileRefused: it can be neither.
    """
    if not content:
        raise FileEmpty
    if content.startswith(OLD):
        raise OldWorkbook
    if looks_binary(content):
        raise NotATable
    return content.startswith(ZIPPED)


def read(
    content: bytes,
    encoding: str | None,
    limits: Limits,
    *,
    tidy: Callable[[str], str] | None = None,
) -> Spreadsheet:
    """The tables in a file; `tidy` is what cells are cleaned with, else `clean`.

    Raises:
        FileRefused: nothing can be read; the sentence says what to do.
    """
    if is_workbook(content):
        return Spreadsheet(tuple(tables_of_workbook(content, limits, tidy=tidy)))
    table, used = table_of_text(content, encoding, limits, tidy=tidy)
    return Spreadsheet((table,), used)
