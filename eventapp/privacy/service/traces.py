"""What others' rows say about a person: mentions in the journal, mails, papers."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import delete, func, select, update

from eventapp.exchange.models import ImportFile
from eventapp.intake.models import PeopleFile
from eventapp.jobs.models import Job, JobResult
from eventapp.journal.models import Entry
from eventapp.journal.service import opened
from eventapp.kernel.db import Model, db
from eventapp.privacy.marks import belongs, marked_columns
from eventapp.privacy.sweeping import Sweep, run_all
from eventapp.registration.models.registrations import Registration

SHARED = frozenset({"message", "entry"})  # about one person, and naming others
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
    with opened():
        done = {
            "entry": _of_journal(known),
            "job_result": _forget_papers(known),
            **_rows_at_address(known),
        }
        for name, number in _mentions(known).items():
            done[name] = done.get(name, 0) + number
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
    by_themselves = own.where(Entry.actor_id.is_(None))
    _run(by_themselves.values(whence=None, device=None))
    written = sa.cast(Entry.details, sa.Text)
    for word in known.words:
        told = sa.or_(
            written.contains(word, autoescape=True),
            written.contains(json.dumps(word)[1:-1], autoescape=True),
        )
        mentions = update(Entry).where(Entry.week_id == known.week_id, told)
        count += _run(mentions.values(details={}))
    return count


def _mentions(known: Known) -> dict[str, int]:
    """Texts of the week that are about others too lose the name: mails, signs, notes.

    One statement for each table and word.
    """
    week = Model.metadata.tables["week"].c.id == known.week_id
    done: dict[str, int] = {}
    for table, columns in _texts().items():
        which = belongs(table, "week", week)
        if which is None:
            continue
        for word in known.words:
            says = sa.or_(*(one.contains(word, autoescape=True) for one in columns))
            statement = update(table).where(which, says)
            silent = {one.name: func.replace(one, word, "–") for one in columns}
            done[table.name] = done.get(table.name, 0) + _run(statement.values(silent))
    return done


def _texts() -> dict[sa.Table, list[sa.Column[Any]]]:
    """The personal texts of rows that do not belong to one registration alone."""
    own = Registration.__table__.c.id == Registration.__table__.c.id
    found: dict[sa.Table, list[sa.Column[Any]]] = {}
    for one in marked_columns():
        kind = one.column.type
        is_text = isinstance(kind, sa.String) and not isinstance(kind, sa.Enum)
        is_shared = (
            one.table.name in SHARED or belongs(one.table, "registration", own) is None
        )
        if is_text and is_shared:
            found.setdefault(one.table, []).append(one.column)
    return found


def _forget_papers(known: Known) -> int:
    """Printed sheets of the week and reports of imports; they can be made anew."""
    jobs = select(Job.id).where(Job.week_id == known.week_id)
    count = _run(delete(JobResult).where(JobResult.job_id.in_(jobs)))
    for file in (ImportFile, PeopleFile):
        taken = update(file).where(
            file.week_id == known.week_id, file.taken_at.is_not(None)
        )
        count += _run(taken.values(report=None, content=None))
    return count


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


def _run(statement: Any) -> int:  # noqa: ANN401 - an update or a delete
    return db.session.connection().execute(statement).rowcount
