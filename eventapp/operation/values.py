"""Values of tables as a backup holds them, the same from SQLite and PostgreSQL.

A backup may outlive the models of today: what a column holds is read from the database
itself, never from our classes.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from eventapp.kernel.db import Instant

UUID_DIGITS = 32


class Kind(StrEnum):
    """What a column holds, whatever its database calls it."""

    UUID = "uuid"
    INSTANT = "instant"
    DATE = "date"
    TIME = "time"
    JSON = "json"
    BYTES = "bytes"
    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class Column:
    """A column by name, and what it holds."""

    name: str
    kind: Kind


class UnknownColumnError(Exception):
    """A column holds something that no backup knows; a migration brought it."""


# The first that fits: a date-time is no date, and a JSON column no text.
_KINDS: Sequence[tuple[type[TypeEngine[Any]], Kind]] = (
    (sa.Uuid, Kind.UUID),
    (sa.DateTime, Kind.INSTANT),
    (sa.Date, Kind.DATE),
    (sa.Time, Kind.TIME),
    (sa.JSON, Kind.JSON),
    (sa.LargeBinary, Kind.BYTES),
    (sa.Boolean, Kind.BOOLEAN),
    (sa.Integer, Kind.INTEGER),
    (sa.Float, Kind.REAL),
    (sa.Numeric, Kind.REAL),
    (sa.String, Kind.TEXT),
)

TYPES: dict[Kind, TypeEngine[Any]] = {
    Kind.UUID: sa.Uuid(),
    Kind.INSTANT: Instant(),
    Kind.DATE: sa.Date(),
    Kind.TIME: sa.Time(),
    Kind.JSON: sa.JSON(none_as_null=True).with_variant(
        JSONB(none_as_null=True), "postgresql"
    ),
    Kind.BYTES: sa.LargeBinary(),
    Kind.TEXT: sa.Text(),
    Kind.INTEGER: sa.BigInteger(),
    Kind.REAL: sa.Float(),
    Kind.BOOLEAN: sa.Boolean(),
}


def kind_of(name: str, declared: TypeEngine[Any]) -> Kind:
    """What a column with this declared type holds.

    Raises:
        UnknownColumnError: no backup knows such a type.
    """
    if isinstance(declared, sa.CHAR) and declared.length == UUID_DIGITS:
        return Kind.UUID  # as SQLite declares it
    for kind, said in _KINDS:
        if isinstance(declared, kind):
            return said
    raise UnknownColumnError(name, str(declared))


def line_of(columns: Sequence[Column], row: Sequence[Any]) -> bytes:
    """One row as a line of JSON: an array in the order of the columns."""
    values = [
        None if value is None else _written(column.kind, value)
        for column, value in zip(columns, row, strict=True)
    ]
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def row_of(columns: Sequence[Column], line: bytes) -> dict[str, Any]:
    """What `line_of` wrote, by the names of the columns."""
    values = json.loads(line.decode("utf-8", "surrogatepass"))
    return {
        column.name: None if value is None else _READ[column.kind](value)
        for column, value in zip(columns, values, strict=True)
    }


def _written(kind: Kind, value: Any) -> Any:  # noqa: ANN401 - what JSON can hold
    if kind is Kind.UUID:
        return value.hex
    if kind is Kind.INSTANT:
        return value.astimezone(UTC).isoformat()
    if kind in {Kind.DATE, Kind.TIME}:
        return value.isoformat()
    if kind is Kind.BYTES:
        return base64.b64encode(value).decode("ascii")
    return value


def _same(value: Any) -> Any:  # noqa: ANN401 - as JSON holds it
    return value


_READ: dict[Kind, Callable[[Any], Any]] = {
    Kind.UUID: UUID,
    Kind.INSTANT: datetime.fromisoformat,
    Kind.DATE: date.fromisoformat,
    Kind.TIME: time.fromisoformat,
    Kind.JSON: _same,
    Kind.BYTES: base64.b64decode,
    Kind.TEXT: _same,
    Kind.INTEGER: _same,
    Kind.REAL: _same,
    Kind.BOOLEAN: _same,
}
