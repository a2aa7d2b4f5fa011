"""Venues and persons are changed in one order: the week first, then what is in it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from eventapp.kernel.db import db, holds_all
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import walks_of
from eventapp.programme.plans import PartPlan, VenuePlan, plan_of
from eventapp.programme.service.drafts import save_plan
from eventapp.programme.service.events import assign
from eventapp.programme.service.people import PersonEntry, change_person
from eventapp.programme.service.venues import (
    change_venue,
    plan_venue,
    remove_venue,
    time_walk,
    time_walks,
)
from eventapp.programme.vocabulary import Part
from tests.builders import (
    make_account,
    make_event,
    make_person,
    make_venue,
    make_week,
)
from tests.programme.contest import at_once

HALL = VenuePlan(name=Localised({"en": "Great Hall"}))


@pytest.mark.parametrize(
    "deed",
    [
        lambda venue, _other: plan_venue(venue.week, HALL),
        lambda venue, _other: change_venue(venue, HALL),
        lambda venue, _other: remove_venue(venue),
        lambda venue, other: time_walk(venue, other, 5),
    ],
    ids=["plan", "change", "remove", "time"],
)
def test_whoever_changes_a_venue_holds_its_week_first(
    deed: Callable[[Venue, Venue], object],
    statements: Callable[[], Any],
    database: str,
) -> None:
    week = make_week()
    venue, other = make_venue(week), make_venue(week)
    assert venue.week is week

    with statements() as ran:
        deed(venue, other)

    locked = "FROM week" in ran[0] and "FOR UPDATE" in ran[0]
    assert locked == (database == "postgresql")
    assert holds_all() == (database == "sqlite")


def test_many_ways_are_noted_in_few_statements_and_one_step_of_planning(
    statements: Callable[[], Any],
) -> None:
    week = make_week()
    places = [make_venue(week, f"House {number}").id for number in range(6)]
    pairs = [frozenset((one, two)) for one in places for two in places if one < two]
    seen = week.plan_revision

    def cost(minutes: dict[frozenset[UUID], int | None]) -> int:
        with statements() as ran:
            assert time_walks(week, minutes)
        return len(ran)

    costs = [cost({pairs[0]: 5}), cost(dict.fromkeys(pairs, 7)), cost({pairs[0]: None})]

    assert max(costs) <= 6
    assert week.plan_revision == seen + 3
    assert walks_of(week) == dict.fromkeys(pairs[1:], 7)
    assert not time_walks(week, dict.fromkeys(pairs[1:], 7))
    assert week.plan_revision == seen + 3


def test_two_persons_with_parts_in_the_same_weeks_change_at_once(app: Flask) -> None:
    weeks, by = [make_week(), make_week()], make_account()
    persons = [make_person("Yao Li"), make_person("Lu Min")]
    for person, (here, there) in zip(persons, (weeks, weeks[::-1]), strict=True):
        parts = [PartPlan(Part.HOST, person.id)]
        assign(make_event(here), parts)
        planned = make_event(there)
        save_plan(planned, plan_of(planned), parts, seen_version=1, by=by)
    keys, weeks_seen = [one.id for one in persons], [one.id for one in weeks]
    before = [(week.revision, week.plan_revision) for week in weeks]
    db.session.commit()

    def rename(key: UUID, number: int) -> None:
        entry = PersonEntry(PersonName(f"Name {number}"))
        change_person(db.session.get_one(Person, key), entry)

    outcomes = at_once(
        app,
        [lambda n=n: rename(keys[n % 2], n) for n in range(8)],  # type: ignore[misc]
    )

    assert outcomes == ["done"] * 8
    db.session.rollback()
    for key, (revision, plan_revision) in zip(weeks_seen, before, strict=True):
        week = db.session.get_one(Week, key)
        assert (week.revision, week.plan_revision) == (revision + 4, plan_revision + 8)
