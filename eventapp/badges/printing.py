"""From rows to paper: what stands on a badge, and on the reverse of all."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from typing import Any
from uuid import UUID

from babel import Locale, UnknownLocaleError

from eventapp.badges.designs import USUAL, Design
from eventapp.badges.faces import BadgeFace
from eventapp.badges.models import Badge
from eventapp.badges.queries import Bearer
from eventapp.badges.service import code_of
from eventapp.badges.sheets import Back, Row
from eventapp.badges.vocabulary import Homes, Lead, Reverse
from eventapp.institutions.models import Institution
from eventapp.kernel.codes import show_number, show_reference
from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import (
    LANGUAGES,
    Localised,
    day_in_words,
    lazy_gettext,
    speaking,
)
from eventapp.kernel.names import PersonName
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.registrations import Registration

PDF = "application/pdf"
MOST_ROWS = 24  # of a programme on a reverse; else parts of events are left out


class BadgeUnreadable(Refusal):
    """The secret of the site was changed since this badge was issued."""

    message = lazy_gettext(
        "This badge cannot be shown. Ask an organiser for a new one."
    )


class NothingToPrint(Refusal):
    """Nobody is confirmed yet, or nobody is meant."""

    message = lazy_gettext(
        "No registration is confirmed yet. There is no badge to print."
    )


def face_of(badge: Badge, design: Design = USUAL) -> BadgeFace:
    """What stands on a badge, in the reader's language or that of the design.

    Raises:
        BadgeUnreadable: its code cannot be made again; reissue it.
    """
    code = code_of(badge)
    if code is None:
        raise BadgeUnreadable
    return face_for(badge.registration, code, design)


def face_for(person: Registration, code: str, design: Design) -> BadgeFace:
    """What stands on the badge of `person`."""
    institution = person.institution
    territory = institution.territory if institution else person.territory
    name = person.name
    own_home = institution.native_name if institution else None
    with said_in(design.language):
        home = person.institution_name
        return BadgeFace(
            number=show_number(person.number),
            reference=show_reference(person.reference),
            code=code,
            latin=name.on_badge or name.latin,
            native=name.native,
            native_language=name.native_language,
            title=name.title or name.honorific,
            institution="" if design.homes is Homes.NATIVE and own_home else home,
            institution_native=None if design.homes is Homes.LATIN else own_home,
            country_or_region=(
                str(territory.label) if territory and design.has_territory else ""
            ),
            role=design.word(person.kind),
            band=design.band(person.kind),
            week=str(design.heading or person.week.name),
            languages=(
                tuple(map(own_name, person.languages)) if design.has_languages else ()
            ),
            lead="native" if _leads_native(name, design) else "latin",
            has_number=design.has_number,
            has_reference=design.has_reference,
        )


def faces_of(badges: Iterable[Badge], design: Design) -> list[BadgeFace]:
    """What stands on many badges.

    Raises:
        BadgeUnreadable: a code cannot be made again; reissue the badge.
    """
    return [face_of(badge, design) for badge in badges]


def mark_of(badge: Badge) -> bytes:
    """Changes with what a badge tells about its bearer, in whatever language."""
    person = badge.registration
    return mark_for(badge.id, person, person.institution)


def mark_for(
    key: UUID, person: Registration | Bearer, home: Institution | None
) -> bytes:
    """The same of a badge's key and what is known about its bearer."""
    name = person.name
    told: list[Any] = [
        str(key),
        person.number,
        name.on_badge or name.latin,
        name.native,
        name.title or name.honorific,
        str(person.kind),
        person.territory_code,
        person.proposed_institution,
        list(person.languages),
        [dict(home.name), home.native_name, home.territory_code] if home else None,
    ]
    return hashlib.sha256(json.dumps(told).encode()).digest()


def back_of(week: Week, design: Design) -> Back | None:
    """The reverse of all badges of a week, if the design has one."""
    if design.reverse is Reverse.TEXT:
        texts = _in_languages(week, design.reverse_text or Localised())
        return Back(texts=texts) if texts else None
    if design.reverse is Reverse.PROGRAMME:
        return _day(week, design.reverse_on or week.held.first)
    return None


def own_name(tag: str) -> str:
    """What a language calls itself; the tag, where that is not known."""
    try:
        return Locale.parse(tag, sep="-").get_language_name() or tag
    except (ValueError, UnknownLocaleError):
        return tag


@contextmanager
def said_in(tag: str | None) -> Iterator[None]:
    """Speak this language for a while; None: go on as before."""
    with speaking(tag) if tag else nullcontext():
        yield


def _leads_native(name: PersonName, design: Design) -> bool:
    if design.lead is Lead.OWN:
        return name.leads_native
    return design.lead is Lead.NATIVE and bool(name.native)


def _in_languages(week: Week, text: Localised) -> tuple[str, ...]:
    """A text in the languages of the week first, then in its others."""
    tags = [*(tag for tag in week.languages if tag in text), *text]
    lines = [line for tag in dict.fromkeys(tags) for line in text[tag].splitlines()]
    return tuple(line for line in lines if line.strip())


def _day(week: Week, on: date) -> Back | None:
    """What takes place on a day, as the public may know it."""
    zone = week.tzinfo
    events = [
        one
        for one in programme.events_of(week)
        if one.status is EventStatus.SCHEDULED
        and one.is_placed
        and one.starts_at.astimezone(zone).date() == on
    ]
    if len(events) > MOST_ROWS:
        events = [one for one in events if one.parent_id is None]
    if not events:
        return None
    heads = []
    for language in LANGUAGES:
        if language.tag in week.languages:
            with speaking(language.tag):
                heads.append(day_in_words(on))
    return Back(
        heading=" \N{MIDDLE DOT} ".join(heads) or day_in_words(on),
        rows=tuple(_row(week, one) for one in events),
    )


def _row(week: Week, event: Event) -> Row:
    zone = week.tzinfo
    first, last = (at.astimezone(zone) for at in (event.starts_at, event.ends_at))
    titles = {tag: event.title[tag] for tag in week.languages if tag in event.title}
    return Row(
        f"{first:%H:%M}\N{EN DASH}{last:%H:%M}",
        Localised(dict(list(titles.items())[:2]) or dict(event.title)),
        str(event.venue.name) if event.venue else None,
    )
