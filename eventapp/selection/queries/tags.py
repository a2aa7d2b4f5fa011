"""Questions about tags and saved views."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.kernel.db import db
from eventapp.kernel.names import searchable
from eventapp.programme.models.weeks import Week
from eventapp.selection.models import SavedView, Tag, Tagging


def tags_of(week: Week) -> Sequence[Tag]:
    """The tags of a week, by word."""
    rows = select(Tag).where(Tag.week_id == week.id)
    return db.session.scalars(rows.order_by(Tag.folded)).all()


def tags_with_counts(week: Week) -> Sequence[tuple[Tag, int]]:
    """The tags of a week with how many registrations have each."""
    count = select(func.count()).where(Tagging.tag_id == Tag.id).correlate(Tag)
    rows = select(Tag, count.scalar_subquery()).where(Tag.week_id == week.id)
    found = db.session.execute(rows.order_by(Tag.folded))
    return [(tag, number) for tag, number in found]


def tag_with(week: Week, word: str) -> Tag | None:
    """The tag of a week under a word, in any case, width and accents."""
    return db.session.scalar(
        select(Tag).where(Tag.week_id == week.id, Tag.folded == folded(word))
    )


def folded(word: str) -> str:
    """A word as it is compared."""
    return searchable(word)[:60]


def views_for(week: Week, account_id: UUID) -> Sequence[SavedView]:
    """The saved views that somebody sees: their own, and the office's."""
    rows = (
        select(SavedView)
        .options(joinedload(SavedView.owner))
        .where(
            SavedView.week_id == week.id,
            or_(SavedView.is_shared, SavedView.owner_id == account_id),
        )
    )
    found = db.session.scalars(rows).all()
    return sorted(found, key=lambda one: (one.is_shared, searchable(one.name)))
