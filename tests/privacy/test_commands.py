"""Closing a week from the command line."""

import pytest
from click.testing import CliRunner
from flask import Flask

from eventapp import cli
from eventapp.kernel.db import db
from eventapp.registration.models.registrations import Registration
from tests.builders import make_registration, make_week
from tests.conftest import StoppedClock


def test_a_week_is_closed_after_it_was_counted(
    app: Flask, time: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_app", lambda: app)
    one = make_registration(make_week("spring"), phone="+48 1")
    early = _run("close-week", "spring", "--yes")
    assert "not over yet" in early
    time.advance(days=40)
    counted = _run("close-week", "spring", "--dry-run")
    assert "registration         1" in counted
    assert _phone(one) == "+48 1"

    done = _run("close-week", "spring", "--yes")

    assert "rows are erased" in done
    assert _phone(one) is None
    assert "0 erased again." in _run("replay-erasures")


def _run(*words: str) -> str:
    db.session.commit()
    return CliRunner().invoke(cli.main, words).output


def _phone(one: Registration) -> str | None:
    return db.session.get_one(Registration, one.id, populate_existing=True).phone
