"""Deciding about a list apart from the database, and importing many rows as a job."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.intake.columns import Mapped
from eventapp.intake.deciding import Decisions
from eventapp.intake.errors import ListEnded, PeopleMovedOn
from eventapp.intake.limits import LIMITS
from eventapp.intake.models import PeopleFile
from eventapp.intake.previewing import Preview, manner_of, preview_of
from eventapp.intake.reporting import failed_rows
from eventapp.intake.service.files import KEPT, content_of, forget_expired
from eventapp.intake.service.signing import ask_for_places
from eventapp.intake.service.taking import take_over
from eventapp.intake.signups import Requests, requests_of
from eventapp.intake.vocabulary import Subject
from eventapp.jobs.service import Product, Progress, forget_results
from eventapp.kernel import clock
from eventapp.kernel.db import db, reading, writing
from eventapp.spreadsheets.files import Spreadsheet, read
from eventapp.spreadsheets.tables import Table
from eventapp.web.tables import CSV

KIND = "people.rows"
MOST_AT_ONCE = 300  # rows in a request: about a second
MOST_TRIES = 5


@dataclass(frozen=True)
class Kept:
    """A list that waits, as values: what it holds, and how it is to be read."""

    content: bytes
    encoding: str | None
    choices: dict[str, Any]
    decisions: dict[str, Any]

    @classmethod
    def of(cls, file: PeopleFile) -> "Kept":
        """As the file says now."""
        content = content_of(file)
        return cls(content, file.encoding, dict(file.choices), dict(file.decisions))

    def read(self) -> Spreadsheet:
        """Its tables.

        Raises:
            FileRefused: nothing can be read any more.
        """
        return read_list(self.content, self.encoding)

    @property
    def subject(self) -> Subject:
        """What its rows are."""
        return Subject(self.choices["subject"])

    @property
    def mapped(self) -> Mapped:
        """What its columns hold."""
        return {int(number): it for number, it in self.choices["columns"].items()}

    def table(self, sheets: Spreadsheet) -> Table:
        """The sheet that was chosen."""
        number = int(self.choices.get("sheet", 0))
        return sheets.tables[min(number, len(sheets.tables) - 1)]


def read_list(content: bytes, encoding: str | None = None) -> Spreadsheet:
    """The tables of a list; control characters stay, so that rows can be refused.

    Raises:
        FileRefused: nothing can be read; the sentence says what to do.
    """
    return read(content, encoding, LIMITS, tidy=str.strip)


def preview_apart(kept: Kept, table: Table, key: UUID) -> Preview:
    """What an import would do, decided while nobody waits."""
    with reading():
        file = db.session.get(PeopleFile, key)
        if file is None:
            raise ListEnded
        decisions = Decisions.of(kept.decisions)
        manner = manner_of(kept.choices)
        return preview_of(file.week, table, kept.mapped, manner, decisions)


def requests_apart(kept: Kept, table: Table, key: UUID) -> Requests:
    """Who asks for which event, decided while nobody waits."""
    with reading():
        file = db.session.get(PeopleFile, key)
        if file is None:
            raise ListEnded
        return requests_of(file.week, table, kept.mapped, manner_of(kept.choices))


def import_people(arguments: dict[str, Any], progress: Progress) -> Product:
    """Take over the good rows of a list; safe to repeat, since it is done once.

    Raises:
        ListEnded: the list is forgotten.
        PeopleMovedOn: the week changed each time that the rows were decided.
    """
    key, by_id = UUID(arguments["file"]), UUID(arguments["by"])
    with reading():
        file = db.session.get(PeopleFile, key)
        kept = Kept.of(file) if file is not None and file.content else None
    if kept is not None:
        table = kept.table(kept.read())
        progress(0, len(table.rows))
        if kept.subject is Subject.SIGNUPS:
            requests = requests_apart(kept, table, key)
            ask_for_places(key, requests, by_id=by_id, progress=progress)
        else:
            with_mail = bool(arguments.get("mail"))
            take_apart(kept, table, key, by_id, with_mail=with_mail)
    with reading():
        done = db.session.get(PeopleFile, key)
        if done is None or done.report is None:
            raise ListEnded
        name = f"not-imported-{done.week.slug}.csv"
        return Product(name, CSV, failed_rows(done.report))


def take_apart(
    kept: Kept, table: Table, key: UUID, by_id: UUID, *, with_mail: bool
) -> Preview:
    """Decide while nobody waits, then write at once; again if the week moved on.

    Raises:
        ListEnded: it was taken over already.
        PeopleMovedOn: the week changed each time.
    """
    for _try in range(MOST_TRIES):
        seen = preview_apart(kept, table, key)
        with suppress(PeopleMovedOn), writing():
            file = db.session.get(PeopleFile, key)
            by = db.session.get(Account, by_id)
            if file is None or by is None:
                raise ListEnded
            take_over(file, seen, by=by, with_mail=with_mail)
            return seen
    raise PeopleMovedOn


def forget_old_lists() -> None:
    """Keep nothing of a list longer than a day: it names people and their addresses."""
    with writing():
        forget_expired()
        forget_results(KIND, clock.now() - KEPT)
