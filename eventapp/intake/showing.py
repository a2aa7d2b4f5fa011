"""A preview in words: its tabs, its reasons, what would change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from eventapp.arrivals.vocabulary import RoomType, TravelMode
from eventapp.arrivals.words import room_word, travel_word
from eventapp.intake.candidates import Candidate, Difference
from eventapp.intake.columns import FIELDS
from eventapp.intake.deciding import ADD, Question
from eventapp.intake.findings import DOUBTS, Finding
from eventapp.intake.previewing import Preview
from eventapp.intake.reporting import sentence_of
from eventapp.intake.signups import Request
from eventapp.intake.vocabulary import Choice, Doubt, Outcome, Subject
from eventapp.kernel.i18n import day_in_words
from eventapp.registration.choices import language_word
from eventapp.registration.vocabulary import DelegateKind, Diet
from eventapp.registration.words import access_word, delegate_word, diet_word

PER_PAGE = 50
OUTCOMES = {
    Outcome.REVIEW: lazy_gettext("Waits for your choice"),
    Outcome.REJECT: lazy_gettext("Not imported"),
    Outcome.CHANGED: lazy_gettext("Other values"),
    Outcome.WARNING: lazy_gettext("With a remark"),
    Outcome.ACCEPT: lazy_gettext("Fine"),
    Outcome.DUPLICATE: lazy_gettext("There already"),
}
SIGNS = {
    Outcome.REVIEW: "waiting",
    Outcome.REJECT: "bad",
    Outcome.CHANGED: "moved",
    Outcome.WARNING: "warn",
    Outcome.ACCEPT: "ok",
    Outcome.DUPLICATE: "quiet",
}
PERSON_CHOICES = {
    Choice.NEW: lazy_gettext("Keep as a new person"),
    Choice.SAME: lazy_gettext("It is the same person"),
    Choice.SKIP: lazy_gettext("Leave the row out"),
}
TEXT_CHOICES = {
    Choice.NEW: lazy_gettext("Keep it as it is written"),
    Choice.SKIP: lazy_gettext("Leave the row out"),
}
ALL_OF = {
    "same_name_institution": lazy_gettext("Same name and institution, another address"),
    "same_after_normalisation": lazy_gettext("Same name, stored otherwise"),
    "looks_like_mixed_script": lazy_gettext("Letters of two scripts in one word"),
    "looks_like_spam": lazy_gettext("Web address in the name"),
    "near_match": lazy_gettext("Like an institution that we know"),
    "near_match_several": lazy_gettext("Like several institutions"),
    "new_institution": lazy_gettext("Not in the directory"),
    "country_differs": lazy_gettext("Known in another country or region"),
}
OTHER_FIELDS = {
    "name_latin": "name",
    "name_native": "native",
    "academic_title": "title",
    "address": "email",
    "territory_code": "country",
    "institution_id": "institution",
    "proposed_institution": "institution",
    "needs_visa_letter": "visa",
    "arrives_on": "arrival_at",
    "departs_on": "departure_at",
    "needs_hotel": "hotel",
    "arrival_needs_pickup": "pickup",
}


@dataclass(frozen=True)
class Tab:
    """The rows of one outcome."""

    outcome: Outcome
    word: str
    count: int


Words = Mapping[Choice, object]
Asked = tuple[Doubt, Words, str]  # what may be chosen, and what is


@dataclass(frozen=True)
class Told:
    """One row of the page."""

    row: Candidate | Request
    sentences: Sequence[str]
    remarks: Sequence[str]
    changes: Sequence[tuple[str, str, str]]  # what, before, after
    doubts: Sequence[Asked]


def tabs_of(counts: Mapping[Outcome, int]) -> list[Tab]:
    """The outcomes that there are, what must be decided first."""
    return [
        Tab(outcome, str(word), counts[outcome])
        for outcome, word in OUTCOMES.items()
        if counts.get(outcome)
    ]


def told(seen: Preview, rows: Sequence[Candidate]) -> list[Told]:
    """Some rows in words."""
    return [
        Told(
            row=one,
            sentences=_sentences(one.findings, grave=True),
            remarks=_sentences(one.findings, grave=False),
            changes=[_change(each, seen) for each in one.differences],
            doubts=_doubts(one),
        )
        for one in rows
    ]


def told_requests(rows: Sequence[Request]) -> list[Told]:
    """Some requests for places in words."""
    return [
        Told(one, [sentence_of(it) for it in one.findings], [], [], []) for one in rows
    ]


def choices_of(question: Question) -> list[tuple[str, str]]:
    """What may be decided about an institution; what is alike comes first."""
    found = [
        (
            str(near.listed.id),
            near.listed.name
            if near.because == near.listed.name
            else _(
                "%(name)s (like “%(other)s”)",
                name=near.listed.name,
                other=near.because,
            ),
        )
        for near in question.nears
    ]
    return [
        *found,
        (ADD, str(_("Add it to the directory"))),
        (str(Choice.LEAVE), str(_("Keep the name only, and decide later"))),
        (str(Choice.SKIP), str(_("Leave these rows out"))),
    ]


def choices_for_all(code: str) -> list[tuple[str, str]]:
    """What may be decided about all rows of one reason."""
    doubt = DOUBTS[code]
    if doubt is Doubt.INSTITUTION:
        return [
            (ADD, str(_("Add them to the directory"))),
            (str(Choice.LEAVE), str(_("Keep the names only"))),
            (str(Choice.SKIP), str(_("Leave these rows out"))),
        ]
    words = PERSON_CHOICES if doubt is Doubt.PERSON else TEXT_CHOICES
    return [(str(choice), str(word)) for choice, word in words.items()]


def button_words(seen: Preview) -> str:
    """What the main button does."""
    count = len(seen.new) + len(seen.to_change)
    if not count:
        return _("Import the rows that you chose")
    return ngettext("Import %(num)s person", "Import %(num)s people", count)


def _sentences(findings: Sequence[Finding], *, grave: bool) -> list[str]:
    return [
        sentence_of(one)
        for one in findings
        if (one.outcome is not Outcome.ACCEPT) is grave
    ]


def _doubts(one: Candidate) -> list[Asked]:
    found: dict[Doubt, Asked] = {}
    for finding in one.findings:
        if finding.doubt is Doubt.PERSON:
            words: dict[Choice, object] = dict(PERSON_CHOICES)
            if one.twin_line is not None and one.twin_line > one.line:
                words.pop(Choice.SAME)  # the row that follows says so
            found[Doubt.PERSON] = (
                Doubt.PERSON,
                words,
                one.resolved.get(Doubt.PERSON, ""),
            )
        elif finding.doubt is Doubt.TEXT:
            choice = one.resolved.get(Doubt.TEXT, "")
            found[Doubt.TEXT] = (Doubt.TEXT, TEXT_CHOICES, choice)
    return list(found.values())


def _change(each: Difference, seen: Preview) -> tuple[str, str, str]:
    field = OTHER_FIELDS.get(each.field, each.field)
    word = FIELDS[Subject.PEOPLE].get(field, field)
    return str(word), _value(each.before, seen), _value(each.after, seen)


def _value(value: Any, seen: Preview) -> str:  # noqa: ANN401 - of any column
    if value in (None, "", ()):
        return _("empty")
    if isinstance(value, UUID):
        listed = seen.known.directory.by_id(value)
        return listed.name if listed else ""
    if isinstance(value, datetime):
        local = value.astimezone(seen.known.week.zone)
        return f"{day_in_words(local.date())} {local:%H:%M}"
    say = SAYINGS.get(type(value), str)
    return say(value)


def _answer(value: object) -> str:
    return _("yes") if value else _("no")


def _list(values: Sequence[str]) -> str:
    return ", ".join(_word(one) for one in values)


def _word(value: str) -> str:
    try:
        return access_word(value)
    except (KeyError, ValueError):
        return language_word(value)


SAYINGS: Mapping[type, Callable[[Any], str]] = {
    bool: _answer,
    tuple: _list,
    date: day_in_words,
    Diet: diet_word,
    DelegateKind: delegate_word,
    TravelMode: travel_word,
    RoomType: room_word,
}
