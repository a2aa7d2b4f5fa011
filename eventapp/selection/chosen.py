"""The filters of a choice as words, each with the address without it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from eventapp.programme.models.weeks import Week
from eventapp.registration.choices import language_word
from eventapp.registration.words import (
    access_word,
    delegate_word,
    diet_word,
    status_word,
)
from eventapp.selection.asked import address_of
from eventapp.selection.choosing import NOWHERE, Choice
from eventapp.selection.queries.offered import Offered
from eventapp.selection.words import AT_EVENT, LACKS, LETTERS, PRESENCE
from eventapp.web.filters import weekday


def chosen_words(
    week: Week, choice: Choice, offered: Offered, **more: Any
) -> list[dict[str, str]]:
    """What was chosen, value by value; `more` stays in the addresses."""
    found: list[dict[str, str]] = []

    def note(text: str, **without: Any) -> None:
        rest = replace(choice, **without)
        href = address_of("selection.registrations", rest, slug=week.slug, **more)
        found.append({"text": text, "href": href})

    if choice.words:
        note(choice.words, words="")
    for name, word in _words(offered).items():
        values: tuple[Any, ...] = getattr(choice, name)
        for value in values:
            rest = tuple(one for one in values if one != value)
            note(word(value), **{name: rest})
    for name, (yes, no) in {
        "is_head": (_("Head of a delegation"), _("Not head of a delegation")),
        "accompanies": (_("Accompanying person"), _("Accompanies nobody")),
        "has_badge": (_("Badge printed"), _("Badge not printed")),
    }.items():
        if (value := getattr(choice, name)) is not None:
            note(yes if value else no, **{name: None})
    if choice.keys:
        note(_("Ticked: %(number)s", number=len(choice.keys)), keys=())
    return found


def _words(offered: Offered) -> dict[str, Callable[[Any], str]]:
    places = {one.code: str(one.label) for one in offered.territories}
    places[NOWHERE] = _("Country or region not known")
    institutions = _named(offered.institutions, lambda one: str(one.name))
    delegations = _named(offered.delegations, lambda one: one.title)
    events = _named(offered.events, lambda one: str(one.title))
    tags = _named(offered.tags, lambda one: one.word)
    return {
        "statuses": status_word,
        "kinds": delegate_word,
        "territories": lambda code: places.get(code, code),
        "institutions": lambda key: institutions.get(key, "–"),
        "delegations": lambda key: delegations.get(key, "–"),
        "days": lambda day: _("Sent on %(day)s", day=weekday(day)),
        "events": lambda key: events.get(key, "–"),
        "at_events": lambda one: str(AT_EVENT[one]),
        "presence": lambda one: str(PRESENCE[one]),
        "languages": language_word,
        "diets": diet_word,
        "access": access_word,
        "letters": lambda one: _("Visa letter: %(state)s", state=LETTERS[one]),
        "arrives": lambda day: _("Arrives on %(day)s", day=weekday(day)),
        "lacks": lambda one: _("Missing: %(what)s", what=LACKS[one]),
        "tags": lambda key: _("Tag: %(tag)s", tag=tags.get(key, "–")),
    }


def _named(rows: Sequence[Any], name: Callable[[Any], str]) -> Mapping[UUID, str]:
    return {one.id: name(one) for one in rows}
