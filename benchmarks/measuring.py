"""Measuring one sort of request beside its limit, in slices that take turns."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from benchmarks.client import Order, Result
from benchmarks.scenarios import LIMITS, Scenario
from benchmarks.servers import ROOT, Running

ROUNDS = 3
SLICE_SECONDS = 1.0
WARM_SECONDS = 0.4
MOST = 4000  # requests handed over for one slice; no slice sends more


@dataclass
class Figures:
    """What several slices of one sort have shown."""

    sent: int = 0
    seconds: float = 0.0
    server: float = 0.0  # seconds of processor time
    database: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.sent / self.seconds

    @property
    def server_ms(self) -> float:
        """Processor milliseconds of the server for one request."""
        return 1000 * self.server / self.sent

    @property
    def database_ms(self) -> float:
        """Processor milliseconds of PostgreSQL for one request."""
        return 1000 * self.database / self.sent

    def within(self, share: float) -> float:
        """The milliseconds within which `share` of all answers came."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


@dataclass(frozen=True)
class Measure:
    """A scenario's figures, and those of its limit."""

    scenario: Scenario
    own: Figures
    limit: Figures

    @property
    def share(self) -> float:
        """Requests per second, as a share of the limit's."""
        return self.own.rate / self.limit.rate


def measure(
    scenario: Scenario,
    site: Running,
    bare: Running,
    database_seconds: Callable[[], float],
) -> Measure:
    """Warm both up, then let them take turns."""
    request, expects = LIMITS[scenario.limit]
    limit = Scenario(
        scenario.limit,
        "",
        [request],
        expects,
        again=True,
        connections=scenario.connections,
    )
    own_figures, limit_figures = Figures(), Figures()
    both = ((limit, bare, limit_figures), (scenario, site, own_figures))
    for what, where, _figures in both:
        _slice(what, where, Figures(), database_seconds, WARM_SECONDS)
    for _ in range(ROUNDS):
        for what, where, figures in both:
            _slice(what, where, figures, database_seconds, SLICE_SECONDS)
    return Measure(scenario, own_figures, limit_figures)


def _slice(
    scenario: Scenario,
    server: Running,
    figures: Figures,
    database_seconds: Callable[[], float],
    seconds: float,
) -> None:
    begin = 0 if scenario.again else scenario.sent
    requests = scenario.requests[begin : begin + MOST]
    if not requests:
        message = f"{scenario.name}: all requests were sent; prepare more."
        raise RuntimeError(message)
    order = Order(
        port=server.port,
        requests=[request.decode("latin-1") for request in requests],
        connections=scenario.connections,
        seconds=seconds,
        again=scenario.again,
        expects=scenario.expects,
    )
    before, database_before = server.cpu_seconds(), database_seconds()
    result = _run(order)
    figures.server += server.cpu_seconds() - before
    figures.database += database_seconds() - database_before
    figures.sent += result.sent
    figures.seconds += result.seconds
    figures.milliseconds += result.milliseconds
    figures.refused += result.refused
    scenario.sent += result.sent


def _run(order: Order) -> Result:
    """Send from another process, so that it is not counted as ours."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.client"],
        cwd=ROOT,
        input=json.dumps(asdict(order)).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return Result(**json.loads(done.stdout))
