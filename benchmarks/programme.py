"""A programme of 300 events: what its pages, clashes and releases cost.

One process, the test client, SQLite: processor time and statements of each, beside a
bare route of Flask in the same run. Prints a table.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event as listening

from eventapp.accounts import visitors
from eventapp.accounts.models import Account
from eventapp.accounts.service.accounts import create_account
from eventapp.accounts.vocabulary import Role
from eventapp.app import create_app
from eventapp.kernel.db import db, may_write
from eventapp.kernel.i18n import Localised
from eventapp.planning.clashes import clashes_in
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_event, planned_events
from eventapp.programme.plans import EventPlan, PartPlan
from eventapp.programme.service.drafts import begin_event, save_plan
from eventapp.programme.service.releases import publish
from eventapp.programme.vocabulary import EventKind, Part
from eventapp.web import page_cache, shortcut
from tests.builders import (
    MORNING,
    make_person,
    make_place,
    make_registration,
    make_venue,
    make_week,
)
from tests.conftest import settings_for

EVENTS, DAYS, ROOMS, PERSONS, GUESTS = 300, 5, 12, 120, 500
TIMES = 7
PASSWORD = "a password for a bench"
ADDRESS = "organiser@host.example"


def main() -> None:
    """Plant the week, then measure each thing several times."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        app = create_app(
            settings_for(f"sqlite:///{Path(name) / 'bench.db'}", Path(name))
        )
        app.config["WTF_CSRF_ENABLED"] = False
        app.add_url_rule("/bare", "bare", lambda: "one word")
        with app.app_context():
            may_write(allowed=True)
            upgrade()
            _measure(app, *_plant())
            db.session.rollback()
            db.engine.dispose()


def _plant() -> tuple[Week, Account]:
    by = create_account(ADDRESS, "Organiser", Role.ORGANISER, PASSWORD)
    week = make_week("big")
    rooms = [make_venue(week, f"Room {number}") for number in range(ROOMS)]
    people = [
        make_person(f"Speaker {number}", f"讲者{number}") for number in range(PERSONS)
    ]
    kinds = list(EventKind)
    events = []
    for number in range(EVENTS):
        day, place = number % DAYS, number // DAYS
        hour, room = place // ROOMS, place % ROOMS
        starts_at = MORNING + timedelta(days=day, hours=1.5 * hour)
        plan = EventPlan(
            kind=kinds[number % len(kinds)],
            title=Localised(
                {"en": f"Event number {number}", "zh-Hans": f"活动{number}"}
            ),
            summary=Localised({"en": "What it is. " * 8, "zh-Hans": "活动内容。" * 8}),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=75),
            venue_id=rooms[room].id,
            capacity=40,
            languages=("en", "zh-Hans"),
        )
        parts = [
            PartPlan(Part.SPEAKER, people[(number * 2 + one) % PERSONS].id)
            for one in range(2)
        ]
        events.append(begin_event(week, plan, parts, by=by))
    before = time.process_time()
    publish(week, [event.id for event in events], None, by=by)
    _say("publish all 300", 1000 * (time.process_time() - before), None)
    for number in range(GUESTS):
        guest = make_registration(week)
        for one in range(3):
            make_place(guest, events[(number * 7 + one * 60) % EVENTS])
    db.session.commit()
    return week, by


def _measure(app: Flask, week: Week, by: Account) -> None:
    reader, organiser = app.test_client(), app.test_client()
    organiser.post("/account/sign-in", data={"address": ADDRESS, "password": PASSWORD})
    week_id = week.id
    _page("bare route of Flask", reader, "/bare")
    for words, path in (
        ("programme, first day", "/weeks/big/programme"),
        ("programme, whole week", "/weeks/big/programme?day=all"),
        ("programme by room", "/weeks/big/programme?view=rooms"),
    ):
        _page(f"{words}, rendered", reader, path, forget=True)
        _page(f"{words}, kept", reader, path)
    _page("lobby screen, rendered", reader, "/weeks/big/screen", forget=True)
    _page("grid of a day", organiser, "/organise/big/plan")
    _page("clashes page", organiser, "/organise/big/clashes")
    _page("events list", organiser, "/organise/big/events")
    with app.app_context():
        week = db.session.get_one(Week, week_id)
        _call("plans of the week", lambda: planned_events(week))
        _call("clashes of the week", lambda: clashes_in(week))
        may_write(allowed=True)
        _call("one step of planning", lambda: _move(week, by))


def _move(week: Week, by: Account) -> None:
    event = planned_events(week)[0].event
    one = planned_event(event)
    begins, ends = (
        at + timedelta(minutes=5) for at in (one.plan.starts_at, one.plan.ends_at)
    )
    plan = replace(one.plan, starts_at=begins, ends_at=ends)
    save_plan(event, plan, seen_version=event.version, by=by)
    db.session.commit()


def _page(words: str, client: FlaskClient, path: str, *, forget: bool = False) -> None:
    def ask() -> None:
        if forget:
            page_cache.forget_all()
            shortcut.forget_all()
        status = client.get(path).status_code
        if status != 200:
            raise LookupError(path, status)

    ask()
    _call(words, ask)


def _call(words: str, work: Callable[[], object]) -> None:
    spent, counts = [], []
    for _ in range(TIMES):
        db.session.rollback()
        db.session.expire_all()
        visitors.forget()
        with _counted() as ran:
            before = time.process_time()
            work()
            spent.append(1000 * (time.process_time() - before))
        counts.append(len(ran))
    _say(words, median(spent), max(counts))


@contextmanager
def _counted() -> Iterator[list[str]]:
    ran: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:  # noqa: ANN401 - SQLAlchemy
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            ran.append(statement)

    listening.listen(db.engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        listening.remove(db.engine, "before_cursor_execute", note)


def _say(words: str, milliseconds: float, statements: int | None) -> None:
    count = "" if statements is None else f"{statements:3d} statements"
    print(f"{words:34} {milliseconds:9.2f} ms  {count}", flush=True)


if __name__ == "__main__":
    main()
