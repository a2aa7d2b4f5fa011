"""`make bench`: each measure beside its limit, on SQLite and on PostgreSQL."""

import json
import os
import platform
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa

from benchmarks import bare
from benchmarks.measuring import Measure, measure
from benchmarks.scenarios import prepare
from benchmarks.servers import (
    ROOT,
    Running,
    cpu_seconds_of_tree,
    free_port,
    server,
)
from benchmarks.stock import RACERS, SEATS, Stock
from tests.postgres import postgres_server

BEGINS = datetime.fromisoformat("2024-03-27T08:30+08:00")
AIM_SHARE = 0.60
AIM_SCAN_MS = 2.0
AIM_MEGABYTES = 150
PACKAGES = ("Flask", "SQLAlchemy", "granian", "psycopg")
WIDTHS = (20, 7, 7, 7, 8, 8, 18, 8, 8, 7)
HEADINGS = (
    *("measure", "per s", "p50 ms", "p99 ms", "cpu ms", "db ms"),
    *("limit", "per s", "cpu ms", "share"),
)


class Kind(NamedTuple):
    """A database, and how many workers with how many threads serve from it."""

    name: str
    workers: int
    threads: int


SQLITE = Kind("SQLite", 1, 8)
POSTGRESQL = Kind("PostgreSQL", 2, 4)


def main() -> int:
    """Measure on both databases; 1 if an answer was wrong or an event oversold."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, ", end="")
    print(f"Python {platform.python_version()}, {versions}", flush=True)
    (ROOT / ".cache").mkdir(exist_ok=True)
    wrong = 0
    # On the disk where data would lie: elsewhere commits may cost nothing.
    with tempfile.TemporaryDirectory(dir=ROOT / ".cache", prefix="bench-") as name:
        folder = Path(name)
        own = f"sqlite:///{folder / 'eventapp.db'}"
        wrong += _measure_all(
            SQLITE, folder, own, f"sqlite:///{folder / 'bare.db'}", lambda: 0.0
        )
        with postgres_server(durable=True) as address:
            pid = _postmaster(address)
            wrong += _measure_all(
                POSTGRESQL,
                folder,
                address,
                address,
                lambda: cpu_seconds_of_tree(pid),
            )
    return 1 if wrong else 0


def _measure_all(
    kind: Kind,
    folder: Path,
    database: str,
    bare_database: str,
    database_seconds: Callable[[], float],
) -> int:
    port = free_port()
    environment = _environment(folder, port, database)
    stock = _stock(environment)
    with (
        _site(environment, port, folder) as site,
        _bare(kind, environment, bare_database, folder) as limit,
    ):
        scenarios = prepare(port, database, stock)
        print(f"\n{kind.name}, workers: {kind.workers}, threads each: {kind.threads}")
        print(_row(HEADINGS))
        measures = []
        for scenario in scenarios:
            measures.append(measure(scenario, site, limit, database_seconds))
            print(_line(measures[-1]), flush=True)
        memory = site.worker_megabytes()
        sizes = ", ".join(f"{size:.0f}" for size in memory)
        print(f"memory of each worker, MB: {sizes}")
    oversold = _oversold(database, measures[-1].scenario.sent // RACERS)
    for missed in _missed(measures, memory):
        print(f"missed: {missed}")
    return oversold + sum(_told(one) for one in measures)


def _environment(folder: Path, port: int, database: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("EVENTAPP_")
    }
    shift = int((BEGINS - datetime.now(UTC)).total_seconds())
    return kept | {
        "EVENTAPP_SECRET_KEY": secrets.token_hex(32),
        "EVENTAPP_DATA": str(folder),
        "EVENTAPP_DATABASE": database,
        "EVENTAPP_ADDRESS": f"http://127.0.0.1:{port}",
        "EVENTAPP_CLOCK_SHIFT": str(shift),
    }


def _stock(environment: dict[str, str]) -> Stock:
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.stock"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return Stock(**json.loads(made.stdout))


@contextmanager
def _site(environment: dict[str, str], port: int, folder: Path) -> Iterator[Running]:
    words = ["-m", "eventapp.cli", "serve", "--port", str(port)]
    with server(words, port, environment, folder / "site.log") as running:
        yield running


@contextmanager
def _bare(
    kind: Kind, environment: dict[str, str], database: str, folder: Path
) -> Iterator[Running]:
    port = free_port()
    words = ["-m", "benchmarks.bare", str(port), str(kind.workers), str(kind.threads)]
    settings = environment | {bare.DATABASE: database}
    with server(words, port, settings, folder / "bare.log") as running:
        yield running


def _postmaster(address: str) -> int:
    socket_folder = parse_qs(urlsplit(address).query)["host"][0]
    written = (Path(socket_folder) / "data" / "postmaster.pid").read_text()
    return int(written.split(maxsplit=1)[0])


def _line(one: Measure) -> str:
    own, limit = one.own, one.limit
    return _row(
        (
            one.scenario.name,
            f"{own.rate:.0f}",
            f"{own.within(0.5):.1f}",
            f"{own.within(0.99):.1f}",
            f"{own.server_ms:.2f}",
            f"{own.database_ms:.2f}" if own.database else "",
            one.scenario.limit,
            f"{limit.rate:.0f}",
            f"{limit.server_ms:.2f}",
            f"{100 * one.share:.0f} %",
        )
    )


def _row(cells: tuple[str, ...]) -> str:
    words = (
        cell.ljust(width) if cell and not cell[0].isdigit() else cell.rjust(width)
        for cell, width in zip(cells, WIDTHS, strict=True)
    )
    return " ".join(words).rstrip()


def _missed(measures: list[Measure], memory: list[float]) -> Iterator[str]:
    for one in measures:
        name = one.scenario.name
        if name.startswith(("scan", "feed", "programme")) and one.share < AIM_SHARE:
            yield f"{name}: {one.share:.0%} of the limit, aim {AIM_SHARE:.0%}"
        if name.startswith("scan") and one.own.server_ms > AIM_SCAN_MS:
            yield f"{name}: {one.own.server_ms:.2f} cpu ms, aim {AIM_SCAN_MS:.0f}"
    if max(memory) > AIM_MEGABYTES:
        yield f"memory: {max(memory):.0f} MB, aim {AIM_MEGABYTES}"


def _told(one: Measure) -> int:
    """Say how many answers were not the expected ones, and show the first."""
    refused = one.own.refused + one.limit.refused
    if refused:
        print(f"{one.scenario.name}: {len(refused)} wrong answers:\n{refused[0]}")
    return len(refused)


def _oversold(database: str, raced: int) -> int:
    """How many of the events that were raced for hold another number of seats."""
    engine = sa.create_engine(database)
    counted = sa.text(
        "SELECT count(*) FROM place JOIN event ON event.id = place.event_id"
        " WHERE event.capacity = :seats AND place.status = 'held'"
        " GROUP BY place.event_id"
    )
    with engine.connect() as connection:
        held = [int(row[0]) for row in connection.execute(counted, {"seats": SEATS})]
    engine.dispose()
    exact = held.count(SEATS)
    print(f"events raced for: {raced}; with exactly {SEATS} places held: {exact}")
    return sum(count > SEATS for count in held) + max(0, raced - exact)


if __name__ == "__main__":
    sys.exit(main())
