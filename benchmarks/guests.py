"""Ten thousand registrations: which of the office's pages become slower than with 500.

The demonstration week, then the same with its delegates twenty times over. Every page
of the office that needs a week alone is asked for, and some of one delegate and one
event. One process, the test client, SQLite; `POSTGRESQL=1` for the other database.
Prints processor time and statements of both, and the share of a bare route.
"""

import os
import secrets
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Table, event, insert, select, text

from benchmarks.traces import leave_traces
from eventapp.accounts import visitors
from eventapp.accounts.service.accounts import create_account
from eventapp.accounts.vocabulary import Role
from eventapp.app import create_app
from eventapp.demo.week import plant
from eventapp.kernel.codes import new_reference
from eventapp.kernel.db import Model, db, may_write, writing
from tests.conftest import settings_for
from tests.postgres import postgres_server

COPIES = 19
TIMES = 5
MOST_ROWS = 2_000  # in one statement
WEEK = "gpw2024"
ADDRESS, PASSWORD = "organiser@bench.example", "a password for a bench"
# Files and addresses that change something, or that are long by their nature.
LEFT_OUT = (".csv", ".xlsx", ".pdf", ".zip", ".json", ".xml", "/live", "/stream")

OF_ALL_WEEKS = (
    *("/organise/", "/organise/accounts", "/organise/institutions"),
    *("/organise/institutions/proposed", "/organise/people"),
)
FILTERED = (
    "registrations?q=wang",
    "registrations?q=王",
    "registrations?page=9&sort=name",
    "registrations?sort=-institution",
    "registrations?status=confirmed&kind=student&territory=CN&sort=name",
    "registrations?place=waiting",
    "registrations?lacks=answer&lacks=document",
    "registrations?came=not_yet&badge=no",
    "registrations?column=events&column=letter&column=tags&column=delegation",
    "outbox?q=wang",
    "outbox?status=failed",
    "outbox?page=40",
    "journal?q=wang",
    "journal?area=registrations&who=delegate",
    "lists/catering",
    "lists/delegates",
    "lists/rank",
)
ROWS = {
    "registration": "SELECT id FROM registration WHERE number = 5",
    "event": "SELECT event_id FROM place GROUP BY event_id ORDER BY count(*) DESC",
    "tour": "SELECT event_id FROM coach_seat GROUP BY event_id ORDER BY count(*) DESC",
    "hotel": "SELECT hotel_id FROM stay GROUP BY hotel_id ORDER BY count(*) DESC",
    "mailing": "SELECT id FROM mailing",
    "rule": "SELECT id FROM reminder_rule",
    "deed": "SELECT id FROM deed",
    "tag": "SELECT id FROM tag",
    "delegation": "SELECT id FROM delegation",
}
OF_ONE = (
    "registrations/{registration}",
    "events/{event}/people",
    "coaches/{tour}",
    "arrivals/hotels/{hotel}",
    "mailings/{mailing}",
    "mailings/{mailing}/preview",
    "reminders/{rule}",
    "deeds/{deed}",
    "tags/{tag}",
    "delegations/{delegation}",
)

Figures = dict[str, tuple[float, int]]  # page: milliseconds, statements


