"""Reading the journal."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from eventapp.journal.models import Entry
from eventapp.kernel.db import db

PAGE = 100


@dataclass(frozen=True)
class Wanted:
    """Which lines are looked for; what says nothing leaves nothing out."""

    words: str = ""  # in who, what, about whom
    deeds: frozenset[str] = frozenset()  # those that are called like the words
    actor_id: UUID | None = None
    actor: str = ""  # a role's word: delegate, guest, worker
    areas: tuple[str, ...] = ()  # "registration.": how deeds begin
    since: datetime | None = None
    until: datetime | None = None
    subject_id: UUID | None = None

    @property
    def is_everything(self) -> bool:
        """Whether no line is left out."""
        return self == Wanted()


NOTHING_SAID = Wanted()


def entries_of(
    week_id: UUID,
    wanted: Wanted = NOTHING_SAID,
    *,
    everywhere: bool = True,
    own: UUID | None = None,
    page: int = 1,
) -> tuple[Sequence[Entry], bool]:
    """One page of a week's journal, newest first, and whether there is another.

    With `everywhere` also what belongs to no week; else only what `own` did there.
    """
    lines = _lines(week_id, wanted, everywhere=everywhere, own=own)
    rows = db.session.scalars(lines.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return rows[:PAGE], len(rows) > PAGE


def all_entries_of(
    week_id: UUID,
    wanted: Wanted,
    *,
    most: int,
    everywhere: bool = True,
    own: UUID | None = None,
) -> Sequence[Entry]:
    """The same without pages, for a file; the newest `most`."""
    lines = _lines(week_id, wanted, everywhere=everywhere, own=own)
    return db.session.scalars(lines.limit(most)).all()


def actors_of(week_id: UUID) -> Collection[UUID]:
    """The accounts that did something in a week."""
    rows = select(Entry.actor_id).where(
        Entry.week_id == week_id, Entry.actor_id.is_not(None)
    )
    return {key for key in db.session.scalars(rows.distinct()) if key is not None}


def entries_about(subject_id: UUID) -> Sequence[Entry]:
    """What happened to one subject, newest first."""
    lines = select(Entry).where(Entry.subject_id == subject_id)
    return db.session.scalars(lines.order_by(Entry.at.desc(), Entry.id)).all()


def _lines(
    week_id: UUID, wanted: Wanted, *, everywhere: bool, own: UUID | None
) -> Select[Entry]:
    if everywhere:
        elsewhere: ColumnElement[bool] = Entry.week_id.is_(None)
    elif own is not None:
        elsewhere = and_(Entry.week_id.is_(None), Entry.actor_id == own)
    else:
        elsewhere = false()
    lines = select(Entry).where(or_(Entry.week_id == week_id, elsewhere))
    for condition in _conditions(wanted):
        lines = lines.where(condition)
    return lines.order_by(Entry.at.desc(), Entry.id)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        told = [
            column.icontains(wanted.words, autoescape=True)
            for column in (Entry.subject, Entry.actor, Entry.action, Entry.whence)
        ]
        found.append(or_(*told, Entry.action.in_(wanted.deeds)))
    if wanted.areas:
        found.append(or_(*(Entry.action.startswith(one) for one in wanted.areas)))
    if wanted.actor_id:
        found.append(Entry.actor_id == wanted.actor_id)
    if wanted.actor:
        found += [Entry.actor == wanted.actor, Entry.actor_id.is_(None)]
    if wanted.since:
        found.append(Entry.at >= wanted.since)
    if wanted.until:
        found.append(Entry.at < wanted.until)
    if wanted.subject_id:
        found.append(Entry.subject_id == wanted.subject_id)
    return found
