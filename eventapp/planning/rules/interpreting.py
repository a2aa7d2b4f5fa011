"""Interpreters: missing, to be named, without the language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from flask_babel import gettext as _

from eventapp.planning.queries.survey import Survey
from eventapp.planning.rules.outcome import Clash, Level, Rule
from eventapp.planning.rules.said import hours_of, name, title
from eventapp.programme.models.people import Person
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.plans import PartPlan
from eventapp.programme.vocabulary import EventKind, Part
from eventapp.programme.when import language_name
from eventapp.web.filters import together

SPOKEN = {  # where everybody listens to one person
    EventKind.OPENING,
    EventKind.CLOSING,
    EventKind.SIGNING,
    EventKind.SALON,
    EventKind.FORUM,
    EventKind.ROUND_TABLE,
    EventKind.CONFERENCE,
    EventKind.PROGRAMME_DAY,
    EventKind.PROMOTION,
}
Languages = frozenset[str]


@dataclass(frozen=True)
class Lack:
    """What an event lacks: every interpreter, or the way between two languages."""

    of_all: bool
    pairs: tuple[tuple[str, str], ...] = ()

    def includes(self, other: "Lack") -> bool:
        """Whether whoever mends this mends the other as well."""
        return self.of_all or (not other.of_all and set(other.pairs) <= set(self.pairs))


def interpreters_missing(survey: Survey) -> Iterator[Clash]:
    """Languages between which nobody interprets; a whole speaks for its parts."""
    lacks = {event.id: _lack(survey, event) for event in survey.placed}
    for event in survey.placed:
        lack = lacks[event.id]
        if lack is not None and not _is_said_of_whole(survey, event, lacks):
            level = Level.DOUBTFUL
            if not event.plan.interpretation and event.plan.kind not in SPOKEN:
                level = Level.NOTICE
            for sentence in _of_lack(survey, event, lack):
                yield _clash(event, sentence, level=level)
        for part in event.parts:
            if part.part is Part.INTERPRETER and part.person_id is None:
                yield _clash(event, _to_be_named(survey, event, part))


def interpreters_without_language(survey: Survey) -> Iterator[Clash]:
    """Interpreters who do not speak a language, or hear one that nobody speaks."""
    for event in survey.events:
        held_in = _main(event.plan.languages)
        for part in event.parts:
            if part.part is not Part.INTERPRETER or part.person_id is None:
                continue
            person = survey.persons[part.person_id]
            ends = [tag for tag in (part.from_language, part.into_language) if tag]
            spoken = _main(person.languages)
            strange = [tag for tag in ends if spoken and _base(tag) not in spoken]
            if strange:
                sentence = _does_not_speak(survey, event, person, strange)
                yield _clash(event, sentence, person.id, Rule.INTERPRETER_LANGUAGE)
            heard = part.from_language
            if heard and held_in and _base(heard) not in held_in:
                sentence = _hears_nobody(survey, event, person, heard)
                yield _clash(event, sentence, person.id, Rule.INTERPRETER_LANGUAGE)


def _does_not_speak(
    survey: Survey, event: PlannedEvent, person: Person, tags: list[str]
) -> str:
    return _(
        "%(name)s interprets at “%(event)s”, but does not speak %(languages)s: "
        "%(hours)s.",
        name=name(person),
        event=title(event),
        languages=together(map(language_name, tags), "or"),
        hours=hours_of(survey, event),
    )


def _hears_nobody(survey: Survey, event: PlannedEvent, person: Person, tag: str) -> str:
    return _(
        "%(name)s interprets from %(language)s, but “%(event)s” is in %(languages)s: "
        "%(hours)s.",
        name=name(person),
        event=title(event),
        language=language_name(tag),
        languages=together(map(language_name, event.plan.languages)),
        hours=hours_of(survey, event),
    )


def _lack(survey: Survey, event: PlannedEvent) -> Lack | None:
    plan = event.plan
    languages = {_base(tag): tag for tag in plan.languages}
    interpreters = _interpreters(survey, event)
    if not interpreters:
        is_needed = plan.interpretation or len(languages) > 1
        return Lack(of_all=True) if is_needed else None
    joined = _joined(languages, interpreters)
    pairs = tuple(
        (languages[one], languages[other])
        for one, other in combinations(languages, 2)
        if not any({one, other} <= group for group in joined)
    )
    return Lack(of_all=False, pairs=pairs) if pairs else None


def _joined(
    languages: Iterable[str], interpreters: Iterable[PartPlan]
) -> list[set[str]]:
    """The languages between which one is understood, be it through a third one."""
    groups = [{one} for one in languages]
    for part in interpreters:
        ends = {_base(tag) for tag in (part.from_language, part.into_language) if tag}
        if len(ends) < 2:  # noqa: PLR2004 - not said between which: between all
            return [set(languages)]
        touched = [group for group in groups if group & ends]
        groups = [group for group in groups if group not in touched]
        groups.append(ends.union(*touched))
    return groups


def _interpreters(survey: Survey, event: PlannedEvent) -> list[PartPlan]:
    """Those at an event, and those of its whole in the same place."""
    wholes = [
        whole
        for key in survey.wholes_of(event)
        if (whole := survey.by_key.get(key)) and survey.share_place(whole, event)
    ]
    return [
        part
        for one in (event, *wholes)
        for part in one.parts
        if part.part is Part.INTERPRETER
    ]


def _is_said_of_whole(
    survey: Survey, event: PlannedEvent, lacks: dict[UUID, Lack | None]
) -> bool:
    lack = lacks[event.id]
    for key in survey.wholes_of(event):
        whole, said = survey.by_key.get(key), lacks.get(key)
        if whole is None or said is None or lack is None:
            continue
        if survey.share_place(whole, event) and said.includes(lack):
            return True
    return False


def _of_lack(survey: Survey, event: PlannedEvent, lack: Lack) -> Iterator[str]:
    hours = hours_of(survey, event)
    if lack.of_all:
        if event.plan.interpretation:
            yield _(
                "Interpretation is announced for “%(event)s”, but it has no "
                "interpreter: %(hours)s.",
                event=title(event),
                hours=hours,
            )
        else:
            yield _(
                "“%(event)s” is in %(languages)s without an interpreter: %(hours)s.",
                event=title(event),
                languages=together(map(language_name, event.plan.languages)),
                hours=hours,
            )
    for one, other in lack.pairs:
        yield _(
            "Nobody interprets between %(one)s and %(other)s at “%(event)s”: "
            "%(hours)s.",
            one=language_name(one),
            other=language_name(other),
            event=title(event),
            hours=hours,
        )


def _to_be_named(survey: Survey, event: PlannedEvent, part: PartPlan) -> str:
    hours = hours_of(survey, event)
    if part.from_language and part.into_language:
        return _(
            "The interpreter from %(one)s into %(other)s at “%(event)s” is to be "
            "named: %(hours)s.",
            one=language_name(part.from_language),
            other=language_name(part.into_language),
            event=title(event),
            hours=hours,
        )
    return _(
        "The interpreter at “%(event)s” is to be named: %(hours)s.",
        event=title(event),
        hours=hours,
    )


def _clash(
    event: PlannedEvent,
    sentence: str,
    person: UUID | None = None,
    rule: Rule = Rule.INTERPRETER_MISSING,
    level: Level = Level.DOUBTFUL,
) -> Clash:
    return Clash(level, rule, (event.id,), (person,) if person else (), sentence)


def _main(tags: Iterable[str]) -> Languages:
    return frozenset(_base(tag) for tag in tags)


def _base(tag: str) -> str:
    """The language without its writing and region: zh of zh-Hans."""
    return tag.partition("-")[0].casefold()
