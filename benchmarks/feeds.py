"""`python -m benchmarks.feeds`: calendars asked for all day, on both databases.

First each sort of answer beside a bare route of Flask in the same run; then 10,000
delegates' calendars, each asked for once in random order: with nothing new, right
after a release, right after a restart. Ends with 1 when a measure misses its aim.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.browser import Browser
from benchmarks.grounds import Ground, bare_site, grounds, settings, site
from benchmarks.measuring import Measure, measure
from benchmarks.polling import Round, Subscriber, all_ask
from benchmarks.rendering import renders_itself_alone
from benchmarks.scenarios import Scenario
from benchmarks.servers import ROOT, Running, free_port
from benchmarks.subscribers import SLUG

AIM_UNCHANGED, AIM_WHOLE = 0.80, 0.60  # of the bare route
AIM_OF_A_CORE = 0.05
AIM_MEGABYTES = 60  # for ten thousand calendars in memory
EVERY_SECONDS = 900
TOGETHER = 100  # calendars that are asked for in turn
NOTICED_SECONDS = 1.5  # after a release by another process
WEEK = f"/feeds/{SLUG}.ics?lang=en"


def main() -> int:
    """Measure on both databases; 1 if an aim was missed or an answer wrong."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    missed: list[str] = []
    with tempfile.TemporaryDirectory(dir=ROOT / ".cache", prefix="bench-") as name:
        for ground in grounds(Path(name)):
            missed += _measure_all(ground, Path(name))
    missed += renders_itself_alone()
    for one in missed:
        print(f"missed: {one}")
    return 1 if missed else 0


def _measure_all(ground: Ground, folder: Path) -> list[str]:
    port, kind = free_port(), ground.kind
    environment = settings(folder, port, ground.database)
    tokens = json.loads(_run("plant", environment))
    everybody = [Subscriber(f"/feeds/agenda/{token}.ics") for token in tokens]
    print(f"\n{kind.name}, workers: {kind.workers}, threads each: {kind.threads}")
    missed = []
    with bare_site(ground, environment, folder) as limit:
        with site(environment, port, folder) as running:
            empty = max(running.worker_megabytes())
            print(ROUND.format(*ROUND_HEADINGS))
            missed += _told("first question", everybody, running, ground, "200")
            missed += _told("nothing new", everybody, running, ground, "304")
            _run("release", environment)
            time.sleep(NOTICED_SECONDS)
            missed += _told("after a release", everybody, running, ground, "200")
            missed += _told("and again", everybody, running, ground, "304")
            _run("elsewhere", environment)
            time.sleep(NOTICED_SECONDS)
            missed += _told("release elsewhere", everybody, running, ground, "304")
            grown = max(running.worker_megabytes()) - empty
            print(f"memory, MB: {empty:.0f}; with ten thousand calendars {grown:+.0f}")
            if grown > AIM_MEGABYTES:
                missed.append(f"{kind.name}: memory +{grown:.0f} MB")
        with site(environment, port, folder) as running:
            missed += _told("after a restart", everybody, running, ground, "304")
            nobody = [Subscriber(one.address) for one in everybody]
            missed += _told("with empty hands", nobody, running, ground, "200")
            print(SHARE.format(*SHARE_HEADINGS))
            for scenario, aim in _scenarios(running, everybody):
                one = measure(scenario, running, limit, ground.database_seconds)
                print(_line(one), flush=True)
                missed += [f"{kind.name}: {said}" for said in _misses(one, aim)]
    return missed


def _told(
    words: str,
    everybody: Sequence[Subscriber],
    running: Running,
    ground: Ground,
    expected: str,
) -> list[str]:
    """Let everybody ask; say what it cost, and what is wrong with that."""
    found = all_ask(running, everybody, ground.database_seconds)
    share = _share_of_a_core(found, len(everybody))
    print(
        ROUND.format(
            words,
            f"{len(everybody) / found.seconds:.0f}",
            f"{found.within(0.5):.1f}",
            f"{found.within(0.99):.1f}",
            f"{1000 * found.server / len(everybody):.2f}",
            f"{1000 * found.database / len(everybody):.2f}",
            f"{100 * share:.2f} %",
            ", ".join(f"{count} x {status}" for status, count in found.answers.items()),
        ),
        flush=True,
    )
    name = f"{ground.kind.name}: {words}"
    missed = []
    if share > AIM_OF_A_CORE:
        missed.append(f"{name}: {share:.1%} of a core, aim {AIM_OF_A_CORE:.0%}")
    if set(found.answers) != {expected}:
        missed.append(f"{name}: {dict(found.answers)}, expected {expected}")
    return missed


