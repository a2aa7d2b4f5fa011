"""A file of an organiser as tables, whatever its name says it is."""

from dataclasses import dataclass
from enum import StrEnum

from eventapp.exchange.calendars import table_of_calendar
from eventapp.exchange.errors import FileEmpty, NotATable, OldWorkbook
from eventapp.exchange.sheets import tables_of_workbook
from eventapp.exchange.tables import Table, looks_binary, table_of_text

ZIPPED = b"PK\x03\x04"
OLD = b"\xd0\xcf\x11\xe0"  # the container of Excel before 2007, and of passwords


class Shape(StrEnum):
    """What sort of file it is."""

    TEXT = "text"
    WORKBOOK = "workbook"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Content:
    """The tables in a file, and how it was read."""

    shape: Shape
    tables: tuple[Table, ...]
    encoding: str | None = None


def shape_of(content: bytes) -> Shape:
    """What a file is, by its first octets.

    Raises:
        FileRefused: it is nothing from which a programme can be imported.
    """
    if not content:
        raise FileEmpty
    if content.startswith(ZIPPED):
        return Shape.WORKBOOK
    if content.startswith(OLD):
        raise OldWorkbook
    if looks_binary(content):
        raise NotATable
    if b"BEGIN:VCALENDAR" in content[:400].upper():
        return Shape.CALENDAR
    return Shape.TEXT


def read(content: bytes, zone: str, encoding: str | None = None) -> Content:
    """The tables in a file; hours without a zone are those of `zone`.

    Raises:
        FileRefused: nothing can be read; the sentence says what to do.
    """
    shape = shape_of(content)
    if shape is Shape.WORKBOOK:
        return Content(shape, tuple(tables_of_workbook(content)))
    if shape is Shape.CALENDAR:
        return Content(shape, (table_of_calendar(content, zone),))
    table, used = table_of_text(content, encoding)
    return Content(shape, (table,), used)
