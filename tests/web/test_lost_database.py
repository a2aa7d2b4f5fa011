"""A database that is lost, full or locked: nothing was saved, and the page says so."""

import resource
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy import event, func, select

from eventapp import config
from eventapp.accounts import visitors
from eventapp.accounts.vocabulary import Role
from eventapp.app import create_app
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Scan
from eventapp.kernel.db import db, may_write
from eventapp.programme.models.events import Event
from eventapp.registration.models.entering import Confirmation
from eventapp.web import page_cache
from tests.builders import make_desk, make_event, make_week
from tests.conftest import Client, settings_for
from tests.web.sent import Forms

NOTHING = "Nothing was saved."
ADDRESS = "anna@guest.example"
Trouble = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "eventapp.db"
    app = create_app(settings_for(f"sqlite:///{file}", file.parent))
    with app.app_context():
        may_write(allowed=True)
        upgrade()
        db.session.remove()
        db.engine.dispose()
    return file


@pytest.fixture
def file(migrated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated, tmp_path / "eventapp.db"))


@pytest.fixture
def site(file: Path) -> Iterator[Client]:
    """An application with an SQLite file of its own, and a week in it."""
    before = config.current()
    app = create_app(settings_for(f"sqlite:///{file}", file.parent))
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = Client
    with app.app_context():
        may_write(allowed=True)
        make_desk(make_event(make_week("spring")).week)
        db.session.commit()
        client = app.test_client()
        assert isinstance(client, Client)
        yield client
        db.session.remove()
        db.engine.dispose()
    config.use(before)
    page_cache.forget_all()


