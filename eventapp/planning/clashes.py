"""The clashes of a week as planned: what is impossible, doubtful, worth a notice."""

from collections.abc import Callable, Iterator

from eventapp.planning.queries.survey import Survey, survey_of
from eventapp.planning.rules import people, rooms
from eventapp.planning.rules.outcome import Clash, Level, Rule
from eventapp.programme.models.weeks import Week

__all__ = ["Clash", "Level", "Rule", "clashes_in", "clashes_on"]

RULES: tuple[Callable[[Survey], Iterator[Clash]], ...] = (
    rooms.rooms_taken,
    people.two_places,
)


def clashes_in(week: Week) -> list[Clash]:
    """All clashes of a week, the worst first, then by hour."""
    return clashes_on(survey_of(week))


def clashes_on(survey: Survey) -> list[Clash]:
    """All clashes in what was read of a week, the worst first, then by hour."""
    levels = list(Level)
    order = {event.id: number for number, event in enumerate(survey.events)}
    found = [clash for rule in RULES for clash in rule(survey)]
    return sorted(
        found,
        key=lambda clash: (
            levels.index(clash.level),
            [order[key] for key in clash.events],
        ),
    )
