"""Narrow questions that are asked all day: without a session, on lines kept open.

A question through a session costs more than the rest of an answer from memory. Here
a statement is compiled once, and asked on a connection that has stayed open, outside
any transaction: it sees what is committed, each time.
"""

import os
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

MOST_LINES = 8  # kept open; a server has as many threads
CACHED_KILOBYTES = 1000  # of SQLite's pages, on each of them

Raw = tuple[Any, ...]
Line = tuple[Any, object]  # a connection; which file it has open


class Lines:
    """Connections to one database that stay open for questions."""

    def __init__(self, engine: Engine) -> None:
        """Begin with none; they are closed together with the engine's own."""
        self.engine = engine
        is_sqlite = engine.dialect.name == "sqlite"
        self._path = engine.url.database if is_sqlite else None
        self._open: deque[Line] = deque()
        event.listen(engine, "engine_disposed", lambda _engine: self.hang_up())

    def rows(self, words: str, values: Any) -> list[Raw]:  # noqa: ANN401 - DB-API
        """The raw rows that answer a statement.

        Where a line broke while it rested, the others are not trusted either, and a
        new one is asked.

        Raises:
            OperationalError: as it would be through a session.
        """
        broken: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        file = _identity(self._path) if self._path else None
        if (rested := self._rested(file)) is not None:
            with suppress(broken):
                return self._answer(rested, words, values)
            self.hang_up()
        try:
            return self._answer((self._new(), file), words, values)
        except broken as error:
            raise OperationalError(None, None, error) from error

    def hang_up(self) -> None:
        """Close what stayed open."""
        while (line := self._next()) is not None:
            line[0].close()

    def _answer(self, line: Line, words: str, values: Any) -> list[Raw]:  # noqa: ANN401 - DB-API
        connection = line[0]
        try:
            cursor = connection.cursor()
            cursor.execute(words, values)
            rows: list[Raw] = cursor.fetchall()  # all: else SQLite holds a snapshot
            cursor.close()
        except Exception:
            connection.close()
            raise
        if len(self._open) < MOST_LINES:
            self._open.append(line)
        else:
            connection.close()
        return rows

    def _rested(self, file: object) -> Line | None:
        """An open line; on SQLite, to the file that has this name now."""
        while (line := self._next()) is not None:
            if line[1] == file:
                return line
            line[0].close()
        return None

    def _next(self) -> Line | None:
        try:
            return self._open.pop()
        except IndexError:
            return None

    def _new(self) -> Any:  # noqa: ANN401 - DB-API
        ours = self.engine.raw_connection()
        connection: Any = ours.driver_connection
        ours.detach()  # it is no longer one of the pool's
        if self._path is not None:
            connection.execute(f"PRAGMA cache_size=-{CACHED_KILOBYTES}")
        else:
            connection.rollback()
            connection.autocommit = True
            connection.prepare_threshold = 0  # prepared when it is asked first
        return connection


@dataclass(frozen=True)
class _Prepared:
    """A statement as one dialect says it."""

    lines: Lines
    words: str
    fixed: dict[str, Any]  # what stands in it, as the driver wants it
    order: Sequence[str] | None  # of drivers that know no names
    convert: dict[str, Callable[[Any], Any]]
    read: Sequence[Callable[[Any], Any] | None]  # of each column

    @classmethod
    def of(cls, statement: sa.SelectBase, lines: Lines) -> "_Prepared":
        """Compile what SQLAlchemy would compile, once."""
        compiled: Any = statement.compile(lines.engine)
        named = compiled.construct_params(_check=False)
        whole = compiled._process_parameters_for_postcompile(named)  # noqa: SLF001 - lists
        convert = {**compiled._bind_processors, **whole.processors}  # noqa: SLF001 - of types
        open_names = {bind.key for bind in compiled.binds.values() if bind.required}
        fixed = {
            name: convert[name](value) if name in convert else value
            for name, value in {**named, **whole.additional_parameters}.items()
            if name not in open_names
        }
        order = whole.positiontup or compiled.positiontup
        dialect = lines.engine.dialect
        read = [
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in statement.selected_columns
        ]
        return cls(lines, whole.statement, fixed, order, convert, read)

    def values(self, said: dict[str, object]) -> Any:  # noqa: ANN401 - DB-API
        """The parameters of one execution."""
        named = dict(self.fixed)
        for name, value in said.items():
            convert = self.convert.get(name)
            named[name] = convert(value) if convert else value
        return [named[name] for name in self.order] if self.order else named


class Question:
    """A statement; what changes from time to time in it is a `bindparam`."""

    def __init__(self, statement: sa.SelectBase) -> None:
        """Know what to ask."""
        self._statement = statement
        self._prepared: _Prepared | None = None

    def ask(self, **values: object) -> Raw | None:
        """The first row as the driver gives it: good to be compared with another."""
        rows = self._asked(self._ready(), values)
        return tuple(rows[0]) if rows else None

    def rows(self, **values: object) -> list[Raw]:
        """All rows, as they are committed, in the types of their columns."""
        prepared = self._ready()
        return [_read(row, prepared) for row in self._asked(prepared, values)]

    def read(self, raw: Raw) -> Raw:
        """What was answered to `ask`, in the types of its columns."""
        return _read(raw, self._ready())

    def _ready(self) -> _Prepared:
        lines, prepared = current(), self._prepared
        if prepared is None or prepared.lines is not lines:
            prepared = self._prepared = _Prepared.of(self._statement, lines)
        return prepared

    @staticmethod
    def _asked(prepared: _Prepared, values: dict[str, object]) -> list[Raw]:
        return prepared.lines.rows(prepared.words, prepared.values(values))


def _read(raw: Raw, prepared: _Prepared) -> Raw:
    pairs = zip(raw, prepared.read, strict=True)
    return tuple(read(value) if read else value for value, read in pairs)


_current: Lines | None = None


def use(engine: Engine) -> None:
    """Let this process ask the database of `engine`."""
    global _current  # noqa: PLW0603 - one process has one database
    _current = Lines(engine)


def current() -> Lines:
    """The lines of this process."""
    if _current is None:
        message = "The application has not been made yet."
        raise RuntimeError(message)
    return _current


def _identity(path: str) -> object:
    """What tells a file from a later one of the same name."""
    try:
        found = os.stat(path)  # noqa: PTH116 - each time, so the fast one
    except OSError:
        return None
    return found.st_dev, found.st_ino