def with_pragma(line: str) -> AbstractContextManager[None]:
    """Let every connection begin with this line."""

    @contextmanager
    def set_for_a_while() -> Iterator[None]:
        def begin(connection: Any, *_rest: object) -> None:
            connection.execute(line)

        engine = db.engine
        engine.dispose()
        event.listen(engine, "connect", begin)
        try:
            yield
        finally:
            event.remove(engine, "connect", begin)
            engine.dispose()

    return set_for_a_while()


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow: what a full disk does at the commit."""
    file = Path(str(db.engine.url.database))
    db.session.rollback()
    log = file.with_name(f"{file.name}-wal")
    size = log.stat().st_size if log.exists() else 0
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 1000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def full_file() -> Iterator[None]:
    pages = db.session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
    db.session.rollback()
    with with_pragma(f"PRAGMA max_page_count={pages}"):
        yield


@contextmanager
def read_only_file() -> Iterator[None]:
    with with_pragma("PRAGMA query_only=ON"):
        yield


@contextmanager
def locked_file() -> Iterator[None]:
    other = sqlite3.connect(str(db.engine.url.database), isolation_level=None)
    with with_pragma("PRAGMA busy_timeout=20"):
        other.execute("BEGIN IMMEDIATE")
        yield
    other.close()


@contextmanager
def file_taken_away() -> Iterator[None]:
    file = Path(str(db.engine.url.database))
    away = file.with_name("away.db")
    file.rename(away)
    try:
        yield
        assert not file.exists()
    finally:
        away.rename(file)


def connected(name: str | None) -> psycopg.Connection:
    """A connection past the application, to a database of the same server."""
    url = db.engine.url.set(drivername="postgresql", database=name)
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


@contextmanager
def postgresql_refuses() -> Iterator[None]:
    """Every connection is cut, and none is made."""
    db.session.rollback()
    name = str(db.engine.url.database)
    rule = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    with connected("postgres") as connection:
        connection.execute(rule.format(sql.Identifier(name), sql.SQL("false")))
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [name],
        )
        try:
            yield
        finally:
            connection.execute(rule.format(sql.Identifier(name), sql.SQL("true")))


def a_scan(site: Client) -> tuple[dict[str, str], str]:
    """A scan of an unknown code, and the address to which it goes."""
    desk = db.session.scalars(select(Desk)).one()
    event_id = db.session.scalars(select(Event.id)).one()
    address = f"/desk/{desk.id}/scans"
    site.sign_in(Role.STEWARD)
    db.session.rollback()
    return {"scan_id": str(uuid4()), "event": str(event_id), "code": "x"}, address


def asked_for_a_code(client: FlaskClient, address: str = "anna@guest.example") -> Any:
    return client.post("/weeks/spring/register", data={"address": address})


def codes_sent() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Confirmation.id))) or 0


@pytest.mark.parametrize(
    "trouble", [full_disk, full_file, read_only_file, locked_file, file_taken_away]
)
def test_what_was_not_kept_says_so_and_what_was_said_is_kept(
    site: Client, trouble: Trouble
) -> None:
    assert asked_for_a_code(site).status_code == 302

    with trouble():
        answers = [
            asked_for_a_code(site, f"b{number}@guest.example") for number in range(25)
        ]

    lost = [answer for answer in answers if answer.status_code == 503]
    kept = [answer for answer in answers if answer.status_code == 302]
    assert lost
    assert len(lost) + len(kept) == len(answers)
    assert {NOTHING in answer.text for answer in lost} == {True}
    assert {answer.headers["Retry-After"] for answer in lost} == {"5"}
    assert codes_sent() == 1 + len(kept)
    assert asked_for_a_code(site, "last@guest.example").status_code == 302
    assert codes_sent() == 2 + len(kept)


@pytest.mark.parametrize("trouble", [full_disk, locked_file, file_taken_away])
def test_a_desk_is_told_in_json_that_a_scan_was_not_kept(
    site: Client, trouble: Trouble
) -> None:
    scan, address = a_scan(site)

    with trouble():
        lost = site.post(address, json=scan)
    again = site.post(address, json=scan)

    assert (lost.status_code, again.status_code) == (503, 200)
    assert NOTHING in lost.get_json()["error"]["sentence"]
    assert again.get_json()["verdict"] == "unknown"
    assert db.session.scalars(select(Scan.id)).all() == [UUID(scan["scan_id"])]


def test_nothing_is_said_to_be_there_that_could_not_be_kept(site: Client) -> None:
    site.sign_in(Role.ORGANISER)
    page = site.get("/organise/spring/venues/new").text
    sent = {name: value for _to, fields in Forms(page).forms for name, value in fields}
    venue = sent | {"name-en": "Hall " + "x" * 100}

    with full_disk():
        lost = site.post("/organise/spring/venues/new", data=venue)
    before = site.get("/organise/spring/venues").text
    kept = site.post("/organise/spring/venues/new", data=venue)
    after = site.get("/organise/spring/venues").text

    assert (lost.status_code, kept.status_code) == (503, 302)
    assert NOTHING in lost.text
    assert ("The venue is there, and public." in before, "Hall xx" in before) == (
        False,
        False,
    )
    assert ("The venue is there, and public." in after, "Hall xx" in after) == (
        True,
        True,
    )


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_pages_of_people_who_signed_in_do_without_the_database(
    site: Client, language: str
) -> None:
    site.sign_in(Role.ORGANISER)
    addresses = ("/", "/weeks/spring/programme", "/organise/spring/", "/healthz")

    with file_taken_away():
        page_cache.forget_all()
        visitors.forget()
        lost = [
            site.get(address, headers={"Accept-Language": language})
            for address in addresses
        ]

    assert [answer.status_code for answer in lost] == [503] * len(addresses)
    sentence = {"en": NOTHING, "zh-CN": "内容未保存"}[language]
    assert {sentence in answer.text for answer in lost} == {True}
    assert site.get("/organise/spring/").status_code == 200


def test_a_damaged_file_is_no_mistake_of_the_person(site: Client, file: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    file.write_bytes(b"no database at all" * 500)

    assert site.application.test_client().get("/healthz").status_code == 503


def test_errors_are_noted_without_what_was_written(
    site: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with full_disk():
        assert asked_for_a_code(site).status_code == 503

    assert "is full" in caplog.text or "disk I/O error" in caplog.text
    assert "anna@guest.example" not in caplog.text
    assert "/register/confirm/" not in caplog.text


def test_a_stopped_postgresql_is_told_and_awaited(
    app: Flask, database: str, client: Client
) -> None:
    if database == "sqlite":
        return  # a file cannot stop
    assert app
    make_event(make_week("spring"))
    assert asked_for_a_code(client).status_code == 302

    with postgresql_refuses():
        lost = [
            asked_for_a_code(client, "b@guest.example"),
            client.get("/weeks/spring/register"),
            client.get("/healthz"),
        ]

    assert [answer.status_code for answer in lost] == [503] * 3
    assert {NOTHING in answer.text for answer in lost} == {True}
    assert asked_for_a_code(client, "b@guest.example").status_code == 302
    assert codes_sent() == 2


def test_a_connection_that_breaks_at_the_last_moment_is_told(
    app: Flask, database: str
) -> None:
    if database == "sqlite":
        return  # there is no connection that could break
    assert app
    make_event(make_week("spring"))
    db.session.commit()

    def cut(session: Any) -> None:
        own = session.connection().exec_driver_sql("SELECT pg_backend_pid()")
        with connected(db.engine.url.database) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [own.scalar_one()])

    event.listen(db.session, "before_commit", cut, once=True)
    browser = FlaskClient(app, app.response_class)  # one that commits nothing itself
    asked = asked_for_a_code(browser, "b@guest.example")

    assert asked.status_code == 503
    assert NOTHING in asked.text
    assert codes_sent() == 0
