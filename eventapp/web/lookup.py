"""Rows by the keys in an address, or 404."""

from typing import TypeVar
from uuid import UUID

from flask import abort

from eventapp.kernel.db import Model, db

Row = TypeVar("Row", bound=Model)


def get_or_404(kind: type[Row], key: UUID) -> Row:
    """The row with this key, or the page that says there is none."""
    row = db.session.get(kind, key)
    if row is None:
        abort(404)
    return row
