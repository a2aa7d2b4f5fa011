"""A file of an organiser as tables, whatever its name says it is."""

from dataclasses import dataclass
from enum import StrEnum

from eventapp.exchange.calendars.reading import Frame, Holding, holding_of
from eventapp.exchange.calendars.table import table_of
from eventapp.exchange.errors import NotAProgramme
from eventapp.exchange.limits import LIMITS
from eventapp.exchange.queries import planned_days
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import last_day
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
    holding: Holding | None = None  # of a calendar


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


def frame_of(week: Week) -> Frame:
    """The clock and the days for which files of a week are read."""
    planned = planned_days(week)
    return Frame(week.zone, week.held.first, last_day(week), planned)


def read(content: bytes, frame: Frame, encoding: str | None = None) -> Content:
    """The tables in a file; a calendar is read for the clock and days of `frame`.

    Raises:
        FileRefused: nothing can be read; the sentence says what to do.
    """
    shape = shape_of(content)
    if shape is Shape.WORKBOOK:
        return Content(shape, tuple(tables_of_workbook(content, LIMITS)))
    if shape is Shape.CALENDAR:
        holding = holding_of(content, frame)
        return Content(shape, (table_of(holding),), holding=holding)
    try:
        table, used = table_of_text(content, encoding, LIMITS)
    except NotATable:
        raise NotAProgramme from None
    return Content(shape, (table,), used)


def read_alone(content: bytes, frame: Frame, encoding: str | None = None) -> Content:
    """The same while nothing is held: others write meanwhile.

    Raises:
        FileRefused: nothing can be read; the sentence says what to do.
    """
    return read_apart(lambda: read(content, frame, encoding))
