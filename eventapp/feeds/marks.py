"""The mark of each feed in the database: what it answered last, and since when.

Clients that ask by date alone keep what they have while the date is the same. So two
answers never share a date, whichever processes give them: whoever finds new octets
settles their date under a lock. What is asked for by one client alone is noted
together with others, without a lock.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from eventapp.feeds import queries
from eventapp.kernel.db import DatabaseLost, Model, aside, db
from eventapp.kernel.lately import Lately

MOST: Final = 5_000  # of invented addresses of one week
INVENTED: Final = "chosen:"  # keys of answers whose address anybody can invent
ONE_SECOND: Final = timedelta(seconds=1)
ANY_FAILURE: Final = (SQLAlchemyError, DatabaseLost, TimeoutError)


class Mark(NamedTuple):
    """The validators of an answer, and of which version it is."""

    version: str  # a number that grows; a digest of what the answer is made of
    etag: str
    changed_at: datetime

    def is_of(self, digest: str) -> bool:
        """Whether the answer was made of this."""
        return self.version.endswith(f":{digest}")

    def is_older_than(self, other: "Mark") -> bool:
        """Whether it was made of an earlier revision."""
        return self.version.partition(":")[0] < other.version.partition(":")[0]

    def after(self, before: "Mark | None") -> "Mark":
        """This mark with its date, if `before` is the latest of those known."""
        if before is None:
            return self
        if before.etag == self.etag:
            return self._replace(changed_at=before.changed_at)
        if self.is_older_than(before):  # so that who gets it asks again
            latest = before.changed_at - ONE_SECOND
            return self._replace(changed_at=min(self.changed_at, latest))
        earliest = before.changed_at + ONE_SECOND
        return self._replace(changed_at=max(self.changed_at, earliest))


_full: Lately[UUID, bool] = Lately(60.0)


class Noted(NamedTuple):
    """A mark on its way into the database."""

    key: str
    week_id: UUID
    mark: Mark


def mark(number: int, digest: str, etag: str, changed_at: datetime) -> Mark:
    """A mark as it would be if nothing had been answered before."""
    return Mark(f"{number:012d}:{digest}", etag, changed_at.replace(microsecond=0))


def latest(key: str) -> Mark | None:
    """The mark of what was answered last."""
    row = queries.mark_of(key)
    return Mark(*row) if row else None


def settled(noted: Noted) -> Mark | None:
    """The mark with its date, for every process; None if that cannot be told now."""
    key, week_id, made = noted
    with suppress(*ANY_FAILURE), aside() as connection:
        columns = _table().c
        held = sa.select(columns.version, columns.etag, columns.changed_at)
        held = held.where(columns.key == key).with_for_update()
        row = connection.execute(held).first()
        if row is None:
            _insert(connection, [noted])
            row = connection.execute(held).first()
        if row is None:  # too many were invented
            _full.keep(week_id, value=True)
            return made
        before = Mark(*row)
        mark = made.after(before)
        if mark != before and not made.is_older_than(before):
            values = {"version": mark.version, "etag": mark.etag}
            changed = sa.update(_table()).where(columns.key == key)
            connection.execute(changed.values(**values, changed_at=mark.changed_at))
        return mark
    return None


def is_full(key: str, week_id: UUID) -> bool:
    """Whether a week had so many invented addresses lately that no more are marked."""
    return key.startswith(INVENTED) and _full.get(week_id) is True


def note(noted: Sequence[Noted]) -> None:
    """Write many marks that nobody else settles meanwhile, if that is possible now."""
    with suppress(*ANY_FAILURE), aside() as connection:
        _insert(connection, noted)


def forget(beginning: str) -> None:
    """Forget the marks whose key begins so, in the present transaction."""
    gone = sa.delete(_table()).where(_table().c.key.startswith(beginning))
    db.session.connection().execute(gone)


def _insert(connection: sa.Connection, noted: Sequence[Noted]) -> None:
    for is_invented in (False, True):
        rows = [
            {
                "of_key": one.key,
                "of_week": one.week_id,
                "of_version": one.mark.version,
                "of_etag": one.mark.etag,
                "of_instant": one.mark.changed_at,
                **({"most": MOST} if is_invented else {}),
            }
            for one in noted
            if one.key.startswith(INVENTED) is is_invented
        ]
        if rows:
            dialect = connection.dialect.name
            connection.execute(_statement(dialect, is_bounded=is_invented), rows)


@cache
def _statement(dialect: str, *, is_bounded: bool) -> sa.Executable:
    """Insert or move forward: what a slower process noted is never later."""
    table, week = _table(), Model.metadata.tables["week"]
    row = sa.select(
        sa.bindparam("of_key", type_=table.c.key.type),
        sa.bindparam("of_version", type_=table.c.version.type),
        sa.bindparam("of_etag", type_=table.c.etag.type),
        sa.bindparam("of_instant", type_=table.c.changed_at.type),
        week.c.id,
    ).where(week.c.id == sa.bindparam("of_week"))
    if is_bounded:
        others = sa.select(sa.func.count()).where(
            table.c.week_id == week.c.id,
            table.c.key.startswith(INVENTED),
            table.c.key != sa.bindparam("of_key"),
        )
        row = row.where(others.scalar_subquery() < sa.bindparam("most"))
    columns = ["key", "version", "etag", "changed_at", "week_id"]
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    wanted = insert(table).from_select(columns, row)
    made: sa.Executable = wanted.on_conflict_do_update(
        index_elements=["key"],
        set_={name: wanted.excluded[name] for name in columns[1:4]},
        where=table.c.changed_at <= wanted.excluded.changed_at,
    )
    return made


def _table() -> sa.Table:
    return Model.metadata.tables["feed_mark"]
