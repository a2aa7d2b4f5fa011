"""Files for imports, made as a test needs them."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from eventapp.accounts.models import Account
from eventapp.exchange.columns import Subject, guess, subject_of, tags_of
from eventapp.exchange.files import frame_of, read
from eventapp.exchange.previewing import preview_of
from eventapp.exchange.proposals import MappedTable, Preview
from eventapp.exchange.service.importing import keep_file, take_over
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from tests.builders import make_account

HERE = Path(__file__).parent


def rows_of(name: str) -> list[list[str]]:
    """The rows of a CSV file beside this one."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def csv_of(*rows: Sequence[object], delimiter: str = ",") -> bytes:
    """A CSV file in UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def workbook_of(**sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    octets = io.BytesIO()
    book.save(octets)
    return octets.getvalue()


def week_2024() -> bytes:
    """The week of 2024 as somebody's workbook."""
    return workbook_of(
        events=rows_of("week_2024.csv"),
        people=rows_of("people_2024.csv"),
        venues=rows_of("venues_2024.csv"),
    )


def preview(week: Week, content: bytes, *, creates_venues: bool = False) -> Preview:
    """What an import with the guessed columns would do."""
    return preview_of(week, mapped(week, content), creates_venues=creates_venues)


def mapped(week: Week, content: bytes) -> list[MappedTable]:
    """The tables of a file with their guessed columns."""
    tables = read(content, frame_of(week)).tables
    tags = tags_of(week.languages, tables)
    found = []
    for table in tables:
        subject: Subject = subject_of(table, tags)
        found.append(MappedTable(table, subject, guess(table, subject, tags)))
    return found


def run(
    week: Week,
    content: bytes,
    *,
    creates_venues: bool = False,
    by: Account | None = None,
) -> Preview:
    """Import a file with the guessed columns; what was seen before it."""
    by = by or make_account()
    file = keep_file(week, "week.csv", content, {}, by=by)
    db.session.refresh(week)
    seen = preview(week, content, creates_venues=creates_venues)
    take_over(file, seen, seen_plan=week.plan_revision, by=by)
    return seen
