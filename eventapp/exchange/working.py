"""Importing many rows as a job, and the file of those that were left out."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from eventapp.accounts.models import Account
from eventapp.exchange.errors import ImportEnded
from eventapp.exchange.files import Content, frame_of, read
from eventapp.exchange.models import ImportFile
from eventapp.exchange.previewing import preview_of
from eventapp.exchange.proposals import MappedTable, Preview
from eventapp.exchange.service.importing import (
    KEPT,
    forget_expired,
    mapped_tables,
    take_over,
)
from eventapp.jobs.service import Product, Progress, forget_results
from eventapp.kernel import clock
from eventapp.kernel.db import db, reading, writing
from eventapp.web.tables import CSV, csv_of

KIND = "exchange.rows"
MOST_AT_ONCE = 100  # rows in a request: one or two seconds


def import_rows(arguments: dict[str, Any], _progress: Progress) -> Product:
    """Take over the good rows of a file; safe to repeat, since it is done once.

    Raises:
        ImportEnded: the file is forgotten.
        PlanMovedOn: something was planned since the preview was read.
    """
    key = UUID(arguments["file"])
    content = _content(key)
    with writing():
        file = db.session.get(ImportFile, key)
        by = db.session.get(Account, UUID(arguments["by"]))
        if file is None or by is None:
            raise ImportEnded
        if file.taken_at is None:
            if content is None:
                raise ImportEnded
            _tables, seen = preview_of_file(file, content)
            take_over(file, seen, seen_plan=arguments["plan"], by=by)
        name = f"not-imported-{file.week.slug}.csv"
        return Product(name, CSV, failed_rows(file.report or {}))


def forget_old_rows() -> None:
    """Keep nothing of a file longer than a day: it names people and their addresses."""
    now = clock.now()
    with writing():
        forget_expired(now)
        forget_results(KIND, now - KEPT)


def preview_of_file(
    file: ImportFile, content: Content
) -> tuple[list[MappedTable], Preview]:
    """The tables of a file with what was chosen, and what its import would do now."""
    tables = mapped_tables(content, file.choices)
    creates_venues = bool(file.choices.get("creates_venues"))
    return tables, preview_of(file.week, tables, creates_venues=creates_venues)


def failed_rows(report: dict[str, Any]) -> bytes:
    """The rows with a problem, as they were, with the reason before them."""
    head = [_("Sheet"), _("Row"), _("Problem"), *report.get("head", [])]
    rows = (
        [row["sheet"], row["row"], " ".join(row["problems"]), *row["cells"]]
        for row in report.get("failed", [])
    )
    return csv_of([head, *rows])


def _content(key: UUID) -> Content | None:
    """The tables of a file that still waits, read while nothing is held."""
    with reading():
        file = db.session.get(ImportFile, key)
        if file is None or file.content is None:
            return None
        octets, frame, encoding = file.content, frame_of(file.week), file.encoding
    return read(octets, frame, encoding)
