"""All columns that somebody may choose for a list of people."""

from collections.abc import Iterable

from eventapp.lists.columns.beside import BESIDE
from eventapp.lists.columns.column import PersonColumn
from eventapp.lists.columns.themselves import THEMSELVES

OFFERED: tuple[PersonColumn, ...] = (*THEMSELVES, *BESIDE)
_by_key = {one.key: one for one in OFFERED}


def columns_for(keys: Iterable[str]) -> list[PersonColumn]:
    """The columns with these keys, in their order."""
    return [_by_key[key] for key in keys if key in _by_key]
