"""Reading the journal."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select

from eventapp.journal.models import Entry
from eventapp.kernel.db import db

PAGE = 100


def entries_of(
    week_id: UUID, *, search: str = "", page: int = 1
) -> tuple[Sequence[Entry], bool]:
    """One page of a week's journal, newest first, and whether there is another."""
    lines = select(Entry).where(or_(Entry.week_id == week_id, Entry.week_id.is_(None)))
    if search:
        lines = lines.where(
            or_(
                Entry.subject.icontains(search, autoescape=True),
                Entry.actor.icontains(search, autoescape=True),
                Entry.action.icontains(search, autoescape=True),
            )
        )
    lines = lines.order_by(Entry.at.desc(), Entry.id)
    rows = db.session.scalars(lines.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return rows[:PAGE], len(rows) > PAGE


def entries_about(subject_id: UUID) -> Sequence[Entry]:
    """What happened to one subject, newest first."""
    lines = select(Entry).where(Entry.subject_id == subject_id)
    return db.session.scalars(lines.order_by(Entry.at.desc(), Entry.id)).all()
