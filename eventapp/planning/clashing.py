"""The page of clashes: by level, with the way to what must be changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.accounts.access import requires
from eventapp.accounts.vocabulary import Right
from eventapp.kernel import clock
from eventapp.planning.clashes import Clash, Level, clashes_on, pressing_on
from eventapp.planning.forms.clashes import PRESSING, ClashFilter
from eventapp.planning.office import bp
from eventapp.planning.queries.survey import Survey, survey_of
from eventapp.planning.rules.words import LEVELS
from eventapp.programme.access import week_at
from eventapp.programme.models.people import Person
from eventapp.programme.planned import PlannedEvent
from eventapp.web.addresses import here

MOST_SHOWN = 300


@dataclass(frozen=True)
class Finding:
    """A clash with what it concerns."""

    clash: Clash
    is_pressing: bool  # something can still be done about it
    events: tuple[PlannedEvent, ...]
    persons: tuple[Person, ...]
    day: date | None  # None: without an hour yet
    shown: UUID | None  # the latest event, to which the grid leads


@bp.get("/<slug>/clashes")
@requires(Right.READ)
def clashes(slug: str) -> ResponseReturnValue:
    """What does not fit together in a week, the worst first."""
    week = week_at(slug)
    survey = survey_of(week)
    pressing = set(pressing_on(survey, clock.now()))
    found = [
        _finding(survey, clash, is_pressing=clash in pressing)
        for clash in clashes_on(survey)
    ]
    persons = {one.id: one for row in found for one in row.persons}
    form = ClashFilter(request.args).offer(
        {row.clash.rule for row in found},
        sorted({row.day for row in found if row.day}),
        sorted(persons.values(), key=lambda person: person.sort_name),
    )
    shown = [row for row in found if _fits(row, form)]
    return render_template(
        "planning/clashes.html",
        week=week,
        filter=form,
        chosen=[
            {"text": words, "href": here(**{name: None})}
            for name, words in form.chosen.items()
        ],
        levels=_by_level(shown[:MOST_SHOWN]),
        words=LEVELS,
        counts={level: _count(shown, level) for level in Level},
        shown=min(len(shown), MOST_SHOWN),
        total=len(found),
        everything=url_for(".clashes", slug=slug),
    )


def _finding(survey: Survey, clash: Clash, *, is_pressing: bool) -> Finding:
    known = {**survey.by_key, **survey.cancelled}
    events = tuple(known[key] for key in clash.events)
    placed = [event for event in events if event.plan.is_placed]
    latest = max(placed, key=lambda event: event.plan.starts_at, default=None)
    zone = survey.week.tzinfo
    return Finding(
        clash=clash,
        is_pressing=is_pressing,
        events=events,
        persons=tuple(survey.persons[key] for key in clash.persons),
        day=latest.plan.starts_at.astimezone(zone).date() if latest else None,
        shown=latest.id if latest else None,
    )


def _fits(row: Finding, form: ClashFilter) -> bool:
    said = {
        "level": {row.clash.level.value, *([PRESSING] if row.is_pressing else [])},
        "rule": {str(row.clash.rule)},
        "day": {row.day.isoformat()} if row.day else set(),
        "person": {str(person.id) for person in row.persons},
    }
    return all(form[name].data in said[name] for name in form.chosen)


def _by_level(rows: Iterable[Finding]) -> list[tuple[Level, list[Finding]]]:
    return [
        (level, list(those))
        for level, those in groupby(rows, key=lambda row: row.clash.level)
    ]


def _count(rows: Iterable[Finding], level: Level) -> int:
    return sum(row.clash.level is level for row in rows)
