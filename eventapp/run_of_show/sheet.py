"""The cue sheet on paper: both languages side by side, with boxes to tick."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.kernel.i18n import Localised, day_in_words, speaking
from eventapp.programme.words import part_word
from eventapp.run_of_show.queries import Acting
from eventapp.run_of_show.stage import Stage
from eventapp.run_of_show.timing import Timed
from eventapp.typesetting import press
from eventapp.typesetting.texts import tagged

log = logging.getLogger(__name__)

PDF = "application/pdf"
TEMPLATE = Path(__file__).parent / "typst" / "cues.typ"
MOST_LANGUAGES = 2  # as many as stand side by side
HEADS: Mapping[str, Callable[[], str]] = {
    "sheet": lambda: _("Cue sheet"),
    "number": lambda: _("No."),
    "time": lambda: _("Time"),
    "minutes": lambda: _("Min."),
    "slides": lambda: _("Slides"),
    "props": lambda: _("Props"),
    "notes": lambda: _("Crew"),
    "done": lambda: _("Done"),
    "fixed": lambda: _("fixed start"),
    "least": lambda: _("minutes at least"),
}


def pdf(stage: Stage) -> bytes:
    """The cue sheet of a run, for A4."""
    return press.document(TEMPLATE, content(stage), on_boxed=_boxed)


def content(stage: Stage) -> dict[str, Any]:
    """What stands on the sheet, as cues.typ wants it."""
    week, plan, course = stage.event.week, stage.planned.plan, stage.course
    tags = tuple(week.languages)[:MOST_LANGUAGES]
    hours = f"{_hour(plan.starts_at, week.tzinfo)}–{_hour(plan.ends_at, week.tzinfo)}"

    def on() -> str:
        if not plan.is_placed:
            return _("No day and hour yet")
        return f"{day_in_words(plan.starts_at.astimezone(week.tzinfo).date())}, {hours}"

    return {
        "lang": tags[0].partition("-")[0],
        "title": [_said(plan.title, tag) for tag in tags],
        "week": [_said(week.name, tag) for tag in tags],
        "venue": [_said(stage.venue, tag) for tag in tags] if stage.venue else None,
        "when": [_spoken(tag, on) for tag in tags],
        "sum": [_spoken(tag, lambda: _sum(course.minutes)) for tag in tags],
        "heads": {
            name: [_spoken(tag, say) for tag in tags] for name, say in HEADS.items()
        },
        "cues": [_cue(stage, one, tags) for one in course.cues],
    }


def _cue(stage: Stage, one: Timed, tags: Sequence[str]) -> dict[str, Any]:
    cue = one.cue
    at = _hour(one.asked_at, stage.event.week.tzinfo)
    return {
        "number": str(one.number),
        "time": at if stage.planned.plan.is_placed else "",
        "is_fixed": cue.begins is not None,
        "late": _late(one.squeezed_minutes, tags),
        "minutes": str(cue.minutes),
        "least": str(cue.least_minutes) if cue.least_minutes else None,
        "slides": cue.slides,
        "columns": [
            {
                "what": _said(cue.what, tag),
                "people": [_person(who, tag) for who in stage.cast_of(one)],
                "props": _said(cue.props, tag) if cue.props else None,
                "notes": _said(cue.notes, tag) if cue.notes else None,
            }
            for tag in tags
        ],
    }


def _person(who: Acting, tag: str) -> dict[str, Any]:
    """A person as they are announced in this language, and under both names."""
    name = who.person.name
    names = [tagged(name.latin, "en")]
    if name.native and name.native != name.latin:
        native = tagged(name.native, name.native_language)
        names.insert(0 if tag.startswith("zh") else 1, native)
    part = who.part
    return {
        "names": names,
        "part": _spoken(tag, lambda: part_word(part)) if part else None,
        "office": _said(who.office, tag) if who.office else None,
    }


def _said(text: Localised | None, tag: str) -> dict[str, Any]:
    """A text in this language, or in another one where it has none."""
    chosen, words = (text or Localised()).chosen(tag)
    return tagged(words, chosen)


def _spoken(tag: str, say: Callable[[], str]) -> dict[str, Any]:
    with speaking(tag):
        return tagged(say(), tag)


def _sum(minutes: int) -> str:
    return ngettext("%(num)s minute", "%(num)s minutes", minutes)


def _late(minutes: int, tags: Sequence[str]) -> list[dict[str, Any]]:
    """That a cue cannot begin at its fixed start."""

    def say() -> str:
        return ngettext("%(num)d minute late", "%(num)d minutes late", minutes)

    return [_spoken(tag, say) for tag in tags] if minutes else []


def _hour(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def _boxed(letters: frozenset[str]) -> None:
    log.warning("cue sheet: no shape for %s", " ".join(sorted(letters)))
