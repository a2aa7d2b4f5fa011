"""The file of a backup: a ZIP of one text for each table, and what it promises.

`manifest.json` names the format, the revision of the tables, and for each table its
columns, its rows and the SHA-256 of its text. `tables/<name>.jsonl` has an array a row.
"""

import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from eventapp.operation.errors import CopyError
from eventapp.operation.tables import Sum, Table, sum_of
from eventapp.operation.values import Column, Kind

FORMAT = 1
MANIFEST = "manifest.json"
LEVEL = 6
LONGEST_MANIFEST = 5_000_000
LONGEST_LINE = 200_000_000  # a row with the largest file that we keep is far shorter
# What a damaged or a hostile file provokes in the library, beside what it documents.
BROKEN = (
    KeyError,
    EOFError,
    OSError,
    RuntimeError,  # locked by a password
    NotImplementedError,  # packed in another way
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class Promise:
    """What a backup holds, by its own word."""

    revision: str
    made_at: datetime
    made_with: str  # the version of the application
    secret: str  # a digest, by which a restore knows the same secret
    tables: tuple[tuple[Table, Sum], ...]

    @property
    def rows(self) -> int:
        """How many rows all its tables have together."""
        return sum(kept.rows for _table, kept in self.tables)


class Writer:
    """Writes the tables of one backup, one after the other."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        """Begin with no table."""
        self._file = file
        self._kept: list[tuple[Table, Sum]] = []

    @property
    def kept(self) -> tuple[tuple[Table, Sum], ...]:
        """The tables written so far."""
        return tuple(self._kept)

    def keep(self, table: Table, lines: Iterator[bytes]) -> None:
        """Write one table."""
        with self._file.open(_member(table.name), "w", force_zip64=True) as member:

            def written() -> Iterator[bytes]:
                for line in lines:
                    member.write(line)
                    yield line

            self._kept.append((table, sum_of(written())))

    def promise(self, promise: Promise) -> None:
        """Say at the end what all of it is."""
        told: dict[str, Any] = {
            "format": FORMAT,
            "revision": promise.revision,
            "made_at": promise.made_at.isoformat(),
            "made_with": promise.made_with,
            "secret": promise.secret,
            "tables": [asdict(table) | asdict(kept) for table, kept in promise.tables],
        }
        self._file.writestr(MANIFEST, json.dumps(told, indent=1))


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A new backup at `path`, there whole or not at all; only its owner reads it."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            packed = zipfile.ZIP_DEFLATED
            with zipfile.ZipFile(raw, "w", packed, compresslevel=LEVEL) as file:
                yield Writer(file)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name, too, survives a power cut
    finally:
        os.close(folder)


class Reader:
    """Reads a backup."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        """Read what it promises.

        Raises:
            CopyError: it is no backup of ours, or a newer one.
        """
        self._file = file
        try:
            with file.open(MANIFEST) as member:
                told = json.loads(_within(member.read(LONGEST_MANIFEST + 1)))
            if told["format"] != FORMAT:
                message = f"This backup has format {told['format']}, which is newer."
                raise CopyError(message)
            self.promise = Promise(
                revision=told["revision"],
                made_at=datetime.fromisoformat(told["made_at"]),
                made_with=told["made_with"],
                secret=told["secret"],
                tables=tuple(_table(one) for one in told["tables"]),
            )
        except (TypeError, ValueError, RecursionError, *BROKEN) as error:
            message = f"This is no backup of ours ({error})."
            raise CopyError(message) from error

    def lines(self, table: Table) -> Iterator[bytes]:
        """The lines of one table."""
        with self._file.open(_member(table.name)) as member:
            while line := member.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    message = f"The backup is damaged: table {table.name} has no lines."
                    raise CopyError(message)
                yield line

    def check(self) -> None:
        """Compare every table with what the backup promises.

        Raises:
            CopyError: a table is damaged or missing.
        """
        for table, kept in self.promise.tables:
            try:
                found = sum_of(self.lines(table))
            except BROKEN as error:
                message = f"The backup is damaged: table {table.name} ({error})."
                raise CopyError(message) from error
            if found != kept:
                message = f"The backup is damaged: table {table.name} is another one."
                raise CopyError(message)


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """The backup at `path`.

    Raises:
        CopyError: there is none, or it is no backup of ours.
    """
    try:
        file = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        message = f"{path} cannot be read as a backup ({error})."
        raise CopyError(message) from error
    with file:
        yield Reader(file)


def _within(octets: bytes) -> bytes:
    if len(octets) > LONGEST_MANIFEST:
        raise ValueError(len(octets))
    return octets


def _member(name: str) -> str:
    return f"tables/{name}.jsonl"


def _table(told: dict[str, Any]) -> tuple[Table, Sum]:
    columns = tuple(Column(one["name"], Kind(one["kind"])) for one in told["columns"])
    table = Table(told["name"], columns, tuple(told["key"]))
    return table, Sum(told["rows"], told["digest"])
