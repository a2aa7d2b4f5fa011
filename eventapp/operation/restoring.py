"""The way back: a backup becomes the database, whole or not at all.

On PostgreSQL everything happens in one transaction. On SQLite the tables are made in a
file aside, whose pages then take the place of the database's in one step. In both cases
what was loaded is read again and compared, line by line, before it counts.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from eventapp.kernel.db import db, may_write, writing
from eventapp.operation.archive import Promise, Reader, opened
from eventapp.operation.backing_up import back_up, same_secret, snapshot
from eventapp.operation.errors import CopyError
from eventapp.operation.revisions import upgrade
from eventapp.operation.tables import (
    ROWS_AT_ONCE,
    Table,
    lines_of,
    sum_of,
    tables_of,
)
from eventapp.operation.values import row_of
from eventapp.privacy.service.erasing import replay
from eventapp.privacy.service.upkeep import listed

TELLING = ("week", "account", "registration")  # rows there: somebody works with it
LOCK_SECONDS = 15
TRIES = 60  # a quarter of a second each
BYTES_AT_ONCE = 8_000_000


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    promise: Promise
    kept: Path | None  # the backup of what was there before
    same_secret: bool
    erased_again: int


def restore(path: Path, *, replace: bool = False) -> Restored:
    """Make the database what the backup at `path` holds, in the shape of today.

    Whoever was erased since the backup was made is erased again.

    Raises:
        CopyError: the backup is damaged, newer than we are, or in the way of what is
            there and `replace` was not said.
    """
    with opened(path) as reader:
        reader.check()
        is_used = _is_used()
        if is_used and not replace:
            message = (
                "The database is not empty. With --replace the backup takes its place,"
                " and what is there is copied into a backup first."
            )
            raise CopyError(message)
        kept = back_up(why="before-restore")[0] if is_used else None
        if db.engine.dialect.name == "sqlite":
            _restore_file(reader, Path(str(db.engine.url.database)))
        else:
            _restore_tables(reader)
        is_same = same_secret(reader)
    with writing():
        again = replay(listed())
    return Restored(reader.promise, kept, is_same, again)


def _is_used() -> bool:
    with snapshot() as connection:
        present = {one.name: one for one in tables_of(connection)}
        return any(
            connection.scalar(
                sa.select(sa.func.count()).select_from(present[name].light)
            )
            for name in TELLING
            if name in present
        )


def _restore_tables(reader: Reader) -> None:
    db.session.remove()
    may_write(allowed=True)
    try:
        with db.engine.begin() as connection:
            connection.execute(sa.text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
            _drop_everything(connection)
            _load(connection, reader)
    except OperationalError as error:
        message = f"The database is in use: stop the service first ({error.orig})."
        raise CopyError(message) from error


def _restore_file(reader: Reader, path: Path) -> None:
    aside = path.with_name(f"{path.name}.restoring")
    _forget(aside)
    try:
        engine = sa.create_engine(f"sqlite:///{aside}", poolclass=NullPool)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        with engine.begin() as connection:
            _load(connection, reader)
            wrong = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if wrong:
                message = f"A row of {wrong[0]} names a row of {wrong[2]} that is gone."
                raise CopyError(message)
        engine.dispose()
        db.session.remove()
        db.engine.dispose()
        _copy_pages(aside, path)
    finally:
        _forget(aside)


def _copy_pages(aside: Path, path: Path) -> None:
    tries = 0

    def count(_status: int, left: int, _total: int) -> None:
        nonlocal tries
        tries += 1
        if left and tries > TRIES:
            message = "The database is in use: stop the service first."
            raise CopyError(message)

    with (
        closing(sqlite3.connect(aside)) as source,
        closing(sqlite3.connect(path)) as into,
    ):
        into.execute("PRAGMA journal_mode=WAL")
        source.backup(into, progress=count, sleep=0.25)
        into.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.chmod(0o600)


def _load(connection: Connection, reader: Reader) -> None:
    promise = reader.promise
    upgrade(connection, promise.revision)
    with _references_resting(connection):
        for table, _kept in promise.tables:
            _empty(connection, table)  # of what a migration wrote
        for table, _kept in promise.tables:
            _fill(connection, table, reader)
    for table, kept in promise.tables:
        found = sum_of(lines_of(connection, table))
        if found != kept:
            message = f"Table {table.name} is not what the backup holds."
            raise CopyError(message)
    upgrade(connection)


def _empty(connection: Connection, table: Table) -> None:
    """Take rows away; where there are none, not even that: some tables refuse it."""
    if connection.execute(sa.select(table.light).limit(1)).first() is not None:
        connection.execute(sa.delete(table.light))


def _fill(connection: Connection, table: Table, reader: Reader) -> None:
    statement = sa.insert(table.light)
    for some in _batches(reader.lines(table)):
        rows = [row_of(table.columns, line) for line in some]
        try:
            connection.execute(statement, rows)
        except SQLAlchemyError as error:
            message = f"Table {table.name} does not take what the backup holds."
            raise CopyError(message) from error


def _batches(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Some hundred lines at a time, fewer where they are long."""
    some: list[bytes] = []
    size = 0
    for line in lines:
        some.append(line)
        size += len(line)
        if len(some) == ROWS_AT_ONCE or size > BYTES_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


@contextmanager
def _references_resting(connection: Connection) -> Iterator[None]:
    """Rows may come in any order; PostgreSQL checks all references at the end."""
    if connection.dialect.name == "sqlite":
        yield  # switched off when the connection was made
        return
    found = connection.execute(
        sa.text(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype = 'f'"
            " AND connamespace = current_schema()::regnamespace"
        )
    ).all()
    for table, name, _definition in found:
        connection.execute(sa.text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))
    yield
    for table, name, definition in found:
        connection.execute(
            sa.text(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        )


def _drop_everything(connection: Connection) -> None:
    """Drop what migrations made: tables and functions, and no extension."""
    tables = (
        connection.execute(
            sa.text(
                "SELECT quote_ident(tablename) FROM pg_tables"
                " WHERE schemaname = current_schema()"
            )
        )
        .scalars()
        .all()
    )
    if tables:
        connection.execute(sa.text(f"DROP TABLE {', '.join(tables)} CASCADE"))
    functions = connection.execute(
        sa.text(
            "SELECT oid::regprocedure::text FROM pg_proc AS f"
            " WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS"
            " (SELECT FROM pg_depend WHERE objid = f.oid AND deptype = 'e')"
        )
    ).scalars()
    for function in functions.all():
        connection.execute(sa.text(f"DROP FUNCTION {function} CASCADE"))


def _prepare(connection: Any, _record: Any) -> None:  # noqa: ANN401 - DB-API
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA journal_mode=MEMORY")  # a file of our own, begun anew


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _forget(aside: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        aside.with_name(f"{aside.name}{ending}").unlink(missing_ok=True)
