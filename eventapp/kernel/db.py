"""The database: SQLAlchemy's base, our column types, and safe transactions.

SQLite is made safe here: transactions that may write begin at once, one after the
other in this process (docs/decisions/0007). PostgreSQL locks rows instead.
"""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Dialect, Engine, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from eventapp.kernel.i18n import Localised

BUSY_SECONDS = 10

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_one_writer = threading.Lock()
_json = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, on databases with and without time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            message = "an instant is aware"
            raise ValueError(message)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        return (
            value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        )


class LocalisedText(TypeDecorator[Localised]):
    """A `Localised` as a JSON object keyed by BCP 47 tag."""

    impl = _json
    cache_ok = True

    def process_bind_param(
        self, value: Localised | None, dialect: Dialect
    ) -> dict[str, str] | None:
        return None if value is None else dict(value)

    def process_result_value(
        self, value: Mapping[str, str] | None, dialect: Dialect
    ) -> Localised | None:
        return None if value is None else Localised(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """A short list of words (tags, choices of a vocabulary) as a JSON array."""

    impl = _json
    cache_ok = True

    def process_bind_param(
        self, value: tuple[str, ...] | None, dialect: Dialect
    ) -> list[str] | None:
        return None if value is None else list(value)

    def process_result_value(
        self, value: list[str] | None, dialect: Dialect
    ) -> tuple[str, ...] | None:
        return None if value is None else tuple(value)


def choice(kind: type[StrEnum]) -> sa.Enum:
    """A column of a `StrEnum`, stored by value, kept open by no constraint."""
    return sa.Enum(
        kind,
        native_enum=False,
        length=24,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
    )


class Model(DeclarativeBase):
    """The base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: sa.Uuid(),
        datetime: Instant(),
        date: sa.Date(),
        Localised: LocalisedText(),
        tuple[str, ...]: Words(),
        dict[str, Any]: _json,
    }


db = SQLAlchemy(metadata=Model.metadata)


Row = TypeVar("Row", bound=Model)


class DatabaseLost(Exception):
    """The file of the database is gone."""


def add(row: Row) -> Row:
    """Take `row` into the present transaction, and give it back."""
    db.session.add(row)
    db.session.flush()
    return row


def lock(row: Model) -> None:
    """Hold `row` until the transaction ends, as it is now.

    On SQLite the whole database is held since the transaction began, so that what was
    read in it is as it is. Else what was changed before is written first: a refresh
    alone would forget it.
    """
    db.session.flush()
    if not holds_all():
        db.session.refresh(row, with_for_update={"of": type(row)})


def holds_all() -> bool:
    """Whether this transaction holds the whole database: on SQLite, one that writes."""
    return "writes" in db.session.connection().info


def may_write(*, allowed: bool) -> None:
    """Say whether this request or command may write, before its first statement."""
    _writing.set(allowed)


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that may write: committed at the end, undone by an exception."""
    before = _writing.set(True)
    db.session.rollback()
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(before)


@contextmanager
def reading() -> Iterator[None]:
    """A look that writes nothing and ends at once; slow work may follow it."""
    before = _writing.set(False)
    try:
        yield
    finally:
        db.session.rollback()
        _writing.reset(before)


@contextmanager
def aside() -> Iterator[sa.Connection]:
    """A small write while the present request only reads; committed at the end.

    A request that writes itself does it in its own transaction: on SQLite there is
    only one that writes.
    """
    if _writing.get():
        yield db.session.connection()
        return
    before = _writing.set(True)
    try:
        with db.engine.begin() as connection:
            yield connection
    finally:
        _writing.reset(before)


def make_sqlite_safe(engine: Engine) -> None:
    """Begin transactions ourselves: WAL, immediate for writers, one at a time.

    Python's sqlite3 begins too late and lets two readers become writers, which
    oversells every limit.
    """

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:  # noqa: ANN401 - DB-API
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-4000")
        connection.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten

    if engine.url.database and engine.url.database != ":memory:":
        _watch_file(engine, engine.url.database)

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        if not _writing.get():
            connection.exec_driver_sql("BEGIN")
            return
        if "writes" not in connection.info:  # each migration begins one, on the same
            if not _one_writer.acquire(timeout=BUSY_SECONDS):
                raise TimeoutError(BUSY_SECONDS)
            connection.info["writes"] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def _end(_connection: Any, record: Any) -> None:  # noqa: ANN401 - DB-API
        if record.info.pop("writes", False):
            _one_writer.release()


def _watch_file(engine: Engine, path: str) -> None:
    """Never write into a file that was taken away, nor begin an empty one for it.

    SQLite itself does not look: it goes on writing into a file without a name.
    """
    is_known = threading.Event()

    @event.listens_for(engine, "do_connect")
    def _open(*_what: object) -> None:
        if is_known.is_set() and _identity(path) is None:
            raise DatabaseLost(path)

    @event.listens_for(engine, "connect")
    def _remember(_connection: Any, record: Any) -> None:  # noqa: ANN401 - DB-API
        record.info["file"] = _identity(path)
        is_known.set()

    @event.listens_for(engine, "checkout")
    def _compare(_connection: Any, record: Any, _proxy: Any) -> None:  # noqa: ANN401 - DB-API
        if record.info["file"] != _identity(path):
            raise DisconnectionError


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - at every transaction, so the fast one
    except OSError:
        return None
    return found.st_dev, found.st_ino


def insert_unless_there(table: sa.Table) -> Any:  # noqa: ANN401 - of two dialects
    """An INSERT that does nothing where a unique key is taken already."""
    if db.engine.dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()
