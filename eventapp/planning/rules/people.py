"""People: expected in two places at once."""

from collections.abc import Iterator
from itertools import combinations
from uuid import UUID

from flask_babel import gettext as _

from eventapp.planning.queries.survey import Survey
from eventapp.planning.rules.outcome import Clash, Level, Rule
from eventapp.planning.rules.said import hours_of_both, name, title
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.vocabulary import Part


def expected_twice(survey: Survey) -> Iterator[Clash]:
    """Somebody with parts in two events at once, unless as whole and part of it."""
    agendas: dict[UUID, list[PlannedEvent]] = {}
    for event in survey.placed:
        for key in survey.present[event.id]:
            agendas.setdefault(key, []).append(event)
    for key, events in agendas.items():
        for one, other in combinations(events, 2):
            if other.plan.starts_at < one.plan.ends_at and not survey.are_together(
                one, other
            ):
                yield _of_parts(survey, one, other, key)


def expected_and_invited(survey: Survey) -> Iterator[Clash]:
    """Somebody with a part in one event who holds a place at another one meanwhile."""
    if not survey.people:
        return
    nobody: frozenset[UUID] = frozenset()
    for pair in survey.overlapping:
        for one, other in (pair, pair[::-1]):
            invited = survey.invited.get(other.id, nobody)
            both = survey.present[one.id].keys() & invited
            both -= survey.present[other.id].keys()
            if both and not survey.are_together(one, other):
                for key in _in_order(survey, both):
                    yield _of_place(survey, one, other, key)


def _of_parts(
    survey: Survey, one: PlannedEvent, other: PlannedEvent, key: UUID
) -> Clash:
    here, there = survey.present[one.id][key], survey.present[other.id][key]
    events = (one.id, other.id)
    said = {
        "name": name(survey.persons[key]),
        "hours": hours_of_both(survey, one, other),
    }
    for part in (Part.SIGNATORY, Part.INTERPRETER):
        if part in there and part not in here:
            one, other = other, one
    said |= {"one": title(one), "other": title(other)}
    if Part.SIGNATORY in here | there:
        rule = Rule.SIGNATORY_ELSEWHERE
        sentence = _(
            "%(name)s signs at “%(one)s” and is expected at “%(other)s”: %(hours)s.",
            **said,
        )
    elif Part.INTERPRETER in here | there:
        rule = Rule.INTERPRETER_TWICE
        sentence = _(
            "%(name)s interprets at “%(one)s” and is expected at “%(other)s”: "
            "%(hours)s.",
            **said,
        )
    else:
        rule = Rule.TWO_PLACES
        sentence = _(
            "%(name)s is expected at “%(one)s” and at “%(other)s”: %(hours)s.", **said
        )
    return Clash(Level.IMPOSSIBLE, rule, events, (key,), sentence)


def _of_place(
    survey: Survey, one: PlannedEvent, other: PlannedEvent, key: UUID
) -> Clash:
    said = {
        "name": name(survey.persons[key]),
        "one": title(one),
        "other": title(other),
        "hours": hours_of_both(survey, one, other),
    }
    events = (one.id, other.id)
    if Part.SIGNATORY in survey.present[one.id][key]:
        sentence = _(
            "%(name)s signs at “%(one)s” and has a place at “%(other)s”: %(hours)s.",
            **said,
        )
        rule, level = Rule.SIGNATORY_ELSEWHERE, Level.IMPOSSIBLE
    else:
        sentence = _(
            "%(name)s is expected at “%(one)s” and has a place at “%(other)s”: "
            "%(hours)s.",
            **said,
        )
        rule, level = Rule.PLACE_ELSEWHERE, Level.DOUBTFUL
    return Clash(level, rule, events, (key,), sentence)


def _in_order(survey: Survey, keys: set[UUID]) -> list[UUID]:
    return sorted(keys, key=lambda key: (survey.persons[key].sort_name, str(key)))
