"""How many requests were answered, how quickly, and one line of the log for each.

Addresses are told by the name of their view: what they hold is nobody's business.
"""

import logging
import os
import time
from dataclasses import dataclass
from functools import cache

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, values

log = logging.getLogger("eventapp.requests")

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


@dataclass(frozen=True)
class Figures:
    """What this process counts."""

    registry: CollectorRegistry
    answered: Counter
    seconds: Histogram
    kept: Counter


@cache
def figures() -> Figures:
    """The figures of this process, begun when somebody first counts."""
    # Processes of one site count into one folder, if there was one when they began.
    values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]  # of the library
    registry = CollectorRegistry()
    return Figures(
        registry,
        Counter(
            "eventapp_requests",
            "Requests that were answered, by view, method and class of status.",
            ("view", "method", "status"),
            registry=registry,
        ),
        Histogram(
            "eventapp_request_seconds",
            "How long answers took, by part of the site.",
            ("part",),
            registry=registry,
            buckets=BOUNDS,
        ),
        Counter(
            "eventapp_kept_answers",
            "Pages and calendars answered from memory, before the application.",
            registry=registry,
        ),
    )


os.register_at_fork(after_in_child=figures.cache_clear)


def init_app(app: Flask) -> None:
    """Measure each request of `app`."""
    app.before_request(_begin)
    app.after_request(_count)


def _begin() -> None:
    g.begun = time.perf_counter()


def _count(response: Response) -> Response:
    begun = g.pop("begun", None)
    if begun is None:  # refused before it began
        return response
    seconds = time.perf_counter() - begun
    view = request.endpoint or "none"
    method = request.method if request.method in METHODS else "other"
    counted = figures()
    counted.answered.labels(view, method, f"{response.status_code // 100}xx").inc()
    counted.seconds.labels(view.partition(".")[0]).observe(seconds)
    if log.isEnabledFor(logging.INFO):
        told = {
            "view": view,
            "method": method,
            "status": response.status_code,
            "milliseconds": round(seconds * 1000, 1),
        }
        log.info("answered", extra={"told": told})
    return response
