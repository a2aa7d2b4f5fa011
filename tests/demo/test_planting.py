"""Planting the demonstration: whole or not at all."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.demo.week import plant
from eventapp.kernel.db import Model, db, writing


def test_a_planting_that_fails_leaves_nothing(app: Flask) -> None:
    assert app

    with pytest.raises(ZeroDivisionError):
        _plant_and_fail()

    assert not any(_row_counts().values())


def _plant_and_fail() -> None:
    with writing():
        plant()
        raise ZeroDivisionError


def _row_counts() -> dict[str, int]:
    tables = Model.metadata.sorted_tables
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in tables
    }
