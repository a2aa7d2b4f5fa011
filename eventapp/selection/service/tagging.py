"""Tags and saved views: made, renamed, taken away."""

from uuid import UUID

from sqlalchemy import delete, func, select

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.programme.models.weeks import Week
from eventapp.selection.choosing import Choice
from eventapp.selection.errors import TagTaken, TooManyTags, TooManyViews
from eventapp.selection.models import SavedView, Tag
from eventapp.selection.queries.tags import folded, tag_with

MOST_TAGS = 60
MOST_VIEWS = 60


def make_tag(week: Week, word: str) -> Tag:
    """The tag under this word; made, if there is none.

    Raises:
        TooManyTags: the week has as many as anybody can oversee.
    """
    lock(week)  # it owns the limit
    if known := tag_with(week, word):
        return known
    count = select(func.count()).where(Tag.week_id == week.id)
    if (db.session.scalar(count) or 0) >= MOST_TAGS:
        raise TooManyTags(most=MOST_TAGS)
    return add(
        Tag(word=word, folded=folded(word), created_at=clock.now(), week_id=week.id)
    )


def rename_tag(tag: Tag, word: str, *, by: Account) -> None:
    """Put a tag under another word.

    Raises:
        TagTaken: another tag has this word.
    """
    lock(tag.week)
    other = tag_with(tag.week, word)
    if other is not None and other.id != tag.id:
        raise TagTaken
    details = {"before": {"word": tag.word}, "after": {"word": word}}
    tag.word, tag.folded = word, folded(word)
    _note("tag.renamed", word, tag.id, tag.week_id, by, details)


def remove_tag(tag: Tag, *, by: Account) -> None:
    """Take a tag away from everybody."""
    _note("tag.removed", tag.word, tag.id, tag.week_id, by)
    db.session.execute(delete(Tag).where(Tag.id == tag.id))


def save_view(  # noqa: PLR0913 - a view has these parts
    week: Week,
    name: str,
    choice: Choice,
    columns: tuple[str, ...],
    *,
    is_shared: bool,
    by: Account,
) -> SavedView:
    """Keep a choice with its columns under a name; the same name replaces one's own.

    Raises:
        TooManyViews: one has kept as many as a menu can hold.
    """
    own = select(SavedView).where(
        SavedView.week_id == week.id, SavedView.owner_id == by.id
    )
    known = db.session.scalars(own).all()
    for one in known:
        if one.name.casefold() == name.casefold():
            one.name, one.is_shared = name, is_shared
            one.choice, one.columns = choice.kept(), columns
            return one
    if len(known) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    return add(
        SavedView(
            name=name,
            is_shared=is_shared,
            choice=choice.kept(),
            columns=columns,
            created_at=clock.now(),
            week_id=week.id,
            owner_id=by.id,
        )
    )


def remove_view(view: SavedView) -> None:
    """Forget a saved view."""
    db.session.delete(view)


def _note(  # noqa: PLR0913, PLR0917 - a line of the journal has these parts
    action: str,
    word: str,
    key: UUID,
    week_id: UUID,
    by: Account,
    details: dict[str, dict[str, str]] | None = None,
) -> None:
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=word,
        subject_id=key,
        week_id=week_id,
        details=details,
    )
