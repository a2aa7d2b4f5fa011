"""The week of 2024, imported: the same as the one that the demonstration plans."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from eventapp.demo.directory import plant_directory
from eventapp.demo.programme import plant_programme
from eventapp.exchange.proposals import State
from eventapp.exchange.tabulating import as_csv, as_workbook, plan_of_week
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import persons_in, planned_events
from eventapp.programme.plans import kept
from eventapp.programme.queries import venues_of
from eventapp.programme.service.releases import publish
from tests.builders import make_account, make_week
from tests.exchange.files import preview, rows_of, run, week_2024, workbook_of

Facts = dict[str, Any]


@pytest.fixture
def demonstration(app: Flask) -> Week:
    """The week as the demonstration plans it."""
    assert app
    known = plant_directory()
    return plant_programme(known, by=make_account()).week


def empty_week() -> Week:
    held = KnownDate(date(2024, 3, 27), date(2024, 4, 1), DatePrecision.DAY)
    return make_week(held=held)


def facts(week: Week) -> dict[str, Facts]:
    """All plans of a week by key, their venues and people by name."""
    venues = {one.id: one.key or str(one.id) for one in venues_of(week)}
    keys = {one.id: one.event.key for one in planned_events(week)}
    persons = {one.id: one for one in persons_in(week)}
    found: dict[str, Facts] = {}
    for one in planned_events(week):
        plan = kept(one.plan)
        plan["venue_id"] = _named(one.plan.venue_id, venues)
        plan["meeting_point_id"] = _named(one.plan.meeting_point_id, venues)
        plan["coaches"] = [venues[UUID(key)] for key in one.plan.coaches]
        plan["parent_id"] = _named(one.plan.parent_id, keys)
        people = []
        for part in one.parts:
            person = persons[part.person_id] if part.person_id else None
            people.append(
                {
                    **kept(replace(part, person_id=None)),
                    "name": person.name if person else None,
                    "office": person.office if person else None,
                    "institution": person.institution_id if person else None,
                    "languages": person.languages if person else (),
                }
            )
        found[one.event.key or ""] = {**plan, "people": people}
    return found


def places(week: Week) -> dict[str | None, Facts]:
    """All venues of a week by key."""
    found = venues_of(week)
    names = {one.id: one.key for one in found}
    return {
        one.key: {
            "name": one.name,
            "kind": one.kind,
            "capacity": one.capacity,
            "hours": (one.opens, one.closes),
            "inside": _named(one.parent_id, names),
        }
        for one in found
    }


def _named(key: UUID | None, names: dict[UUID, Any]) -> Any:
    return names[key] if key else None


def test_an_imported_week_is_the_one_that_was_planned(demonstration: Week) -> None:
    week = empty_week()

    seen = run(week, week_2024())
    publish(week, [one.id for one in planned_events(week)], None, by=make_account())

    assert [one.problems for one in seen.proposals if one.problems] == []
    assert facts(week) == facts(demonstration)
    assert places(week) == places(demonstration)


def test_an_exported_week_is_the_same_in_another_one(demonstration: Week) -> None:
    week = empty_week()

    run(week, as_workbook(plan_of_week(demonstration)))

    assert facts(week) == facts(demonstration)
    assert places(week) == places(demonstration)


def test_a_week_goes_through_csv_where_its_venues_are_known(
    demonstration: Week,
) -> None:
    week = empty_week()
    run(week, workbook_of(venues=rows_of("venues_2024.csv")))

    run(week, as_csv(plan_of_week(demonstration)))

    assert facts(week) == facts(demonstration)


@pytest.mark.parametrize("shape", [as_csv, as_workbook])
def test_what_was_exported_changes_nothing(demonstration: Week, shape: Any) -> None:
    seen = preview(demonstration, shape(plan_of_week(demonstration)))

    states = {one.state for one in seen.proposals}
    assert states == {State.UNCHANGED}


def test_the_second_import_of_a_file_changes_nothing(app: Flask) -> None:
    assert app
    plant_directory()
    week = empty_week()
    run(week, week_2024())

    again = preview(week, week_2024())

    assert again.counts == {State.UNCHANGED: 24}
    assert again.persons == {}
