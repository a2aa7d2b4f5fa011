"""What tests stand on: an application on each database, a stopped clock, a client."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import delete, event
from werkzeug.test import TestResponse

from eventapp.accounts import visitors
from eventapp.accounts.models import Account
from eventapp.accounts.vocabulary import Role
from eventapp.app import create_app
from eventapp.config import Settings
from eventapp.feeds import keeping
from eventapp.kernel import clock, i18n
from eventapp.kernel.db import Model, db, may_write
from eventapp.web import page_cache
from tests.builders import make_account, make_session
from tests.postgres import postgres_server

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
DATABASES = ("sqlite", "postgresql")
# For what asks the database nothing that the other one could answer otherwise.
on_sqlite = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True, scope="session"
)
OPEN_JOURNAL = f"INSERT INTO entry_opening VALUES ('{'0' * 32}')"  # noqa: S608 - ours


class StoppedClock:
    """The clock in the hands of a test."""

    def __init__(self) -> None:
        self.now = NOW
        clock.stop(self.now)

    def advance(self, **by: float) -> None:
        """Let time pass: `advance(minutes=1)`."""
        self.set(self.now + timedelta(**by))

    def set(self, at: datetime) -> None:
        """Go to an instant."""
        self.now = at
        clock.stop(at)


class Client(FlaskClient):
    """A browser without a screen; what the test wrote is committed before it asks."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.commit()
        language = i18n.spoken()
        for name in list(g):  # the test's context lasts longer than a request
            g.pop(name)
        try:
            return super().open(*args, **kwargs)
        finally:
            db.session.rollback()
            db.session.expire_all()
            i18n.speak(language)
            may_write(allowed=True)

    def sign_in(self, role: Role = Role.ORGANISER) -> Account:
        """Act for a new account with this role."""
        account = make_account(role=role)
        self.act_for(account)
        return account

    def act_for(self, account: Account) -> None:
        """Be the browser in which this account signed in just now."""
        token = make_session(account)
        db.session.commit()
        with self.session_transaction() as session:
            session["_user_id"] = token


@pytest.fixture(scope="session", params=DATABASES)
def database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A fresh database of each sort."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'test.db'}"
        else:
            yield stack.enter_context(postgres_server())


@pytest.fixture(scope="session")
def application(
    database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The application on a database that the migrations made."""
    app = create_app(settings_for(database_url, tmp_path_factory.mktemp("data")))
    app.config["WTF_CSRF_ENABLED"] = False  # tests/web/test_csrf.py has it on
    app.test_client_class = Client
    with app.app_context():
        event.listen(db.engine, "connect", do_not_wait_for_the_disk)
        may_write(allowed=True)
        upgrade()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """The application, in its context, on an empty database."""
    page_cache.forget_all()
    keeping.forget_all()
    i18n.speak(i18n.DEFAULT)
    with application.app_context():
        may_write(allowed=True)
        yield application
        empty()
    clock.stop(None)


def do_not_wait_for_the_disk(connection: Any, _record: Any) -> None:
    """A database of tests need not outlive the machine: postgres_server, too."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def empty() -> None:
    """Take all rows away, from the tables that have any: most have none."""
    db.session.rollback()
    connection = db.session.connection()
    found = {name for (name,) in connection.exec_driver_sql(tables_in_use())}
    statements = [words for name, words in deletions().items() if name in found]
    if "entry" in found:  # whose triggers keep what is in it
        statements = [OPEN_JOURNAL, *statements, "DELETE FROM entry_opening"]
    is_far = connection.dialect.name == "postgresql"  # each statement is a journey
    for statement in ["; ".join(statements)] if is_far else statements:
        connection.exec_driver_sql(statement)
    db.session.commit()
    db.session.remove()


@cache
def tables_in_use() -> str:
    """The statement that names the tables with rows."""
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 - ours
        for name in deletions()
    )


@cache
def deletions() -> dict[str, str]:
    """How each table is emptied, in the order in which that is possible."""
    return {
        table.name: str(delete(table))
        for table in reversed(Model.metadata.sorted_tables)
    }


@pytest.fixture
def database(app: Flask) -> str:
    """The name of the database's dialect: sqlite or postgresql."""
    assert app
    return db.engine.dialect.name


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser without a screen."""
    client = app.test_client()
    assert isinstance(client, Client)
    return client


@pytest.fixture
def time(app: Flask) -> Iterator[StoppedClock]:
    """A clock that stands still until told otherwise."""
    assert app
    yield StoppedClock()
    clock.stop(None)


@pytest.fixture
def statements(app: Flask) -> Callable[[], Any]:
    """What counts the SQL of a block; the block gets the list of what ran."""
    assert app

    @contextmanager
    def counted() -> Iterator[list[str]]:
        ran: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
                ran.append(statement)

        engine = db.engine
        visitors.forget()  # the most that a block may cost
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield ran
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counted


def settings_for(database_url: str, data: Path, **changes: Any) -> Settings:
    """Settings of a test's application."""
    values: dict[str, Any] = {
        "secret_key": "a secret of the tests, long enough to count",
        "data": data,
        "database": database_url,
        "address": "http://week.example",
        "smtp": None,
        "mail_from": "Partnership Week <week@host.example>",
        "clock_shift": timedelta(),
        "proxies": 0,
        "workers": None,
    }
    return Settings(**(values | changes))
