"""Many rows of everything: what there is, copied with all that hangs on it."""

from collections.abc import Iterator, Sequence
from itertools import count
from secrets import token_bytes
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, String, Table, UniqueConstraint, insert, select

from eventapp.kernel.db import Model, db

STAY = {"week", "territory"}  # copies are in the same week

Row = dict[str, Any]

_numbers = count(1000)


def multiply(copies: int) -> None:
    """Copy all rows so many times; what hangs on a row hangs on its copy."""
    tables = [one for one in Model.metadata.sorted_tables if one.name not in STAY]
    found = {table: _rows(table) for table in tables}
    for _copy in range(copies):
        keys = {
            row["id"]: uuid4()
            for table in tables
            if "id" in table.primary_key
            for row in found[table]
        }
        for table in tables:
            others = [_copied(table, row, keys) for row in found[table]]
            if rows := [one for one in others if one is not None]:
                db.session.execute(insert(table), _in_order(table, rows))
    db.session.commit()


def _rows(table: Table) -> list[Row]:
    return [dict(row) for row in db.session.execute(select(table)).mappings()]


def _copied(table: Table, row: Row, keys: dict[UUID, UUID]) -> Row | None:
    """Another such row; None, where there can be but one."""
    other = {name: _key(value, keys) for name, value in row.items()}
    for columns in _unique(table):
        if any(other[one.name] != row[one.name] for one in columns):
            continue
        if any(row[one.name] is None for one in columns):
            continue
        own = next((one for one in columns if _may_differ(one)), None)
        if own is None:
            return None
        other[own.name] = _another(own, row[own.name])
    return other


def _key(value: Any, keys: dict[UUID, UUID]) -> Any:
    return keys.get(value, value) if isinstance(value, UUID) else value


def _unique(table: Table) -> Iterator[list[Column[Any]]]:
    """The columns of each rule by which there is only one such row."""
    yield list(table.primary_key)
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield list(constraint.columns)
    for index in table.indexes:
        if index.unique:
            yield list(index.columns)


def _may_differ(column: Column[Any]) -> bool:
    """Whether another value would do as well; a choice or another's key would not."""
    is_text = type(column.type) is String  # an Enum is a String, too
    is_free = is_text or column.type.python_type in {UUID, bytes, int}
    return is_free and not column.foreign_keys


def _another(column: Column[Any], value: Any) -> Any:
    number = next(_numbers)
    match value:
        case UUID():
            return uuid4()
        case bytes():
            return token_bytes(len(value))
        case int():
            return number
    end = str(number)
    most = column.type.length if isinstance(column.type, String) else None
    return f"{value[: most - len(end)] if most else value}{end}"


def _in_order(table: Table, rows: Sequence[Row]) -> list[Row]:
    """Those first on which others of them hang."""
    upwards = [
        key.parent.name for key in table.foreign_keys if key.column.table is table
    ]
    return sorted(rows, key=lambda row: sum(row[one] is not None for one in upwards))
