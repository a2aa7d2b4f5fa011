"""The runs of show of the demonstration: the opening, in the order of the facts."""

from collections.abc import Iterable, Mapping
from datetime import time
from itertools import groupby

from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.demo.sources import Line, localised, table, words
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.vocabulary import Part
from eventapp.run_of_show.plans import Cast, CuePlan
from eventapp.run_of_show.service.writing import save_run


def plant_runs(events: Mapping[str, Event], *, by: Account) -> None:
    """Write the cues of the ceremonies; their minutes and things are illustrative."""
    people = {
        person.name.latin: person for person in db.session.scalars(select(Person))
    }
    for key, lines in groupby(table("run_of_show"), key=lambda line: line["event"]):
        plans = [_cue(line, people) for line in lines]
        save_run(events[key], plans, seen_version=0, by=by)


def _cue(line: Line, people: Mapping[str, Person]) -> CuePlan:
    return CuePlan(
        what=localised(line, "what"),
        minutes=int(line["minutes"]),
        least_minutes=int(line["least"]) if line["least"] else None,
        begins=time.fromisoformat(line["begins"]) if line["begins"] else None,
        slides=line["slides"] or None,
        props=localised(line, "props") or None,
        notes=localised(line, "notes") or None,
        cast=tuple(_cast(words(line["people"]), people)),
    )


def _cast(named: Iterable[str], people: Mapping[str, Person]) -> Iterable[Cast]:
    for one in named:
        latin, _colon, part = one.partition(":")
        yield Cast(people[latin].id, Part(part))
