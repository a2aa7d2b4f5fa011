"""What templates show of questions and answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from eventapp.files.looking import ENDINGS, MEDIA_TYPES
from eventapp.kernel.i18n import day_in_words
from eventapp.kernel.personal import Purpose
from eventapp.programme.models.weeks import Week
from eventapp.programme.when import language_name
from eventapp.questions.conditions import NO, YES
from eventapp.questions.form import FormQuestion, Wording
from eventapp.questions.forms.page import Drawn
from eventapp.questions.vocabulary import QuestionKind
from eventapp.questions.words import (
    FILE_KINDS,
    READ_BY,
    octets,
    purpose_word,
    question_kind_word,
    readers_word,
)
from eventapp.web.filters import listing, sentences

Days = Mapping[Purpose, int]


def _unknown(_week: Week) -> Days:
    return {}


@dataclass
class Keeping:
    """How long a week keeps what; `app.py` puts in who knows it."""

    days: Callable[[Week], Days] = _unknown


keeping = Keeping()


def init_app(app: Flask) -> None:
    """Give the templates these filters."""
    for shown in (
        accepted,
        attributes,
        kept_sentence,
        limits_word,
        lines,
        octets,
        purpose_word,
        question_kind_word,
        readers_word,
    ):
        app.jinja_env.filters[shown.__name__] = shown


def words_of_answer(
    values: tuple[str, ...], wording: Wording, places: Callable[[], Mapping[str, str]]
) -> str:
    """An answer in the reader's words, as its question was put."""
    kind = wording.kind
    if kind is QuestionKind.FILES:
        return ngettext("%(num)d file", "%(num)d files", len(values))
    if kind is QuestionKind.PLACE:
        known = places()
        return listing(known.get(one, one) for one in values)
    if kind.has_options:
        return listing(str(wording.word(one) or one) for one in values)
    say = SAYING.get(kind, str)
    return listing(say(one) for one in values)


def _yes_or_no(value: str) -> str:
    return {YES: _("Yes"), NO: _("No")}.get(value, value)


SAYING: Mapping[QuestionKind, Callable[[str], str]] = {
    QuestionKind.YES_NO: _yes_or_no,
    QuestionKind.AGREEMENT: lambda _value: _("Agreed"),
    QuestionKind.LANGUAGES: language_name,
    QuestionKind.DATE: lambda value: day_in_words(date.fromisoformat(value)),
    QuestionKind.HOUR: lambda value: f"{time.fromisoformat(value):%H:%M}",
}


def limits_word(question: FormQuestion) -> str:
    """What is allowed, before somebody tries."""
    kind, limits = question.kind, question.wording.limits
    least, most = limits.least, limits.most
    if kind is QuestionKind.FILES:
        kinds = listing(FILE_KINDS[one] for one in limits.kinds)
        count = ngettext("%(num)d file at most", "%(num)d files at most", most or 1)
        size = _("each up to %(size)s", size=octets(limits.octets))
        return sentences([listing([count, size]), kinds])
    if kind is QuestionKind.NUMBER and least is not None and most is not None:
        return _("From %(least)s to %(most)s", least=least, most=most)
    if kind is QuestionKind.SOME and least and most:
        return _("Choose %(least)s to %(most)s", least=least, most=most)
    if kind is QuestionKind.SOME and most:
        return _("Choose at most %(most)s", most=most)
    if kind is QuestionKind.SOME and least:
        return _("Choose at least %(least)s", least=least)
    return ""


def kept_sentence(question: FormQuestion, days: Days) -> str:
    """Who sees an answer, and until when it is kept."""
    readers = str(READ_BY[question.readers])
    number = days.get(question.purpose)
    if number is None:
        return readers
    until = ngettext(
        "Deleted %(num)d day after the week.",
        "Deleted %(num)d days after the week.",
        number,
    )
    return _("%(first)s %(second)s", first=readers, second=until)


def lines(said: Iterable[object]) -> Markup:
    """What stands below one another."""
    return Markup("<br>").join(escape(one) for one in said if one)


def accepted(question: FormQuestion) -> str:
    """The `accept` of a file field; what comes is looked at all the same."""
    kinds = question.wording.limits.kinds
    endings = [f".{ENDINGS[one]}" for one in kinds]
    types = [MEDIA_TYPES[one].partition(";")[0] for one in kinds]
    return ",".join([*endings, *types])


def attributes(drawn: Drawn) -> dict[str, Any]:
    """What a browser should know of a field."""
    limits = drawn.question.wording.limits
    if drawn.kind is QuestionKind.LONG_TEXT:
        return {"rows": 5}
    if drawn.kind is QuestionKind.NUMBER:
        known = {"min": limits.least, "max": limits.most}
        found = {name: one for name, one in known.items() if one is not None}
        return {**found, "class": "control-short"}
    if drawn.kind in {QuestionKind.DATE, QuestionKind.HOUR}:
        return {"class": "control-short"}
    if drawn.kind is QuestionKind.LINK:
        return {"inputmode": "url", "autocomplete": "url", "spellcheck": "false"}
    return {}
