"""The letter on paper: two languages, the letterhead, room for seal and signature."""

import logging
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _

from eventapp.kernel.i18n import Localised, speaking, spoken
from eventapp.letters import words
from eventapp.letters.models import LetterSettings
from eventapp.letters.vocabulary import DAYS, Answers, Entries, LetterField, Sex
from eventapp.letters.wording import filled
from eventapp.registration.models.registrations import Registration
from eventapp.typesetting import press
from eventapp.typesetting.texts import tagged

log = logging.getLogger(__name__)

PDF = "application/pdf"
TEMPLATE = Path(__file__).parent / "typst" / "letter.typ"
LANGUAGES = ("en", "zh-Hans")  # in which our own words are
WORDED = frozenset({*DAYS, LetterField.SEX, LetterField.ENTRIES})


@dataclass(frozen=True)
class Letter:
    """All that stands in one letter."""

    settings: LetterSettings
    registration: Registration
    numbered: str
    on: date
    answers: Answers
    is_specimen: bool = False


def pdf(letter: Letter) -> bytes:
    """One letter as a PDF of A4."""
    return press.document(TEMPLATE, content(letter), on_boxed=_boxed)


def content(letter: Letter) -> dict[str, Any]:
    """What stands in the letter, as letter.typ wants it."""
    settings, tags = letter.settings, LANGUAGES
    consulate = letter.answers.get(LetterField.CONSULATE)
    return {
        "lang": "en",
        "logo": list(settings.logo) if settings.logo else None,
        "logo_type": settings.logo_type,
        "head": _sides(settings.head, tags),
        "contact": _sides(settings.contact, tags),
        "number": letter.numbered,
        "date": [_spoken(tag, lambda: _day(letter.on)) for tag in tags],
        "title": [_spoken(tag, lambda: _("Letter of invitation")) for tag in tags],
        "number_head": [_spoken(tag, lambda: _("Letter no.")) for tag in tags],
        "to": [_spoken(tag, lambda: _greeting(consulate)) for tag in tags],
        "specimen": [_spoken(tag, lambda: _("Specimen")) for tag in tags]
        if letter.is_specimen
        else None,
        "rows": [_row(name, letter, tags) for name in _shown(letter)],
        "body": [
            [tagged(line, chosen) for line in _body(letter, tag).splitlines() if line]
            for tag in tags
            for chosen in (settings.body.chosen(tag)[0],)
        ],
        "signatory": _sides(settings.signatory, tags),
        "office": _sides(settings.office, tags),
        "seal": [_spoken(tag, lambda: _("Seal")) for tag in tags],
        "signature": [_spoken(tag, lambda: _("Signature")) for tag in tags],
    }


def _shown(letter: Letter) -> Iterator[LetterField]:
    """What is wanted and was answered; the consulate is addressed above."""
    for name in letter.settings.wanted:
        if letter.answers.get(name):
            yield name


def in_words(answers: Answers) -> dict[LetterField, str]:
    """What was answered, as the reader's language says it."""
    return {name: _said(name, text) for name, text in answers.items() if text}


def _row(name: LetterField, letter: Letter, tags: Sequence[str]) -> dict[str, Any]:
    text = letter.answers[name]
    if name in WORDED:
        values = [_spoken(tag, lambda: _said(name, text)) for tag in tags]
    else:
        values = [_line(one) for one in text.splitlines()]
    return {
        "labels": [_spoken(tag, lambda: _label(name)) for tag in tags],
        "values": values,
        "is_stacked": name not in WORDED,
    }


def _line(text: str) -> dict[str, Any]:
    """A line runs the way of its first letter: Latin with an Arabic name within."""
    ways = (unicodedata.bidirectional(sign) for sign in text)
    first = next((way for way in ways if way in {"L", "R", "AL"}), "L")
    return tagged(text, None) | {"rtl": first != "L"}


def _label(name: LetterField) -> str:
    return (
        _("Citizenship") if name is LetterField.CITIZENSHIP else str(words.FIELDS[name])
    )


def _said(name: LetterField, text: str) -> str:
    if name in DAYS:
        return _day(date.fromisoformat(text))
    if name is LetterField.SEX:
        return str(words.SEXES[Sex(text)])
    if name is LetterField.ENTRIES:
        return str(words.ENTRIES[Entries(text)])
    return text


def _body(letter: Letter, tag: str) -> str:
    """The text in one language, its placeholders filled in that language."""
    settings, one, answers = letter.settings, letter.registration, letter.answers
    week = one.week
    chosen = settings.body.chosen(tag)[0]

    def stay(name: LetterField, known: date | None) -> str:
        text = answers.get(name)
        day = date.fromisoformat(text) if text else known
        return _day(day) if day else _day(week.held.first)

    def say() -> str:
        return filled(
            str(settings.body),
            {
                "name": answers.get(LetterField.NAME) or one.name.latin,
                "institution": answers.get(LetterField.INSTITUTION)
                or one.institution_name,
                "week": str(week.name),
                "host": str(week.host.name),
                "city": str(week.city),
                "first_day": _day(week.held.first),
                "last_day": _day(week.held.latest),
                "days": _days(week.held.first, week.held.latest),
                "arrives_on": stay(LetterField.ARRIVES_ON, one.arrives_on),
                "departs_on": stay(LetterField.DEPARTS_ON, one.departs_on),
                "costs": str(settings.costs),
                "number": letter.numbered,
            },
        )

    with speaking(chosen):
        return say()


def _greeting(consulate: str | None) -> str:
    if consulate:
        return _("To: %(consulate)s", consulate=consulate)
    return _("To whom it may concern")


def _day(on: date) -> str:
    """A day without a weekday, as letters write it: 8 March 2027."""
    locale = spoken().locale
    pattern = "y年M月d日" if locale.startswith("zh") else "d MMMM y"
    return format_date(on, pattern, locale=locale)


def _days(first: date, last: date) -> str:
    if first == last:
        return _("on %(day)s", day=_day(first))
    return _("from %(first)s to %(last)s", first=_day(first), last=_day(last))


def _sides(text: Localised, tags: Sequence[str]) -> list[dict[str, Any]]:
    """A text in each of the languages that have it; the same text stands once."""
    chosen = dict.fromkeys(text.chosen(tag) for tag in tags)
    return [tagged(words_, tag) for tag, words_ in chosen if words_]


def _spoken(tag: str, say: Callable[[], str]) -> dict[str, Any]:
    with speaking(tag):
        return tagged(say(), tag)


def _boxed(letters: frozenset[str]) -> None:
    # Not which letters: they stand in somebody's passport.
    log.warning("letter: no shape for %d signs", len(letters))
