"""Reading a file apart from the database, for as long as that takes."""

from collections.abc import Callable
from typing import TypeVar

from eventapp.kernel.db import db

Content = TypeVar("Content")


def read_apart(read: Callable[[], Content]) -> Content:
    """What `read` makes of a file while nothing is held: others write meanwhile.

    The transaction ends before, undone: ask anew for the rows that it knew.

    Raises:
        FileRefused: nothing can be read; the sentence says what to do.
    """
    db.session.rollback()
    return read()
