"""Hours: parts outside their whole, events outside the week, links used twice."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.kernel.dates import DatePrecision
from eventapp.planning.queries.survey import Survey
from eventapp.planning.rules.outcome import Clash, Level, Rule
from eventapp.planning.rules.said import hours_of, hours_of_both, title


def outside_whole(survey: Survey) -> Iterator[Clash]:
    """Parts that begin before their whole, end after it, or outlive it."""
    for event in survey.placed:
        key = event.plan.parent_id
        if key is None:
            continue
        said = {"part": title(event), "hours": hours_of(survey, event)}
        level = Level.IMPOSSIBLE
        if cancelled := survey.cancelled.get(key):
            level = Level.DOUBTFUL
            sentence = _(
                "“%(part)s” is part of “%(whole)s”, which is cancelled: %(hours)s.",
                whole=title(cancelled),
                **said,
            )
        else:
            whole = survey.by_key.get(key)
            if whole is None or not whole.plan.is_placed:
                continue
            if (
                whole.plan.starts_at <= event.plan.starts_at
                and event.plan.ends_at <= whole.plan.ends_at
            ):
                continue
            sentence = _(
                "“%(part)s” (%(hours)s) is not within the hours of “%(whole)s” "
                "(%(whole_hours)s).",
                whole=title(whole),
                whole_hours=hours_of(survey, whole),
                **said,
            )
        yield Clash(level, Rule.OUTSIDE_WHOLE, (event.id, key), (), sentence)


def outside_week(survey: Survey) -> Iterator[Clash]:
    """Events on days on which the week is not held."""
    held, zone = survey.week.held, survey.week.tzinfo
    for event in survey.placed:
        first = event.plan.starts_at.astimezone(zone).date()
        last = event.plan.ends_at.astimezone(zone).date()
        if held.precision is DatePrecision.MONTH:
            is_within = _month(held.first) == _month(first) == _month(last)
        elif held.precision is DatePrecision.START and held.last is None:
            is_within = held.first <= first
        else:
            is_within = held.first <= first and last <= held.latest
        if is_within:
            continue
        sentence = _(
            "“%(event)s” is outside the days of the week: %(hours)s.",
            event=title(event),
            hours=hours_of(survey, event),
        )
        yield Clash(Level.NOTICE, Rule.OUTSIDE_WEEK, (event.id,), (), sentence)


def links_shared(survey: Survey) -> Iterator[Clash]:
    """Two events with one joining link at once: their people meet each other."""
    for one, other in survey.overlapping:
        link = one.plan.joining_link
        if not link or link != other.plan.joining_link:
            continue
        if survey.are_nested(one, other):
            continue
        sentence = _(
            "“%(one)s” and “%(other)s” have the same joining link: %(hours)s.",
            one=title(one),
            other=title(other),
            hours=hours_of_both(survey, one, other),
        )
        yield Clash(Level.DOUBTFUL, Rule.LINK_SHARED, (one.id, other.id), (), sentence)


def places_overlap(survey: Survey) -> Iterator[Clash]:
    """Delegates who hold places at two events at once; counted for each pair."""
    for one, other in survey.overlapping:
        both = survey.held_both(one, other)
        if not both or survey.are_nested(one, other):
            continue
        sentence = ngettext(
            "%(num)d delegate has places at both “%(one)s” and “%(other)s”: %(hours)s.",
            "%(num)d delegates have places at both “%(one)s” and “%(other)s”: "
            "%(hours)s.",
            len(both),
            one=title(one),
            other=title(other),
            hours=hours_of_both(survey, one, other),
        )
        events = (one.id, other.id)
        yield Clash(Level.NOTICE, Rule.PLACES_OVERLAP, events, (), sentence)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
