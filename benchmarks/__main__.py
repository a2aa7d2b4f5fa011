"""`make bench`: each measure beside its limit, on SQLite and on PostgreSQL."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa

from benchmarks.grounds import Ground, bare_site, grounds, settings, site
from benchmarks.measuring import Measure, measure
from benchmarks.scenarios import prepare
from benchmarks.servers import ROOT, free_port
from benchmarks.stock import RACERS, SEATS, Stock

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
        for ground in grounds(folder):
            wrong += _measure_all(ground, folder)
    return 1 if wrong else 0


def _measure_all(ground: Ground, folder: Path) -> int:
    port, kind, database = free_port(), ground.kind, ground.database
    environment = settings(folder, port, database, now=BEGINS)
    stock = _stock(environment)
    with (
        site(environment, port, folder) as running,
        bare_site(ground, environment, folder) as limit,
    ):
        scenarios = prepare(port, database, stock)
        print(f"\n{kind.name}, workers: {kind.workers}, threads each: {kind.threads}")
        print(_row(HEADINGS))
        measures = []
        for scenario in scenarios:
            measures.append(measure(scenario, running, limit, ground.database_seconds))
            print(_line(measures[-1]), flush=True)
        memory = running.worker_megabytes()
        sizes = ", ".join(f"{size:.0f}" for size in memory)
        print(f"memory of each worker, MB: {sizes}")
    oversold = _oversold(database, measures[-1].scenario.sent // RACERS)
    for missed in _missed(measures, memory):
        print(f"missed: {missed}")
    return oversold + sum(_told(one) for one in measures)


def _stock(environment: dict[str, str]) -> Stock:
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.stock"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return Stock(**json.loads(made.stdout))


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
