"""The week of 2024, typed in the office: the same as the demonstration plans."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from eventapp.demo.directory import plant_directory
from eventapp.demo.programme import INTERPRETATION, plant_programme
from eventapp.demo.sources import Line, table, words
from eventapp.kernel.i18n import Localised
from eventapp.planning.forms.known import label_of
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import persons_in, planned_events
from eventapp.programme.plans import kept
from eventapp.programme.queries import venues_of, week_by_slug
from eventapp.programme.service.releases import publish
from tests.builders import make_account
from tests.conftest import Client

Facts = dict[str, Any]
TEXTS = ("title", "summary")


@pytest.fixture
def demonstration(app: Flask) -> Week:
    """The week as the demonstration plans it."""
    assert app
    known = plant_directory()
    return plant_programme(known, by=make_account()).week


def test_a_week_typed_in_the_office_is_the_one_that_was_planned(
    client: Client, demonstration: Week
) -> None:
    organiser = client.sign_in()
    labels = {
        person.name.latin: label_of(person) for person in persons_in(demonstration)
    }
    _send(client, "/organise/new", _beginning(demonstration))
    week = week_by_slug("typed")
    assert week is not None

    for line in table("venues"):
        _send(client, "/organise/typed/venues/new", _venue(line, week))
    for line in table("events"):
        _send(client, "/organise/typed/events/new", _event(line, week, labels))
    publish(week, [one.id for one in planned_events(week)], None, by=organiser)

    assert _facts(week) == _facts(demonstration)
    assert _places(week) == _places(demonstration)


def _send(client: Client, path: str, form: Facts) -> None:
    answer = client.post(path, data=form)
    assert answer.status_code == 302, (path, form, answer.text)


def _beginning(model: Week) -> Facts:
    return {
        "name_en": "Typed Week",
        "slug": "typed",
        "host": str(model.host_id),
        "city_en": "Shanghai",
        "city_zh": "上海",
        "zone": "Asia/Shanghai",
        "first": "2024-03-27",
        "last": "2024-04-01",
        "contact_address": "office@sspu.example",
    }


def _venue(line: Line, week: Week) -> Facts:
    return {
        **_texts("name", line),
        "kind": line["kind"],
        "capacity": line["capacity"],
        "parent": _venue_of(week, line["parent"]),
        "step_free": "",
        "opens": line["opens"],
        "closes": line["closes"],
    }


def _event(line: Line, week: Week, labels: dict[str, str]) -> Facts:
    day, begins = line["starts_at"].split("T")
    form: Facts = {
        "kind": line["kind"],
        "day": day,
        "begins": begins,
        "ends": line["ends_at"].split("T")[1],
        "venue": _venue_of(week, line["venue"]),
        "meeting_point": _venue_of(week, line["meeting_point"]),
        "coaches": [_venue_of(week, key) for key in words(line["coaches"])],
        "parent": _parent(week, line["parent"]),
        "capacity": line["capacity"],
        "signup": line["signup"],
        "waiting_list": "automatic",
        "languages": list(words(line["languages"])),
        "mode": line["mode"],
        "joining_link": line["joining_link"],
        "joining_minutes": "30",
        "standing": "scheduled",
    }
    for field in TEXTS:
        form |= _texts(field, line)
    spoken = INTERPRETATION[line["interpretation"]] or Localised()
    form |= {f"interpretation-{tag}": text for tag, text in spoken.items()}
    parts = [one for one in table("assignments") if one["event"] == line["key"]]
    for number, part in enumerate(parts):
        form |= {
            f"people-{number}-part": part["part"],
            f"people-{number}-person": labels[part["latin"]],
            f"people-{number}-from_language": part["from"],
            f"people-{number}-into_language": part["into"],
        }
    return form


def _texts(field: str, line: Line) -> Facts:
    return {
        f"{field}-en": line[f"{field}_en"],
        f"{field}-zh-Hans": line[f"{field}_zh"],
    }


def _titled(name: str, key: str) -> Localised:
    """The text by which a line of the demonstration is found again."""
    field = "name" if name == "venues" else "title"
    line = next(one for one in table(name) if one["key"] == key)
    return Localised({"en": line[f"{field}_en"], "zh-Hans": line[f"{field}_zh"]})


def _venue_of(week: Week, key: str) -> str:
    if not key:
        return ""
    wanted = _titled("venues", key)
    return next(str(one.id) for one in venues_of(week) if one.name == wanted)


def _parent(week: Week, key: str) -> str:
    if not key:
        return ""
    wanted = _titled("events", key)
    return next(str(one.id) for one in planned_events(week) if one.plan.title == wanted)


def _facts(week: Week) -> dict[str, Facts]:
    """All plans of a week by title; venues and wholes by their names."""
    venues = {one.id: one.name["en"] for one in venues_of(week)}
    events = planned_events(week)
    titles = {one.id: one.plan.title["en"] for one in events}
    names = venues | titles
    found = {}
    for one in events:
        plan = kept(one.plan)
        for field in ("venue_id", "meeting_point_id", "parent_id"):
            key = getattr(one.plan, field)
            plan[field] = names[key] if key else None
        plan["coaches"] = [venues[UUID(key)] for key in one.plan.coaches]
        plan["people"] = [kept(part) for part in one.parts]
        found[titles[one.id]] = plan
    return found


def _places(week: Week) -> dict[str, Facts]:
    found = venues_of(week)
    names = {one.id: one.name["en"] for one in found}
    return {
        one.name["en"]: {
            "name": one.name,
            "kind": one.kind,
            "capacity": one.capacity,
            "hours": (one.opens, one.closes),
            "inside": names[one.parent_id] if one.parent_id else None,
        }
        for one in found
    }