def main() -> None:
    """Measure, multiply, measure again."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        address = f"sqlite:///{folder / 'bench.db'}"
        if os.environ.get("POSTGRESQL"):
            address = stack.enter_context(postgres_server(durable=True))
        app = create_app(settings_for(address, folder))
        app.config["WTF_CSRF_ENABLED"] = False
        app.add_url_rule("/bare", "bare", lambda: "one word")
        with app.app_context():
            may_write(allowed=True)
            upgrade()
            with writing():
                plant()
                create_account(ADDRESS, "Organiser", Role.ADMINISTRATOR, PASSWORD)
        few = _measure(app)
        with app.app_context():
            multiply()
            leave_traces(WEEK)
        many = _measure(app)
        _tell(few, many)
        with app.app_context():
            db.engine.dispose()


def _measure(app: Flask) -> Figures:
    client = app.test_client()
    client.post("/account/sign-in", data={"address": ADDRESS, "password": PASSWORD})
    return {path: _ask(app, client, path) for path in _pages(app)}


def _pages(app: Flask) -> list[str]:
    """Every page of the office with no other argument than the week."""
    found = ["/bare"]
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        is_page = "GET" in (rule.methods or ()) and not rule.rule.endswith(LEFT_OUT)
        if is_page and rule.arguments == {"slug"} and "/organise/" in rule.rule:
            found.append(rule.rule.replace("<slug>", WEEK))
    with app.app_context():
        keys = _keys()
    base = f"/organise/{WEEK}"
    filtered = [f"{base}/{one}" for one in FILTERED]
    rows = [f"{base}/{one.format(**keys)}" for one in OF_ONE if _name(one) in keys]
    return [*found, *OF_ALL_WEEKS, *filtered, *rows, f"/weeks/{WEEK}/programme"]


def _keys() -> dict[str, UUID]:
    """A row of each sort: the busiest, where sorts differ."""
    found = {}
    for name, statement in ROWS.items():
        key = db.session.execute(text(statement)).scalar()
        if key is not None:
            found[name] = UUID(str(key))
    db.session.rollback()
    return found


def _name(address: str) -> str:
    return address.partition("{")[2].partition("}")[0]


def _ask(app: Flask, client: FlaskClient, path: str) -> tuple[float, int]:
    spent, counts = [], []
    for _ in range(TIMES + 1):
        with app.app_context(), _counted() as ran:
            visitors.forget()
            before = time.process_time()
            answer = client.get(path, follow_redirects=True)
            spent.append(1000 * (time.process_time() - before))
            counts.append(len(ran))
        if answer.status_code != 200:
            print(f"{answer.status_code} {path}")
            return 0.0, 0
    return median(spent[1:]), max(counts[1:])


@contextmanager
def _counted() -> Iterator[list[str]]:
    ran: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event
        ran.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def multiply() -> None:
    """Copy every registration with all rows that hang on it alone."""
    tables = Model.metadata.tables
    registration = tables["registration"]
    with writing():
        rows = db.session.execute(select(registration)).mappings().all()
        number = len(rows)
        for copy in range(COPIES):
            keys = {row["id"]: uuid4() for row in rows}
            copies = []
            for row in rows:
                number += 1
                changed = {
                    "id": keys[row["id"]],
                    "key": None,
                    "number": number if row["number"] else None,
                    "reference": new_reference(),
                    "address": f"copy{copy}.{row['address']}",
                    "agenda_digest": None,
                    "is_head": False,
                    "accompanies_id": keys.get(row["accompanies_id"]),
                }
                copies.append({**row, **changed})
            alone = [one for one in copies if one["accompanies_id"] is None]
            _insert(registration, alone)
            _insert(registration, [one for one in copies if one not in alone])
            for table in Model.metadata.sorted_tables:
                if table.name != "registration" and "registration_id" in table.c:
                    _copy(table, keys)


def _copy(table: Table, keys: Mapping[UUID, UUID]) -> None:
    mine = select(table).where(table.c.registration_id.in_(list(keys)))
    copies = []
    for row in db.session.execute(mine).mappings():
        changed: dict[str, Any] = {"registration_id": keys[row["registration_id"]]}
        if "id" in table.c:
            changed["id"] = uuid4()
        for column in table.c:
            if column.unique and isinstance(row[column.name], bytes):
                changed[column.name] = secrets.token_bytes(32)
            elif column.unique and row[column.name] is not None:
                changed[column.name] = None
        copies.append({**row, **changed})
    _insert(table, copies)


def _insert(table: Table, rows: list[dict[str, Any]]) -> None:
    for first in range(0, len(rows), MOST_ROWS):
        db.session.execute(insert(table), rows[first : first + MOST_ROWS])


def _tell(few: Figures, many: Figures) -> None:
    print(
        f"{'page':<62}{'500: ms':>9}{'SQL':>5}{'10,000: ms':>12}{'SQL':>5}{'times':>8}"
    )
    for path, (spent, count) in few.items():
        later, more = many[path]
        times = later / spent if spent else 0.0
        print(f"{path:<62}{spent:>9.2f}{count:>5}{later:>12.2f}{more:>5}{times:>8.1f}")


if __name__ == "__main__":
    main()
