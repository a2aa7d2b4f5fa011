"""What others' rows say about a person: mentions in the journal, mails, papers."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, delete, func, select, update

from eventapp.exchange.models import ImportFile
from eventapp.jobs.models import Job, JobResult
from eventapp.journal.models import Entry
from eventapp.kernel.db import Model, db
from eventapp.mail.models import Message
from eventapp.privacy.marks import belongs, marked_columns
from eventapp.privacy.sweeping import Sweep, run_all
from eventapp.registration.models.registrations import Registration

SHORTEST = 2  # signs of a native name; a Latin one has a space


@dataclass(frozen=True)
class Known:
    """By which words a person is found in other people's rows."""

    key: UUID
    week_id: UUID
    number: str
    names: tuple[str, ...]
    address: str
    language: str
    is_address_shared: bool

    @classmethod
    def of(cls, registration: Registration) -> "Known":
        """The words, read before they are emptied."""
        name = registration.name
        latin = [one for one in (name.latin, name.on_badge) if one and " " in one]
        native = [one for one in (name.native,) if one and len(one) >= SHORTEST]
        return cls(
            key=registration.id,
            week_id=registration.week_id,
            number=str(registration.number or "–"),
            names=tuple(dict.fromkeys([str(name), *latin, *native])),
            address=registration.address,
            language=registration.language,
            is_address_shared=_is_shared(registration),
        )

    @property
    def words(self) -> tuple[str, ...]:
        """The names that are long enough to mean this person, and the own address."""
        own = () if self.is_address_shared or not self.address else (self.address,)
        return (*(one for one in self.names if len(one) >= SHORTEST), *own)


def remove(known: Known) -> dict[str, int]:
    """Remove every mention, and tell by table how many rows were changed."""
    done = {
        "entry": _of_journal(known),
        "message": _of_messages(known),
        "job_result": _forget_papers(known),
        **_rows_at_address(known),
    }
    db.session.expire_all()
    return {name: number for name, number in done.items() if number}


def _is_shared(registration: Registration) -> bool:
    """Whether the address is not the person's own, or of somebody else as well."""
    if not registration.has_own_address or not registration.address:
        return True
    others = select(Registration.id).where(
        Registration.week_id == registration.week_id,
        Registration.address == registration.address,
        Registration.id != registration.id,
        Registration.erased_at.is_(None),
    )
    return db.session.scalar(others.limit(1)) is not None


def _of_journal(known: Known) -> int:
    """The journal keeps that something happened to a number."""
    own = update(Entry).where(Entry.subject_id == known.key)
    count = _run(own.values(subject=known.number, details={}))
    for word in known.words:
        count += _replace(Entry.week_id == known.week_id, Entry.subject, word)
        written = sa.cast(Entry.details, sa.Text)
        told = sa.or_(
            written.contains(word, autoescape=True),
            written.contains(json.dumps(word)[1:-1], autoescape=True),
        )
        mentions = update(Entry).where(Entry.week_id == known.week_id, told)
        count += _run(mentions.values(details={}))
    return count


def _of_messages(known: Known) -> int:
    """Messages to others lose the name; their receivers have them already."""
    count = 0
    for word in known.words:
        for column in (Message.subject, Message.text, Message.to_name):
            count += _replace(Message.week_id == known.week_id, column, word)
    return count


def _forget_papers(known: Known) -> int:
    """Printed sheets of the week and reports of imports; they can be made anew."""
    jobs = select(Job.id).where(Job.week_id == known.week_id)
    count = _run(delete(JobResult).where(JobResult.job_id.in_(jobs)))
    taken = update(ImportFile).where(
        ImportFile.week_id == known.week_id, ImportFile.taken_at.is_not(None)
    )
    return count + _run(taken.values(report=None, content=None))


def _rows_at_address(known: Known) -> dict[str, int]:
    """Rows that have the person's own address and belong to no registration: codes."""
    if known.is_address_shared:
        return {}
    week = Model.metadata.tables["week"].c.id == known.week_id
    found: dict[sa.Table, list[Any]] = {}
    for one in marked_columns():
        if one.column.name.endswith("address") and one.table.name != "registration":
            found.setdefault(one.table, []).append(one)
    sweeps = []
    for table, columns in found.items():
        own = belongs(table, "week", week)
        if own is None:
            continue
        same = [one.column == known.address for one in columns]
        everything = tuple(one for one in marked_columns() if one.table is table)
        sweeps.append(Sweep(table, everything, sa.and_(own, sa.or_(*same))))
    return run_all(sweeps)


def _replace(which: ColumnElement[bool], column: Any, word: str) -> int:  # noqa: ANN401 - a mapped column
    statement = update(column.class_).where(
        which, column.contains(word, autoescape=True)
    )
    return _run(statement.values({column: func.replace(column, word, "–")}))


def _run(statement: Any) -> int:  # noqa: ANN401 - an update or a delete
    return db.session.connection().execute(statement).rowcount
