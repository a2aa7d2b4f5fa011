"""The letter on paper: two languages, the letterhead, room for seal and signature."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _

from eventapp.kernel.i18n import Localised, speaking, spoken
from eventapp.letters import words
from eventapp.letters.models import LetterSettings
from eventapp.letters.vocabulary import DAYS, Entries, LetterField, Sex
from eventapp.letters.wording import filled
from eventapp.registration.models.registrations import Registration
from eventapp.typesetting import press
from eventapp.typesetting.texts import tagged

log = logging.getLogger(__name__)

PDF = "application/pdf"
TEMPLATE = Path(__file__).parent / "typst" / "letter.typ"
LANGUAGES = ("en", "zh-Hans")  # in which our own words are
SHORT = 60  # characters of a value that stands beside its label


@dataclass(frozen=True)
class Letter:
    """All that stands in one letter."""

    settings: LetterSettings
    registration: Registration
    numbered: str
    on: date
    answers: Mapping[LetterField, str]
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
        "number_head": [_spoken(tag, lambda: _("No.")) for tag in tags],
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


def _row(name: LetterField, letter: Letter, tags: Sequence[str]) -> dict[str, Any]:
    labels = [_spoken(tag, lambda: words.letter_field_word(name)) for tag in tags]
    text = letter.answers[name]
    if name in DAYS:
        values = [_spoken(tag, lambda: _day(date.fromisoformat(text))) for tag in tags]
    elif name is LetterField.SEX:
        values = [_spoken(tag, lambda: str(words.SEXES[Sex(text)])) for tag in tags]
    elif name is LetterField.ENTRIES:
        values = [
            _spoken(tag, lambda: str(words.ENTRIES[Entries(text)])) for tag in tags
        ]
    else:
        values = [tagged(text, None)]
    return {"labels": labels, "values": values}


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
