"""The demonstration, planted once for the tests of a module that only read it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from eventapp.demo.week import Planting, plant
from eventapp.kernel import clock
from eventapp.kernel.db import db, may_write, writing
from tests.conftest import empty

IN_THE_WEEK = datetime(2024, 3, 27, 0, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def planted(application: Flask) -> Iterator[Planting]:
    """What was planted, in the week in which the demonstration lives."""
    clock.stop(IN_THE_WEEK)
    with application.app_context():
        may_write(allowed=True)
        with writing():
            planting = plant()
        db.session.remove()
    clock.stop(None)
    assert planting is not None
    yield planting
    with application.app_context():
        may_write(allowed=True)
        empty()


@pytest.fixture
def planting(application: Flask, planted: Planting) -> Iterator[Planting]:
    """The same, in the context of one test; what it writes is undone."""
    with application.app_context():
        may_write(allowed=True)
        yield planted
        db.session.rollback()
        db.session.remove()
