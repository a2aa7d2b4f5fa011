"""The delegates' table with 10,000 registrations: searched, filtered, sorted.

`python -m benchmarks.office`; `POSTGRESQL=1` asks PostgreSQL. Each line is the median
of some requests, in milliseconds, the whole page with its template included.
"""

import os
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from benchmarks.guests import WEEK, multiply
from eventapp.app import create_app
from eventapp.demo.week import plant
from eventapp.kernel.db import db, may_write, writing
from eventapp.programme.models.weeks import Week
from eventapp.selection.choosing import Choice
from eventapp.selection.queries.counting import (
    count_of,
    counts_by_status,
    registrations_of,
)
from eventapp.selection.queries.delegates import page_of
from eventapp.selection.queries.offered import offered
from eventapp.selection.vocabulary import AtEvent, Lack, LetterState, Presence
from tests.conftest import settings_for
from tests.postgres import postgres_server

TIMES = 5
CHOICES = {
    "everybody": Choice(),
    "one sign": Choice(words="王"),
    "two words": Choice(words="wang university"),
    "nobody": Choice(words="zzzzzz"),
    "phone": Choice(words="600100"),
    "territory": Choice(territories=("CN",)),
    "no name": Choice(lacks=(Lack.NAME,)),
    "lacks all": Choice(lacks=tuple(Lack)),
    "no place": Choice(at_events=(AtEvent.NONE,)),
    "waits": Choice(at_events=(AtEvent.WAITING,)),
    "not yet here": Choice(presence=(Presence.NOT_YET,)),
    "no show": Choice(presence=(Presence.NO_SHOW,)),
    "letters": Choice(letters=tuple(LetterState)),
    "no badge": Choice(has_badge=False),
    "by name": Choice(order="name"),
    "by institution": Choice(order="institution", descending=True),
}


def main() -> None:
    """Print milliseconds of each question."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        address = f"sqlite:///{folder / 'bench.db'}"
        if os.environ.get("POSTGRESQL"):
            address = stack.enter_context(postgres_server(durable=False))
        app = create_app(settings_for(address, folder))
        with app.app_context():
            may_write(allowed=True)
            upgrade()
            with writing():
                plant()
            multiply()
            if db.engine.dialect.name == "postgresql":
                with db.engine.begin() as connection:
                    connection.execute(sa.text("ANALYZE"))
            _measure(app)
            db.engine.dispose()


def _measure(app: Flask) -> None:
    may_write(allowed=False)
    with app.test_request_context():
        week = db.session.scalars(sa.select(Week).where(Week.slug == WEEK)).one()
        print(f"{count_of(week, Choice())} registrations, {db.engine.dialect.name}")
        _told("what filters offer", lambda: offered(week))
        for name, choice in CHOICES.items():
            _told(f"{name}: page", lambda choice=choice: page_of(week, choice))
            _told(
                f"{name}: by status",
                lambda choice=choice: counts_by_status(week, choice),
            )
        _told("all rows, for a list", lambda: registrations_of(week, Choice()))


def _told(name: str, question: object) -> None:
    times = []
    for _n in range(TIMES):
        db.session.expunge_all()
        begun = time.perf_counter()
        question()  # type: ignore[operator]  # a function without arguments
        times.append((time.perf_counter() - begun) * 1000)
    print(f"{name:<28} {statistics.median(times):8.1f} ms", flush=True)


if __name__ == "__main__":
    main()
