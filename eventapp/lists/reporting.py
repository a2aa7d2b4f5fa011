"""A report as a table for files, and as a text to copy in each language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from eventapp.institutions.words import type_word
from eventapp.kernel.i18n import LANGUAGES, Language, day_in_words, speaking
from eventapp.lists.figures import Figures, Home, Rule
from eventapp.lists.tables import Column, Part, Sheet
from eventapp.lists.words import people_of, rule_sentences, sentence_of, sorts_of
from eventapp.programme.models.weeks import Week
from eventapp.registration.vocabulary import DelegateKind
from eventapp.registration.words import delegate_word
from eventapp.web.filters import paragraph


@dataclass(frozen=True)
class Year:
    """One week among others: its numbers, and since when they stand."""

    week: Week
    figures: Figures
    frozen_at: datetime | None  # None: as it is now
    report_id: object = None

    @property
    def is_counted(self) -> bool:
        """Whether there is anything to count: older weeks may have no people here."""
        return self.frozen_at is not None or bool(
            self.figures.people or self.figures.institutions
        )


@dataclass(frozen=True)
class CopyText:
    """A text to copy, in one language."""

    language: Language
    text: str


def texts_of(week: Week, figures: Figures, rule: Rule, on: date) -> list[CopyText]:
    """The numbers in both languages, with their date and their rule."""
    found = []
    for language in LANGUAGES:
        with speaking(language.tag):
            found.append(CopyText(language, text_of(week, figures, rule, on)))
    return found


def text_of(week: Week, figures: Figures, rule: Rule, on: date) -> str:
    """The numbers as one paragraph."""
    said = _(
        "%(week)s: %(sentence)s.",
        week=str(week.name),
        sentence=sentence_of(figures, rule),
    )
    counted = _("Counted on %(day)s.", day=day_in_words(on))
    pieces = (said, people_of(figures), counted, *rule_sentences(rule))
    return str(paragraph(pieces))


def sheet_of(
    week: Week, figures: Figures, rule: Rule, on: date, years: Sequence[Year]
) -> Sheet:
    """The whole report as a list for files."""
    facts = [
        sentence_of(figures, rule),
        sorts_of(figures),
        people_of(figures),
        _("Counted on %(day)s.", day=day_in_words(on)),
        str(paragraph(rule_sentences(rule))),
    ]
    parts = [_places(figures), _homes(_("Institutions"), figures.counted)]
    if figures.apart:
        parts.append(_homes(_("Institutions that stand apart"), figures.apart))
    parts += [_kinds(figures), _years(years)]
    title = _("Report")
    name = f"report-{week.slug}-{on:%Y-%m-%d}"
    return Sheet(name, title, str(week.name), facts, parts)


def _places(figures: Figures) -> Part:
    return Part(
        _("By country or region"),
        [
            Column("place", _("Country or region"), lambda one: str(one.label), 6),
            Column("homes", _("Institutions"), lambda one: one.institutions, 2),
            Column("people", _("Delegates"), lambda one: one.people, 2),
        ],
        figures.places,
    )


def _homes(heading: str, homes: Sequence[Home]) -> Part:
    return Part(
        heading,
        [
            Column("name", _("Institution"), lambda one: str(one.title), 8),
            Column("type", _("Kind"), lambda one: type_word(one.type), 3),
            Column("place", _("Country or region"), lambda one: str(one.place), 4),
            Column("people", _("Delegates"), lambda one: one.people, 2),
        ],
        homes,
    )


def _kinds(figures: Figures) -> Part:
    counts = figures.kinds
    return Part(
        _("Delegates by role"),
        [
            Column("kind", _("Role"), delegate_word, 6),
            Column("people", _("Delegates"), lambda one: counts[one.value], 2),
        ],
        [one for one in DelegateKind if counts.get(one.value)],
    )


def _years(years: Sequence[Year]) -> Part:
    return Part(
        _("Year against year"),
        [
            Column("week", _("Week"), lambda one: str(one.week.name), 6),
            Column("held", _("Begins"), lambda one: one.week.held.first, 2),
            Column("homes", _("Institutions"), _count(lambda one: one.institutions), 2),
            Column(
                "places",
                _("Countries and regions"),
                _count(lambda one: one.territories),
                2,
            ),
            Column("people", _("Delegates"), _count(lambda one: one.people), 2),
            Column("frozen", _("Counted"), _counted, 2),
        ],
        years,
    )


def _counted(one: Year) -> date | str:
    if not one.is_counted:
        return _("Nobody registered here")
    if one.frozen_at is None:
        return _("Today")
    return one.frozen_at.astimezone(one.week.tzinfo).date()


def _count(read: Callable[[Figures], int]) -> Callable[[Year], int | None]:
    """A number of a week; none where nobody registered here."""
    return lambda one: read(one.figures) if one.is_counted else None
