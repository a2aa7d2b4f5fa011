"""Reading a file apart from the database, for as long as that takes."""

from eventapp.exchange.files import Content, read
from eventapp.kernel.db import db


def read_apart(content: bytes, zone: str, encoding: str | None = None) -> Content:
    """The tables in a file, read while nothing is held: others write meanwhile.

    The transaction ends before, undone: ask anew for the rows that it knew.

    Raises:
        FileRefused: nothing can be read; the sentence says what to do.
    """
    db.session.rollback()
    return read(content, zone, encoding)
