"""What feeds answered, kept: validators that survive restarts and only go forward.

Octets lie in memory, as long as there is room. The mark of each answer lies in the
database: after a restart, and for another process, it tells the validators of an
answer whose version is the same without rendering anything.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import TZPATH

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

import eventapp
from eventapp.config import current
from eventapp.feeds import queries
from eventapp.kernel.db import DatabaseLost, Model, aside, db
from eventapp.web.conditional import Document, document
from eventapp.web.shelf import Shelf

DOCUMENTS: Final = 4_000  # in memory
MEMORY: Final = 24_000_000  # bytes of octets
OVERHEAD: Final = 1_500  # of a small document: itself packed, its key
MARKS: Final = 50_000  # in memory; some hundred bytes each
MOST_MARKS: Final = 5_000  # of invented addresses of one week, in the database
SHARED: Final = ("week:", "chosen:", "event:", "room:")  # `shortcut` keeps the others
INVENTED: Final = "chosen:"  # keys of answers whose address anybody can invent
REST_SECONDS: Final = 1.0  # between two writes: many answers change at once
LONGEST_KEY: Final = 200
ONE_SECOND: Final = timedelta(seconds=1)


class Mark(NamedTuple):
    """The validators of the latest answer, and of which version it was."""

    version: str
    etag: str
    changed_at: datetime


class Noted(NamedTuple):
    """A mark on its way into the database."""

    key: str
    week_id: UUID
    mark: Mark

    @property
    def is_bounded(self) -> bool:
        """Whether it is one of so many, because anybody can invent its address."""
        return self.key.startswith(INVENTED)


_shelf: Shelf[str, tuple[str, Document]] = Shelf(DOCUMENTS, MEMORY)
_marks: OrderedDict[str, Mark] = OrderedDict()
_unwritten: dict[str, Noted] = {}
_lock = Lock()
_writer = Lock()
_written_at = 0.0


def kept(
    key: str,
    week_id: UUID,
    version: str,
    changed_at: datetime,
    render: Callable[[], bytes],
) -> Document:
    """The answer of a feed; rendered if its version is another than the one kept.

    `version` names all that decides about the octets, except the software, which we
    add. `changed_at` is the earliest instant that may be the last change; what is
    answered is later if it must be, because Last-Modified moves exactly when the
    octets do, by whole seconds and never back. The octets of private answers are
    not kept here: they differ, and `web.shortcut` has them.
    """
    key, version = _short(key), _whole(version)
    known = _shelf.get(key)
    if known is not None and known[0] == version:
        return known[1]
    made = document(render())
    before = _latest(key)
    at = _moved(before, made.etag, changed_at.replace(microsecond=0))
    made, mark = replace(made, changed_at=at), Mark(version, made.etag, at)
    if key.startswith(SHARED):
        _shelf.put(key, (version, made), len(made.body) + OVERHEAD)
    with _lock:
        _remember(key, mark)
    if mark != before:
        _note(Noted(key, week_id, mark))
    return made


def remembered(key: str, version: str) -> Document | None:
    """The answer of this version, if it lies in the memory of this process."""
    known = _shelf.get(_short(key))
    return known[1] if known and known[0] == _whole(version) else None


def unrendered(key: str, version: str) -> Document | None:
    """The answer without its octets, if a mark tells the validators of this version."""
    key, version = _short(key), _whole(version)
    mark = _marks.get(key)
    if mark is None or mark.version != version:
        mark = _latest(key)
    if mark is None or mark.version != version:
        return None
    with _lock:
        _remember(key, mark)
    return Document(body=b"", packed=b"", etag=mark.etag, changed_at=mark.changed_at)


def write_marks() -> None:
    """Write what was noted; what cannot be written now is worked out again."""
    global _written_at  # noqa: PLW0603 - of this process, as what is kept
    if not _writer.acquire(blocking=False):
        return
    try:
        with _lock:
            noted = list(_unwritten.values())
            _unwritten.clear()
        _written_at = time.monotonic()
        if noted:
            _write(noted)
    finally:
        _writer.release()


def forget(beginning: str) -> None:
    """Forget the answers whose key begins so, in the present transaction."""
    table = Model.metadata.tables["feed_mark"]
    with _lock:
        for key in [one for one in _marks if one.startswith(beginning)]:
            del _marks[key]
            _unwritten.pop(key, None)
    gone = sa.delete(table).where(table.c.key.startswith(beginning))
    db.session.connection().execute(gone)


def forget_all() -> None:
    """Start with nothing, as a new process does."""
    global _written_at  # noqa: PLW0603 - see above
    with _lock:
        _shelf.clear()
        _marks.clear()
        _unwritten.clear()
        _written_at = 0.0


def _moved(before: Mark | None, etag: str, changed_at: datetime) -> datetime:
    if before is None:
        return changed_at
    if before.etag == etag:
        return before.changed_at
    return max(changed_at, before.changed_at + ONE_SECOND)


def _latest(key: str) -> Mark | None:
    """What was answered last, by this process or by another one."""
    row = queries.mark_of(key)
    known = [Mark(*row)] if row else []
    if (own := _marks.get(key)) is not None:
        known.append(own)
    return max(known, key=lambda mark: mark.changed_at, default=None)


def _remember(key: str, mark: Mark) -> None:
    _marks[key] = mark
    _marks.move_to_end(key)
    while len(_marks) > MARKS:
        _marks.popitem(last=False)


def _note(noted: Noted) -> None:
    """Write at once, or with the others of this second."""
    with _lock:
        _unwritten[noted.key] = noted
    if time.monotonic() - _written_at >= REST_SECONDS:
        write_marks()


def _write(noted: Sequence[Noted]) -> None:
    """No answer needs its mark: the next finds the same validators, or later ones."""
    with suppress(SQLAlchemyError, DatabaseLost, TimeoutError), aside() as connection:
        for is_bounded in (False, True):
            rows = [
                {
                    "of_key": one.key,
                    "of_week": one.week_id,
                    "of_version": one.mark.version,
                    "of_etag": one.mark.etag,
                    "of_instant": one.mark.changed_at,
                    **({"most": MOST_MARKS} if is_bounded else {}),
                }
                for one in noted
                if one.is_bounded is is_bounded
            ]
            if rows:
                dialect = connection.dialect.name
                connection.execute(_statement(dialect, is_bounded=is_bounded), rows)


@cache
def _statement(dialect: str, *, is_bounded: bool) -> sa.Executable:
    """Insert or move forward: what a slower process noted is never later."""
    table = Model.metadata.tables["feed_mark"]
    week = Model.metadata.tables["week"]
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
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    wanted = insert(table).from_select(columns, row)
    return wanted.on_conflict_do_update(
        index_elements=["key"],
        set_={name: wanted.excluded[name] for name in columns[1:4]},
        where=table.c.changed_at <= wanted.excluded.changed_at,
    )


def _short(key: str) -> str:
    if len(key) <= LONGEST_KEY:
        return key
    head = key[: LONGEST_KEY - 33]
    return f"{head}#{hashlib.blake2b(key.encode(), digest_size=16).hexdigest()}"


def _whole(version: str) -> str:
    """The version with what else decides: the software and where it stands."""
    said = f"{_software()}\n{current().address}\n{version}"
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


@cache
def _software() -> str:
    """What a new release of the software, or of time zones, makes another one."""
    said = hashlib.blake2b(metadata.version("icalendar").encode())
    here = Path(eventapp.__file__).parent
    sources = (one for one in here.rglob("*") if one.suffix in {".py", ".mo"})
    for source in sorted(sources):
        said.update(source.read_bytes())
    for folder in TZPATH:
        rules = Path(folder) / "tzdata.zi"
        if rules.is_file():
            said.update(rules.read_bytes())
    return said.hexdigest()
