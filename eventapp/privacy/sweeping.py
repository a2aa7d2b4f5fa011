"""Emptying personal columns: one statement for each table, however many rows."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from eventapp.journal.service import opened
from eventapp.kernel.db import db
from eventapp.kernel.personal import Purpose, Sensitivity
from eventapp.privacy.marks import Marked, belongs, by_table, serves

# Lines of the journal about the programme name nobody whom a purpose protects.
ABOUT_THE_PROGRAMME = (
    "desk.", "event.", "institution.", "job.", "programme.", "run.",
    "territory.", "venue.", "week.", "erasure.", "purge.",
)  # fmt: skip


@dataclass(frozen=True)
class Sweep:
    """What happens to one table: which rows, which columns, or whole rows."""

    table: sa.Table
    columns: tuple[Marked, ...]
    which: sa.ColumnElement[bool]

    @property
    def takes_rows(self) -> bool:
        """Whether whole rows go."""
        return any(one.takes_row for one in self.columns)

    def run(self) -> int:
        """Empty them, and tell how many rows were changed."""
        statement: Any
        if self.takes_rows:
            statement = sa.delete(self.table).where(self.which)
        else:
            emptied = {one.column.name: one.emptied for one in self.columns}
            statement = sa.update(self.table).where(self.which).values(emptied)
        return db.session.connection().execute(statement).rowcount


def sweeps(
    purposes: Collection[Purpose],
    root: str,
    which: sa.ColumnElement[bool],
    *,
    without: Collection[str] = (),
    only: Sensitivity | None = None,
) -> list[Sweep]:
    """What must go where these purposes end for the rows of `root` that are meant."""
    found = []
    for table, columns in by_table(purposes, only).items():
        own = belongs(table, root, which) if table.name not in without else None
        if own is None:
            continue
        filled = [one.is_filled for one in columns]
        conditions = [own, sa.or_(*filled)]
        told = serves(table, purposes, only)
        if told is not None:
            conditions.append(told)
        if table.name == "entry":
            conditions += [
                sa.not_(table.c.action.startswith(prefix))
                for prefix in ABOUT_THE_PROGRAMME
            ]
        found.append(Sweep(table, tuple(columns), sa.and_(*conditions)))
    return found


def count_all(those: Collection[Sweep]) -> dict[str, int]:
    """How many rows they would change, by table; in one statement."""
    if not those:
        return {}
    counts = [
        sa.select(sa.func.count())
        .select_from(one.table)
        .where(one.which)
        .scalar_subquery()
        for one in those
    ]
    numbers = db.session.execute(sa.select(*counts)).one()
    found = zip((one.table.name for one in those), numbers, strict=True)
    return {name: number for name, number in found if number}


def run_all(those: Collection[Sweep]) -> dict[str, int]:
    """Run them, and tell by table how many rows were changed.

    What the session holds is written first, and read anew afterwards.
    """
    db.session.flush()
    with opened():
        done = {one.table.name: one.run() for one in those}
    db.session.expire_all()
    return {name: number for name, number in done.items() if number}
