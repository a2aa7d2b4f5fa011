"""Reading the marks: which columns are personal, and whose rows they belong to.

Nothing here names a table of another package save where no foreign key tells the way:
a new table is found as soon as its columns are marked.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from eventapp.kernel.db import LocalisedText, Model, Words
from eventapp.kernel.personal import Personal, Purpose, Sensitivity

# Columns that point without a foreign key, since their tables lie below.
POINTERS = {
    ("message", "about_id"): "registration",
    ("message", "week_id"): "week",
    ("entry", "subject_id"): "registration",
    ("entry", "week_id"): "week",
    ("job", "week_id"): "week",
    ("sealed", "subject_id"): "registration",
    ("sealed", "scope_id"): "week",
}
# Whose rows say themselves why they are kept: here, or where this column points.
TOLD_BY_ROW = {"sealed": ("id", "sealed"), "answer": ("question_id", "question")}
# Tables that belong to whatever points at them.
POINTED_AT = frozenset({"stored_file"})
# What belongs to many people is not followed from one of them.
SHARED = frozenset({"week", "event", "delegation", "invitation", "institution"})


@dataclass(frozen=True)
class Marked:
    """A personal column with its mark."""

    table: sa.Table
    column: sa.Column[Any]
    mark: Personal

    @property
    def name(self) -> str:
        """By which it is found: `registration.diet_note`."""
        return f"{self.table.name}.{self.column.name}"

    @property
    def takes_row(self) -> bool:
        """Whether its row goes with it."""
        return self.mark.takes_row or (
            not self.column.nullable and _emptiness(self.column) is None
        )

    @property
    def emptied(self) -> Any:  # noqa: ANN401 - of any column
        """What stands there afterwards."""
        return None if self.column.nullable else _emptiness(self.column)

    @property
    def is_filled(self) -> sa.ColumnElement[bool]:
        """Whether it says something."""
        if self.column.nullable:
            return self.column.is_not(None)
        empty = _emptiness(self.column)
        return sa.true() if empty is None else self.column != empty


@cache
def marked_columns() -> tuple[Marked, ...]:
    """All personal columns, children before those on whom they depend."""
    return tuple(
        Marked(table, column, column.info["personal"])
        for table in reversed(Model.metadata.sorted_tables)
        for column in table.columns
        if "personal" in column.info
    )


def by_table(
    purposes: Collection[Purpose], only: Sensitivity | None = None
) -> dict[sa.Table, list[Marked]]:
    """The personal columns that serve these purposes, table by table.

    Where each row says why it is kept, all its columns may serve any of them.
    """
    found: dict[sa.Table, list[Marked]] = {}
    for one in marked_columns():
        says_itself = one.table.name in TOLD_BY_ROW
        fits = one.mark.purpose in purposes and only in {None, one.mark.sensitivity}
        if fits or says_itself:
            found.setdefault(one.table, []).append(one)
    return found


def serves(
    table: sa.Table, purposes: Collection[Purpose], only: Sensitivity | None = None
) -> sa.ColumnElement[bool] | None:
    """That a row is kept for one of these purposes, where each row says it itself."""
    told = TOLD_BY_ROW.get(table.name)
    if told is None:
        return None
    pointer, name = told
    teller = Model.metadata.tables[name]
    fits: sa.ColumnElement[bool] = teller.c.purpose.in_(purposes)
    if only is not None:
        grave = teller.c.get("sensitivity")
        fits = sa.and_(fits, sa.false() if grave is None else grave == only)
    if teller is table:
        return fits
    return table.c[pointer].in_(sa.select(_key(teller)).where(fits))


def belongs(
    table: sa.Table, root: str, which: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool] | None:
    """The condition that a row belongs to the rows of `root` that are meant.

    None: no row of this table ever does.
    """
    return _belongs(table, root, which, frozenset())


def _belongs(
    table: sa.Table, root: str, which: sa.ColumnElement[bool], seen: frozenset[str]
) -> sa.ColumnElement[bool] | None:
    if table.name == root:
        return which
    if table.name in POINTED_AT:
        return _is_pointed_at(table, root, which)
    ways = [
        (column, way)
        for column, target in _pointers(table)
        if target.name not in seen | {table.name}
        and (target.name == root or target.name not in SHARED or root == "week")
        for way in [_belongs(target, root, which, seen | {table.name})]
        if way is not None
    ]
    if not ways:
        return None
    sure = [pair for pair in ways if not pair[0].nullable]
    sure.sort(key=lambda pair: _nearness(_target(pair[0]).name, root))
    # Where no single pointer must be there, any of them may lead to the root.
    taken = sure[:1] or ways
    return sa.or_(*(_points(column, way) for column, way in taken))


def _is_pointed_at(
    table: sa.Table, root: str, which: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool] | None:
    ways = [
        _key(table).in_(sa.select(column).where(way))
        for other in Model.metadata.sorted_tables
        for column, target in _pointers(other)
        if target is table
        for way in [_belongs(other, root, which, frozenset({table.name}))]
        if way is not None
    ]
    return sa.or_(*ways) if ways else None


def _nearness(name: str, root: str) -> int:
    return [root, "registration", name].index(name)


def _points(
    column: sa.Column[Any], way: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool]:
    key = _key(_target(column))
    return column.in_(sa.select(key).where(way))


def _pointers(table: sa.Table) -> Iterable[tuple[sa.Column[Any], sa.Table]]:
    for column in table.columns:
        if (table.name, column.name) in POINTERS or any(
            len(key.constraint.columns) == 1  # one of several columns points at nothing
            for key in column.foreign_keys
            if key.constraint is not None
        ):
            yield column, _target(column)


def _target(column: sa.Column[Any]) -> sa.Table:
    known = POINTERS.get((column.table.name, column.name))
    if known is not None:
        return Model.metadata.tables[known]
    return next(iter(column.foreign_keys)).column.table


def _key(table: sa.Table) -> sa.Column[Any]:
    return next(iter(table.primary_key.columns))


def _emptiness(column: sa.Column[Any]) -> Any:  # noqa: ANN401 - of any column
    """What an empty column of this type holds; None: it cannot be empty."""
    kind = column.type
    if isinstance(kind, Words):
        return ()
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.LargeBinary):
        return None if column.unique else b""
    if isinstance(kind, LocalisedText) or not isinstance(kind, sa.String | sa.JSON):
        return None
    if isinstance(kind, sa.Enum):
        return None
    return {} if isinstance(kind, sa.JSON) else ""
