"""Figures for Prometheus: what the processes counted, and what the database holds."""

import os
from collections.abc import Iterable, Iterator
from importlib.metadata import version

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from eventapp.kernel import clock
from eventapp.operation import queries
from eventapp.web.measures import figures

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # set where several processes count


def exposed() -> bytes:
    """All figures in Prometheus' text format."""
    counted = figures().registry
    if os.environ.get(SHARED):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # of the library
    asked = CollectorRegistry()
    asked.register(Kept())
    return generate_latest(counted) + generate_latest(asked)


class Kept(Collector):
    """What the database holds, asked when somebody wants to know."""

    def collect(self) -> Iterable[Metric]:
        """Ask."""
        yield from _present()
        yield from _waiting()
        yield _registrations()
        yield CounterMetricFamily(
            "eventapp_admissions",
            "Admissions that stand.",
            value=queries.admissions(),
        )


def _present() -> Iterator[Metric]:
    now = clock.now()
    built = GaugeMetricFamily("eventapp_build", "The version.", labels=("version",))
    built.add_metric((version("eventapp"),), 1)
    yield built
    for name, words, at in (
        (
            "eventapp_worker_silence_seconds",
            "How long ago the worker was last at work.",
            queries.worker_heard_at(),
        ),
        (
            "eventapp_backup_age_seconds",
            "How old the last backup of this machine is.",
            queries.last_backup_at(),
        ),
    ):
        if at is not None:
            yield GaugeMetricFamily(name, words, value=(now - at).total_seconds())


def _waiting() -> Iterator[Metric]:
    waiting = queries.waiting()
    for name, words, counts in (
        ("eventapp_messages", "Messages of the outbox.", waiting.messages),
        ("eventapp_jobs", "Pieces of long work.", waiting.jobs),
    ):
        family = GaugeMetricFamily(name, words, labels=("status",))
        for status, count in counts.items():
            family.add_metric((status,), count)
        yield family
    late = waiting.oldest_due_at
    yield GaugeMetricFamily(
        "eventapp_mail_delay_seconds",
        "How long ago the oldest waiting message should have left.",
        value=max((clock.now() - late).total_seconds(), 0) if late else 0,
    )


def _registrations() -> Metric:
    family = GaugeMetricFamily(
        "eventapp_registrations", "Registrations.", labels=("week", "status")
    )
    for labels, count in queries.registrations().items():
        family.add_metric(labels, count)
    return family