def _share_of_a_core(found: Round, subscribers: int) -> float:
    """Of one core, if as many as these ask every quarter of an hour."""
    return found.cost_ms / 1000 * subscribers / EVERY_SECONDS


def _scenarios(
    running: Running, everybody: Sequence[Subscriber]
) -> Iterator[tuple[Scenario, float]]:
    """Each sort of answer, and which share of the bare route it should reach."""
    client = Browser(running.port)
    client.get(WEEK)
    tag = client.headers["etag"].rstrip('"') + '-gz"'
    since = client.headers["last-modified"]
    foreign = Browser(running.port)
    foreign.cookies = {"session": "of-somebody", "language": "zh-Hans"}
    whole = [foreign.request("GET", WEEK)]
    known = [client.request("GET", WEEK, If_None_Match=tag)]
    dated = [client.request("GET", WEEK, If_Modified_Since=since)]
    part = [client.request("GET", f"{WEEK}&kind=salon")]
    few = _of(everybody[:TOGETHER], running)
    few_known = _of(everybody[:TOGETHER], running, knows=True)
    many = _of(_at_random(everybody), running)
    many_known = _of(_at_random(everybody), running, knows=True)
    bare, bare304 = "bare route", "bare 304"
    yield (
        Scenario("week, unchanged", bare304, known, " 304 ", again=True),
        AIM_UNCHANGED,
    )
    yield (
        Scenario("week, by its date", bare304, dated, " 304 ", again=True),
        AIM_UNCHANGED,
    )
    yield Scenario("week", bare, whole, " 200 ", again=True), AIM_WHOLE
    yield Scenario("part of a week", bare, part, " 200 ", again=True), AIM_WHOLE
    yield (
        Scenario("100, unchanged", bare304, few_known, " 304 ", again=True),
        AIM_UNCHANGED,
    )
    yield Scenario("100", bare, few, " 200 ", again=True), AIM_WHOLE
    yield Scenario("10,000, unchanged", bare304, many_known, " 304 "), AIM_UNCHANGED
    yield Scenario("10,000", bare, many, " 200 "), AIM_WHOLE


def _at_random(everybody: Sequence[Subscriber]) -> list[Subscriber]:
    return [one for _ in range(2) for one in random.sample(everybody, len(everybody))]


def _of(
    subscribers: Sequence[Subscriber], running: Running, *, knows: bool = False
) -> list[bytes]:
    return [
        Subscriber(one.address, one.etag if knows else b"").request(running.port)
        for one in subscribers
    ]


def _misses(one: Measure, aim: float) -> Iterator[str]:
    name = one.scenario.name
    if one.share < aim:
        yield f"{name}: {one.share:.0%} of the limit, aim {aim:.0%}"
    if refused := one.own.refused + one.limit.refused:
        yield f"{name}: {len(refused)} wrong answers, the first: {refused[0]}"


def _line(one: Measure) -> str:
    own, limit = one.own, one.limit
    return SHARE.format(
        one.scenario.name,
        f"{own.rate:.0f}",
        f"{own.within(0.5):.1f}",
        f"{own.within(0.99):.1f}",
        f"{own.server_ms:.3f}",
        f"{own.database_ms:.3f}" if own.database else "",
        one.scenario.limit,
        f"{limit.rate:.0f}",
        f"{limit.server_ms:.3f}",
        f"{100 * one.share:.0f} %",
    )


def _run(what: str, environment: Mapping[str, str]) -> bytes:
    """Work in the database from another process, as a worker or an organiser does."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.subscribers", what],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout


ROUND = "{:<18}{:>7}{:>8}{:>8}{:>8}{:>8}{:>11}  {}"
ROUND_HEADINGS = (
    *("10,000 ask once", "per s", "p50 ms", "p99 ms", "cpu ms", "db ms"),
    *("of a core", "answers"),
)
SHARE = "{:<18}{:>7}{:>8}{:>8}{:>8}{:>8}  {:<11}{:>7}{:>8}{:>8}"
SHARE_HEADINGS = (
    *("one after another", "per s", "p50 ms", "p99 ms", "cpu ms", "db ms"),
    *("limit", "per s", "cpu ms", "share"),
)

if __name__ == "__main__":
    sys.exit(main())
