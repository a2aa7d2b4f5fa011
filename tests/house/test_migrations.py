"""Models and migrations say the same, on both databases."""

import ast
import re
from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from eventapp.kernel import clock
from eventapp.kernel.db import Model, db
from eventapp.kernel.names import PersonName, searchable
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment, Person
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.service.people import PersonEntry, enter_person
from eventapp.programme.vocabulary import EventStatus, Part
from tests.builders import make_event, make_week
from tests.house.tree import read, sources

SCRIPTS = sources("migrations/versions", ".py")


def test_models_and_migrations_agree(app: Flask, database: str) -> None:
    assert app
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)

        assert compare_metadata(context, Model.metadata) == [], database


def test_migrations_go_down_as_well_as_up(app: Flask, database: str) -> None:
    assert app
    before = _shape()
    db.session.remove()
    db.engine.dispose()  # no idle connection still sees the tables of before

    try:
        downgrade(revision="base")
        left = set(_shape())
    finally:
        upgrade()

    assert left <= {"alembic_version"}, database
    assert _shape() == before


def test_a_name_that_becomes_a_person_is_found_without_its_accents(
    app: Flask, database: str
) -> None:
    assert app
    name = PersonName("Łódź  José", "ＬＩ 李", "zh-Hans")
    person = enter_person(PersonEntry(name))
    assign(make_event(), [PartPlan(Part.SPEAKER, person.id)])
    key = person.id
    db.session.commit()
    db.session.remove()
    db.engine.dispose()

    try:
        downgrade(revision="0002")
    finally:
        upgrade()

    became = db.session.scalars(select(Person)).one()
    assert became.id != key, database
    assert became.name == name
    assert became.sort_name == searchable(name.latin, name.native) == "lodz jose li 李"
    assert abs(became.created_at - clock.now()) < timedelta(minutes=1)
    assert db.session.scalars(select(Assignment.person_id)).all() == [became.id]


def test_events_that_calendars_tell_anew_are_new_revisions(
    app: Flask, database: str
) -> None:
    assert app
    week = make_week()
    public, draft = make_event(week), make_event(week, status=EventStatus.DRAFT)
    seen, unseen, revision = public.id, draft.id, week.revision
    db.session.commit()
    db.session.remove()
    db.engine.dispose()

    try:
        downgrade(revision="0032")
    finally:
        upgrade()

    after = {event.id: event for event in db.session.scalars(select(Event))}
    assert (after[seen].sequence, after[unseen].sequence) == (1, 0), database
    assert abs(after[seen].changed_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert after[seen].week.revision == revision + 1


def test_migrations_are_numbered_in_one_line() -> None:
    numbers = [re.findall(r"versions/(\d{4})_[a-z_]+\.py$", name) for name in SCRIPTS]

    assert numbers == [[f"{number:04}"] for number in range(1, len(SCRIPTS) + 1)]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_migration_does_not_know_the_application(name: str) -> None:
    imported = {
        module for node in ast.walk(ast.parse(read(name))) for module in _modules(node)
    }

    assert {module for module in imported if module.startswith("eventapp")} == set()


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []


def _shape() -> dict[str, set[str]]:
    """Every table's columns, indexes and checks, by name."""
    inspector = inspect(db.engine)
    return {
        table: {
            str(part["name"])
            for part in (
                *inspector.get_columns(table),
                *inspector.get_indexes(table),
                *inspector.get_check_constraints(table),
                *inspector.get_foreign_keys(table),
                *inspector.get_unique_constraints(table),
            )
        }
        for table in inspector.get_table_names()
    }
