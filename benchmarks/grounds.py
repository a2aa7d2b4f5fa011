"""Where measures run: the site on each database, and the bare routes beside it."""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from benchmarks import bare
from benchmarks.servers import Running, cpu_seconds_of_tree, free_port, server
from tests.postgres import postgres_server


class Kind(NamedTuple):
    """A database, and how many workers with how many threads serve from it."""

    name: str
    workers: int
    threads: int


SQLITE = Kind("SQLite", 1, 8)
POSTGRESQL = Kind("PostgreSQL", 2, 4)


class Ground(NamedTuple):
    """A database of our own, one for the bare routes, and what the first costs."""

    kind: Kind
    database: str
    bare_database: str
    database_seconds: Callable[[], float]  # of processor time, beside the server's


def grounds(folder: Path) -> Iterator[Ground]:
    """SQLite in a folder, then a PostgreSQL for as long as it is wanted."""
    own, beside = (f"sqlite:///{folder / name}.db" for name in ("eventapp", "bare"))
    yield Ground(SQLITE, own, beside, lambda: 0.0)
    with postgres_server(durable=True) as address:
        pid = _postmaster(address)
        yield Ground(POSTGRESQL, address, address, lambda: cpu_seconds_of_tree(pid))


def settings(
    folder: Path, port: int, database: str, now: datetime | None = None
) -> dict[str, str]:
    """The environment of a site at this port; with `now`, of one that lives then."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("EVENTAPP_")
    }
    present = datetime.now(UTC)
    shift = int(((now or present) - present).total_seconds())
    return kept | {
        "EVENTAPP_SECRET_KEY": secrets.token_hex(32),
        "EVENTAPP_DATA": str(folder),
        "EVENTAPP_DATABASE": database,
        "EVENTAPP_ADDRESS": f"http://127.0.0.1:{port}",
        "EVENTAPP_CLOCK_SHIFT": str(shift),
    }


@contextmanager
def site(environment: Mapping[str, str], port: int, folder: Path) -> Iterator[Running]:
    """The application, as it is served."""
    words = ["-m", "eventapp.cli", "serve", "--port", str(port)]
    with server(words, port, environment, folder / "site.log") as running:
        yield running


@contextmanager
def bare_site(
    ground: Ground, environment: Mapping[str, str], folder: Path
) -> Iterator[Running]:
    """The limit, served in the same way."""
    port, kind = free_port(), ground.kind
    words = ["-m", "benchmarks.bare", str(port), str(kind.workers), str(kind.threads)]
    own = {**environment, bare.DATABASE: ground.bare_database}
    with server(words, port, own, folder / "bare.log") as running:
        yield running


def _postmaster(address: str) -> int:
    socket_folder = parse_qs(urlsplit(address).query)["host"][0]
    written = (Path(socket_folder) / "data" / "postmaster.pid").read_text()
    return int(written.split(maxsplit=1)[0])
