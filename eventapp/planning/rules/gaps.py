"""Gaps: what an event still lacks before its day."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.planning.queries.survey import Survey
from eventapp.planning.rules.outcome import Clash, Level, Rule
from eventapp.planning.rules.said import hours_of, title
from eventapp.programme.models.venues import Venue
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.vocabulary import EventKind, Mode, Part, SignUp
from eventapp.programme.words import part_word

LED = {
    EventKind.OPENING,
    EventKind.CLOSING,
    EventKind.SIGNING,
    EventKind.SALON,
    EventKind.FORUM,
    EventKind.ROUND_TABLE,
}
LEADING = {Part.PRESIDER, Part.MODERATOR, Part.HOST}


def nobody_presides(survey: Survey) -> Iterator[Clash]:
    """Ceremonies and conversations that nobody leads; a whole's presider does."""
    for event in survey.placed:
        if event.plan.kind not in LED or _is_led(survey, event):
            continue
        sentence = _(
            "“%(event)s” has no presider, moderator or host: %(hours)s.",
            event=title(event),
            hours=hours_of(survey, event),
        )
        yield _notice(Rule.NOBODY_PRESIDES, event, sentence)


def nobody_signs(survey: Survey) -> Iterator[Clash]:
    """Signings without anybody who signs."""
    for event in survey.placed:
        if event.plan.kind is not EventKind.SIGNING:
            continue
        if any(part.part is Part.SIGNATORY for part in event.parts):
            continue
        sentence = _(
            "Nobody signs at “%(event)s”: %(hours)s.",
            event=title(event),
            hours=hours_of(survey, event),
        )
        yield _notice(Rule.NOBODY_SIGNS, event, sentence)


def to_be_named(survey: Survey) -> Iterator[Clash]:
    """Parts without a person; of interpreters another rule speaks."""
    for event in survey.placed:
        unnamed = [part.part for part in event.parts if part.person_id is None]
        for part in dict.fromkeys(unnamed):
            if part is Part.INTERPRETER:
                continue
            sentence = _(
                "%(part)s is to be named for “%(event)s”: %(hours)s.",
                part=part_word(part),
                event=title(event),
                hours=hours_of(survey, event),
            )
            yield _notice(Rule.TO_BE_NAMED, event, sentence)


def no_link(survey: Survey) -> Iterator[Clash]:
    """Online events that nobody can join; the link of a whole opens its parts."""
    for event in survey.placed:
        wholes = (survey.by_key.get(key) for key in survey.wholes_of(event))
        lines = (event, *(whole for whole in wholes if whole))
        if event.plan.mode is Mode.ONSITE:
            continue
        if any(one.plan.joining_link for one in lines):
            continue
        sentence = _(
            "“%(event)s” takes place online, but has no joining link: %(hours)s.",
            event=title(event),
            hours=hours_of(survey, event),
        )
        yield _notice(Rule.NO_LINK, event, sentence)


def steps(survey: Survey) -> Iterator[Clash]:
    """Venues with steps for delegates who need a way without any."""
    for event in survey.placed:
        concerned = survey.step_free
        if event.plan.signup is not SignUp.EVERYONE:
            concerned &= survey.held.get(event.id, frozenset())
        if not concerned:
            continue
        for venue in _places(survey, event):
            if _has_steps(survey, venue):
                sentence = ngettext(
                    "%(num)d delegate at “%(event)s” needs a way without steps, but "
                    "%(venue)s has none: %(hours)s.",
                    "%(num)d delegates at “%(event)s” need a way without steps, but "
                    "%(venue)s has none: %(hours)s.",
                    len(concerned),
                    event=title(event),
                    venue=str(venue.name),
                    hours=hours_of(survey, event),
                )
                yield _notice(Rule.STEPS, event, sentence)


def _is_led(survey: Survey, event: PlannedEvent) -> bool:
    wholes = (survey.by_key.get(key) for key in survey.wholes_of(event))
    around = [one for one in wholes if one and survey.share_place(one, event)]
    return any(part.part in LEADING for one in (event, *around) for part in one.parts)


def _places(survey: Survey, event: PlannedEvent) -> list[Venue]:
    plan = event.plan
    keys = dict.fromkeys((plan.venue_id, plan.meeting_point_id))
    venues = [venue for key in keys if (venue := survey.venue(key))]
    return list(dict.fromkeys((*venues, *survey.coaches_of(event))))


def _has_steps(survey: Survey, venue: Venue) -> bool:
    for place in survey.around(venue):
        if place.is_step_free is not None:
            return not place.is_step_free
    return False


def _notice(rule: Rule, event: PlannedEvent, sentence: str) -> Clash:
    return Clash(Level.NOTICE, rule, (event.id,), (), sentence)
