"""A file of an organiser as tables, whatever its name says it is."""

from dataclasses import dataclass
from enum import StrEnum

from eventapp.exchange.calendars import table_of_calendar
from eventapp.exchange.errors import NotAProgramme
from eventapp.exchange.limits import LIMITS
from eventapp.spreadsheets.apart import read_apart
from eventapp.spreadsheets.errors import NotATable
from eventapp.spreadsheets.files import is_workbook
from eventapp.spreadsheets.sheets import tables_of_workbook
from eventapp.spreadsheets.tables import Table, table_of_text


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
    try:
        if is_workbook(content):
            return Shape.WORKBOOK
    except NotATable:
        raise NotAProgramme from None
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
        return Content(shape, tuple(tables_of_workbook(content, LIMITS)))
    if shape is Shape.CALENDAR:
        return Content(shape, (table_of_calendar(content, zone),))
    try:
        table, used = table_of_text(content, encoding, LIMITS)
    except NotATable:
        raise NotAProgramme from None
    return Content(shape, (table,), used)


def read_alone(content: bytes, zone: str, encoding: str | None = None) -> Content:
    """The same while nothing is held: others write meanwhile.

    Raises:
        FileRefused: nothing can be read; the sentence says what to do.
    """
    return read_apart(lambda: read(content, zone, encoding))
