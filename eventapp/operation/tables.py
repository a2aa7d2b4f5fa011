"""The tables of a database as a backup reads them: columns, keys, rows in one order."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, inspect

from eventapp.operation.values import TYPES, Column, Kind, kind_of, line_of

VERSION_TABLE = "alembic_version"
ROWS_AT_ONCE = 500
ROWS_WITH_BYTES_AT_ONCE = 20  # a file of a few megabytes each


@dataclass(frozen=True)
class Table:
    """A table by name, with its columns and the key by which its rows are ordered."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def light(self) -> sa.TableClause:
        """The table as statements name it, with our types."""
        columns = [sa.column(one.name, TYPES[one.kind]) for one in self.columns]
        return sa.table(self.name, *columns)


@dataclass(frozen=True)
class Sum:
    """How many rows a table has, and the digest of all its lines."""

    rows: int
    digest: str


def revision_of(connection: Connection) -> str | None:
    """At which revision the database is; None: it has no tables yet."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    number: sa.Select[Any] = sa.select(sa.column("version_num")).select_from(
        sa.table(VERSION_TABLE)
    )
    found = connection.scalar(number)
    return str(found) if found else None


def tables_of(connection: Connection) -> list[Table]:
    """All tables that hold something of ours, by name.

    Tables that an index keeps for itself (SQLite's searches) are no tables of ours:
    triggers fill them again.
    """
    inspector = inspect(connection)
    left_out = {VERSION_TABLE, *_of_indexes(connection)}
    return [
        Table(
            name,
            tuple(
                Column(one["name"], kind_of(one["name"], one["type"]))
                for one in inspector.get_columns(name)
                if "computed" not in one
            ),
            tuple(inspector.get_pk_constraint(name)["constrained_columns"]),
        )
        for name in sorted(set(inspector.get_table_names()) - left_out)
    ]


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Each row of a table as a line, in the order of its key, a few at a time."""
    light = table.light
    kinds = {one.name: one.kind for one in table.columns}
    order: list[Any] = [
        light.c[name].collate("C")
        if kinds[name] is Kind.TEXT and connection.dialect.name == "postgresql"
        else light.c[name]
        for name in table.key
    ]
    has_bytes = Kind.BYTES in kinds.values()
    at_once = ROWS_WITH_BYTES_AT_ONCE if has_bytes else ROWS_AT_ONCE
    rows = connection.execution_options(yield_per=at_once).execute(
        sa.select(light).order_by(*order)
    )
    for row in rows:
        yield line_of(table.columns, row)


def sum_of(lines: Iterator[bytes]) -> Sum:
    """How many lines there are, and their digest."""
    digest, count = hashlib.sha256(), 0
    for line in lines:
        digest.update(line)
        count += 1
    return Sum(count, digest.hexdigest())


def _of_indexes(connection: Connection) -> Sequence[str]:
    if connection.dialect.name != "sqlite":
        return ()
    rows = connection.exec_driver_sql("PRAGMA table_list").mappings()
    return [row["name"] for row in rows if row["type"] in {"virtual", "shadow"}]
