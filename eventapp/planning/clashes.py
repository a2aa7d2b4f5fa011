"""The clashes of a week as planned: what is impossible, doubtful, worth a notice."""

from collections.abc import Callable, Iterator
from datetime import datetime

from eventapp.planning.queries.survey import Survey, survey_of
from eventapp.planning.rules import (
    gaps,
    hours,
    interpreting,
    people,
    rooms,
    sizes,
    ways,
)
from eventapp.planning.rules.outcome import Clash, Level, Rule
from eventapp.programme.models.weeks import Week

__all__ = ["Clash", "Level", "Rule", "clashes_in", "clashes_on", "pressing_clashes"]

RULES: tuple[Callable[[Survey], Iterator[Clash]], ...] = (
    rooms.rooms_taken,
    rooms.coaches_taken,
    people.expected_twice,
    people.expected_and_invited,
    hours.outside_whole,
    interpreting.interpreters_missing,
    interpreting.interpreters_without_language,
    sizes.overbooked,
    sizes.rooms_small,
    sizes.coaches_small,
    rooms.venues_closed,
    ways.no_time_to_walk,
    hours.links_shared,
    hours.places_overlap,
    hours.outside_week,
    gaps.nobody_presides,
    gaps.nobody_signs,
    gaps.to_be_named,
    gaps.no_link,
    gaps.steps,
)


def clashes_in(week: Week) -> list[Clash]:
    """All clashes of a week, the worst first, then by hour."""
    return clashes_on(survey_of(week))


def pressing_clashes(week: Week, at: datetime) -> list[Clash]:
    """What is impossible or doubtful, as long as something can be done about it."""
    return pressing_on(survey_of(week), at)


def pressing_on(survey: Survey, at: datetime) -> list[Clash]:
    """The same of a survey that was read already."""
    ahead = {
        event.id
        for event in survey.events
        if event.plan.starts_at > at or not event.plan.is_placed
    }
    return [
        clash
        for clash in clashes_on(survey)
        if clash.level is not Level.NOTICE and ahead.intersection(clash.events)
    ]


def clashes_on(survey: Survey) -> list[Clash]:
    """All clashes in what was read of a week, the worst first, then by hour."""
    levels = list(Level)
    known = (*survey.events, *survey.cancelled.values())
    order = {event.id: number for number, event in enumerate(known)}
    found = [clash for rule in RULES for clash in rule(survey)]
    return sorted(
        found,
        key=lambda clash: (
            levels.index(clash.level),
            [order[key] for key in clash.events],
        ),
    )
