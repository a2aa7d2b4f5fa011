"""A first run of show, from the people of an event and the events inside it."""

from collections.abc import Callable, Iterable, Sequence

from flask_babel import gettext as _

from eventapp.kernel.i18n import LANGUAGES, Localised, speaking
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.plans import PartPlan
from eventapp.programme.vocabulary import Part
from eventapp.run_of_show.plans import Cast, CuePlan
from eventapp.run_of_show.timing import MINUTE

STEP = 5  # minutes
LEADING = (Part.PRESIDER, Part.HOST)
SPEAKING = (Part.SPEAKER, Part.MODERATOR)
SIGNING = (Part.SIGNATORY, Part.WITNESS)


def propose(family: Sequence[PlannedEvent]) -> list[CuePlan]:
    """One cue for whoever leads and for each who speaks, then the inner events.

    The minutes of the event that no inner one takes are shared equally.
    """
    event, *inside = family
    alone = [*_each(event, LEADING, _opening()), *_each(event, SPEAKING, _speech())]
    signing = [who for who in event.parts if who.part in SIGNING]
    if signing and not inside:
        alone.append(_cue(_signature(), 1, signing))
    inner = [
        _cue(one.plan.title, _length(one), (who for who in one.parts if _acts(who)))
        for one in sorted(inside, key=lambda one: one.plan.starts_at)
    ]
    free = _length(event) - sum(cue.minutes for cue in inner)
    share = max(STEP, free // max(1, len(alone)) // STEP * STEP)
    return [*(_lasting(cue, share) for cue in alone), *inner]


def _each(event: PlannedEvent, parts: Sequence[Part], what: Localised) -> list[CuePlan]:
    chosen = (who for part in parts for who in event.parts if who.part is part)
    return [_cue(what, 1, [who]) for who in chosen if who.person_id]


def _cue(what: Localised, minutes: int, parts: Iterable[PartPlan]) -> CuePlan:
    cast = [Cast(who.person_id, who.part) for who in parts if who.person_id]
    return CuePlan(what, max(1, minutes), cast=tuple(dict.fromkeys(cast)))


def _lasting(cue: CuePlan, minutes: int) -> CuePlan:
    return CuePlan(cue.what, minutes, cast=cue.cast)


def _acts(who: PartPlan) -> bool:
    return who.part not in {Part.INTERPRETER, Part.CONTACT}


def _length(one: PlannedEvent) -> int:
    return (one.plan.ends_at - one.plan.starts_at) // MINUTE


def _opening() -> Localised:
    return _in_all(lambda: _("Opens the ceremony and introduces the guests"))


def _speech() -> Localised:
    return _in_all(lambda: _("Speech"))


def _signature() -> Localised:
    return _in_all(lambda: _("Signing"))


def _in_all(say: Callable[[], str]) -> Localised:
    """A sentence of ours in every language that we speak."""
    texts = {}
    for language in LANGUAGES:
        with speaking(language.tag):
            texts[language.tag] = say()
    return Localised(texts)
