"""What machines are told: ready or not, figures, lines without people."""

import json
import logging
import time as machine
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from eventapp import config
from eventapp.kernel import logs
from eventapp.kernel.db import db
from eventapp.mail.service import put
from eventapp.operation.beating import beat
from eventapp.operation.queries import is_worker_silent
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import make_registration, make_week
from tests.conftest import Client, StoppedClock

LONG, KEY = "Zz9-" * 9, "0b6ab7c6-3e8d-4b6a-9a52-9b3f6f5b2a11"
TOKEN = "a token of the tests that is long enough"


@pytest.fixture
def watched(app: Flask) -> Iterator[dict[str, str]]:
    """Settings with a token for figures, and the header that shows it."""
    assert app
    before = config.current()
    config.use(replace(before, metrics_token=TOKEN))
    yield {"Authorization": f"Bearer {TOKEN}"}
    config.use(before)


def test_ready_means_the_tables_of_today(client: Client) -> None:
    assert client.get("/readyz").text == "ready\n"

    latest = db.session.connection().exec_driver_sql("SELECT * FROM alembic_version")
    (number,) = latest.scalars().all()
    set_version("0001")
    try:
        answer = client.get("/readyz")
    finally:
        set_version(number)

    assert answer.status_code == 503
    assert answer.text == f"The tables are at 0001; eventapp upgrade brings {number}.\n"


def test_figures_need_their_token(client: Client, watched: dict[str, str]) -> None:
    assert client.get("/metrics").status_code == 404
    assert (
        client.get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 404
    )
    assert client.get("/metrics", headers=watched).status_code == 200


def test_figures_tell_what_waits_and_who_works(
    client: Client, time: StoppedClock, watched: dict[str, str]
) -> None:
    week = make_week("spring")
    make_registration(week=week, status=RegistrationStatus.SUBMITTED)
    put(
        "test",
        to_address="anna@uni.example",
        to_name="Anna",
        language="en",
        subject="Subject",
        text="Text",
        week_id=week.id,
    )
    db.session.commit()
    beat()
    time.advance(minutes=2)
    client.get("/weeks/spring/")

    told = client.get("/metrics", headers=watched).text

    for line in (
        'eventapp_registrations{status="submitted",week="spring"} 1.0',
        'eventapp_messages{status="queued"} 1.0',
        "eventapp_mail_delay_seconds 120.0",
        "eventapp_worker_silence_seconds 120.0",
        'eventapp_requests_total{method="GET",status="2xx",view="programme.week"}',
        'eventapp_request_seconds_bucket{le="0.005",part="programme"}',
    ):
        assert line in told
    assert "anna" not in told


def test_a_worker_that_says_nothing_is_missed(time: StoppedClock, app: Flask) -> None:
    assert app
    db.session.rollback()
    beat()
    time.advance(minutes=3)
    assert not is_worker_silent(time.now)
    time.advance(seconds=1)
    assert is_worker_silent(time.now)


@pytest.mark.parametrize("shape", [logs.AsText(), logs.AsJson()])
def test_no_line_of_the_log_names_a_person_or_tells_a_secret(
    shape: logging.Formatter,
) -> None:
    error = ValueError("no place for anna.nowak@uni.example")
    problem = (ValueError, error, error.__traceback__)
    record = logging.LogRecord(
        "eventapp.mail",
        logging.ERROR,
        __file__,
        1,
        "to %s at %s",
        ("li@uni.example", f"/me/enter/abcdefghijklmnopqrstuv /mails/{LONG} {KEY}"),
        problem,
    )

    line = shape.format(record)

    assert "anna.nowak" not in line
    assert "li@" not in line
    assert "abcdefghijklmnopqrstuv" not in line
    assert LONG not in line
    assert KEY in line
    assert "ValueError: no place for" in line


@pytest.mark.parametrize("sign", ["a", "a.", "x@a", "%", "-"])
def test_a_long_word_does_not_hold_the_log_up(sign: str) -> None:
    begun = machine.process_time()

    said = logs.without_people(sign * 100_000 + " anna@guest.example")

    assert "anna" not in said
    assert machine.process_time() - begun < 1  # it took minutes


def test_a_line_for_each_request_names_the_view_and_no_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    make_week("spring")
    db.session.commit()

    with caplog.at_level(logging.INFO, "eventapp.requests"):
        client.get("/weeks/spring/programme?q=anna")

    (record,) = caplog.records
    line = json.loads(logs.AsJson().format(record))
    assert line["view"] == "programme.programme"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert "anna" not in str(line)


def set_version(number: str) -> None:
    """Pretend that the tables are at another revision."""
    version = sa.table("alembic_version", sa.column("version_num"))
    db.session.execute(sa.update(version).values(version_num=number))
    db.session.commit()
