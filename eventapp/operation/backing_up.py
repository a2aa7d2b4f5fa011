"""Making a backup while the site runs, and keeping the latest ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection

from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.db import db, reading
from eventapp.kernel.tokens import digest
from eventapp.operation.archive import Promise, Reader, opened, written
from eventapp.operation.beating import note_backup
from eventapp.operation.errors import CopyError
from eventapp.operation.tables import lines_of, revision_of, tables_of

FOLDER = "backups"
PREFIX = "eventapp-"


def folder() -> Path:
    """Where backups lie unless somebody says otherwise."""
    return current().data / FOLDER


def back_up(path: Path | None = None, *, why: str = "") -> tuple[Path, Promise]:
    """Write all tables, as they are at one instant, into a new file.

    Readers and writers of the site go on meanwhile: SQLite and PostgreSQL both show
    this one transaction what was there when it began.

    Raises:
        CopyError: there is nothing to copy, or the file exists already.
    """
    at = clock.now()
    if path is None:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder() / f"{PREFIX}{at:%Y%m%dT%H%M%SZ}{f'-{why}' if why else ''}.zip"
    if path.exists():
        message = f"{path} exists. A backup never takes the place of another file."
        raise CopyError(message)
    if not path.parent.is_dir():
        message = f"There is no folder {path.parent}."
        raise CopyError(message)
    with snapshot() as connection, written(path) as writer:
        revision = revision_of(connection)
        if revision is None:
            message = "The database has no tables yet. There is nothing to copy."
            raise CopyError(message)
        for table in tables_of(connection):
            writer.keep(table, lines_of(connection, table))
        promise = Promise(revision, at, version("eventapp"), fingerprint(), writer.kept)
        writer.promise(promise)
    note_backup(path, at)
    return path, promise


def verify(path: Path) -> Promise:
    """Read a whole backup, and tell what it holds.

    Raises:
        CopyError: it is damaged, or none of ours.
    """
    with opened(path) as reader:
        reader.check()
        return reader.promise


def keep_latest(most: int) -> list[Path]:
    """Remove all but the `most` latest backups of our folder, and name those removed.

    Only whole backups count, and only those with names that we gave.
    """
    found = sorted(folder().glob(f"{PREFIX}*.zip"), reverse=True)
    ended = found[most:]
    for one in ended:
        one.unlink()
    return ended


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees the database as it is at one instant."""
    level = "REPEATABLE READ" if db.engine.dialect.name == "postgresql" else None
    with reading(), db.engine.connect() as connection:
        if level:
            connection.execution_options(
                isolation_level=level, postgresql_readonly=True
            )
        with connection.begin():
            yield connection


def fingerprint() -> str:
    """A digest by which the same secret is known, and from which nobody learns it."""
    return digest(f"backup {current().secret_key}").hex()[:16]


def same_secret(reader: Reader) -> bool:
    """Whether a backup was made by a site with our secret."""
    return reader.promise.secret == fingerprint()
