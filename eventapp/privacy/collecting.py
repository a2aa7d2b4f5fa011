"""Everything that is kept about one person, in words: for the person."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.arrivals.words import payer_word, room_word, travel_word
from eventapp.checkin.models.scans import Scan
from eventapp.journal.queries import entries_about
from eventapp.kernel.codes import show_reference
from eventapp.kernel.db import Model, db
from eventapp.kernel.i18n import Localised, day_in_words
from eventapp.kernel.personal import Kept, Record
from eventapp.mail.queries import messages_about
from eventapp.privacy.marks import Marked, belongs, marked_columns
from eventapp.privacy.words import FIELDS, HEADINGS
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment
from eventapp.questions.queries import whole_form_of
from eventapp.registration import choices, queries, signals, words
from eventapp.registration.models.places import Star
from eventapp.registration.models.registrations import Registration
from eventapp.registration.showing import answered_parts
from eventapp.registration.vocabulary import Diet
from eventapp.web.filters import listing

# Told below in words of their own, or of no use to anybody: digests, texts to search.
TOLD_APART = frozenset(
    {"answer", "badge", "consent", "entry", "message", "private_link", "star"}
)
OF_NO_USE = frozenset(
    {
        "registration.search_text",
        "registration.agenda_digest",
        "registration.name_native_language",
        "registration.name_order",
    }
)
OPENED = "vault.opened"


def all_about(
    registration: Registration, say_action: Callable[[str], str] = str
) -> list[Kept]:
    """All that we keep about one person, part by part."""
    answers = signals.data_asked.send(registration)
    told = [kept for _listener, answer in answers for kept in answer or ()]
    packages = {_package(listener) for listener, answer in answers if answer}
    parts = [
        _who(registration),
        *_marked(registration, packages),
        *_answers(registration),
        _consents(registration),
        _places(registration),
        _stars(registration),
        _parts_in_events(registration),
        _scans(registration),
        *told,
        _messages(registration),
        _journal(registration, say_action),
    ]
    return [part for part in parts if part.records]


def _who(registration: Registration) -> Kept:
    """What stays to be counted, and by what a registration is named."""
    told = (
        (_("Reference"), show_reference(registration.reference)),
        (_("Number"), str(registration.number or "")),
        (_("Status"), words.status_word(registration.status)),
        (_("Role"), words.delegate_word(registration.kind)),
        (_("Institution"), registration.institution_name),
        (
            _("Country or region"),
            str(registration.territory.label) if registration.territory else "",
        ),
        (_("We write in"), choices.language_word(registration.language)),
        (_("Begun"), _instant(registration.created_at, registration)),
    )
    return Kept(_("Your registration"), (tuple(one for one in told if one[1]),))


def _answers(registration: Registration) -> Iterable[Kept]:
    """Answers to the week's own questions, also those that are no longer asked."""
    form = whole_form_of(registration.week_id)
    for part in answered_parts(registration, form):
        yield Kept(
            str(part.part.title),
            (tuple((str(line.label), line.words) for line in part.lines),),
        )


def _marked(registration: Registration, without: set[str]) -> Iterable[Kept]:
    """What the marks tell of every table, unless its package speaks for itself."""
    tables: dict[sa.Table, list[Marked]] = {}
    for one in marked_columns():
        if one.name not in OF_NO_USE and one.table.name not in TOLD_APART:
            tables.setdefault(one.table, []).append(one)
    own = Registration.__table__.c.id == registration.id
    for table, columns in reversed(tables.items()):
        which = belongs(table, "registration", own)
        if which is None or _package_of(table) in without:
            continue
        rows = db.session.execute(
            select(*(one.column for one in columns)).where(which)
        ).mappings()
        records = [_record(columns, row, registration) for row in rows]
        heading = str(HEADINGS.get(table.name, table.name))
        yield Kept(heading, tuple(record for record in records if record))


def _record(
    columns: Iterable[Marked],
    row: Mapping[Any, Any],
    registration: Registration,
) -> Record:
    said: dict[str, list[str]] = {}
    for one in columns:
        text = _said(one.name, row[one.column], registration)
        if text:
            said.setdefault(str(FIELDS.get(one.name, one.name)), []).append(text)
    return tuple((term, listing(values)) for term, values in said.items())


SAYINGS: dict[str, Callable[[Any], str]] = {
    "registration.diet": words.diet_word,
    "registration.access": lambda needs: listing(map(words.access_word, needs)),
    "registration.languages": lambda tags: listing(map(choices.language_word, tags)),
    "registration.interpretation": choices.language_word,
    "journey.mode": travel_word,
    "stay.room": room_word,
    "stay.payer": payer_word,
}


def _said(name: str, value: Any, registration: Registration) -> str:  # noqa: ANN401, PLR0911 - of any column, one line each
    if value is None or value in ("", (), {}, Diet.NONE) or isinstance(value, UUID):
        return ""
    if name in SAYINGS:
        return SAYINGS[name](value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return _instant(value, registration)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, tuple | list):
        return listing(str(one) for one in value)
    if isinstance(value, Mapping) and not isinstance(value, Localised):
        return listing(f"{key}: {one}" for key, one in value.items())
    if isinstance(value, bytes):
        return _("%(size)s bytes", size=len(value))
    return value.value if isinstance(value, StrEnum) else str(value)


def _consents(registration: Registration) -> Kept:
    return Kept(
        _("What you agreed to"),
        tuple(
            (
                (_("Text"), one.text),
                (_("Answer"), _("Yes") if one.is_given else _("No")),
                (_("Version"), one.version),
                (_("When"), _instant(one.at, registration)),
            )
            for one in queries.consents_of(registration)
        ),
    )


def _places(registration: Registration) -> Kept:
    return Kept(
        _("Places at events"),
        tuple(
            (
                (_("Event"), str(line.event.title)),
                (_("Begins at"), _instant(line.event.starts_at, registration)),
                (
                    _("State"),
                    _("You have a place.") if line.place.is_held else _("You wait."),
                ),
            )
            for line in queries.lines_of(registration)
        ),
    )


def _stars(registration: Registration) -> Kept:
    rows = db.session.scalars(
        select(Event)
        .join(Star, Star.event_id == Event.id)
        .where(Star.registration_id == registration.id)
        .order_by(Event.starts_at)
    )
    return Kept(
        _("Starred events"),
        tuple(((_("Event"), str(one.title)),) for one in rows),
    )


def _parts_in_events(registration: Registration) -> Kept:
    if registration.person_id is None:
        return Kept("", ())
    rows = db.session.scalars(
        select(Event)
        .join(Assignment, Assignment.event_id == Event.id)
        .where(
            Assignment.person_id == registration.person_id,
            Event.week_id == registration.week_id,
        )
        .order_by(Event.starts_at)
    )
    return Kept(
        _("Parts in the programme"),
        tuple(((_("Event"), str(one.title)),) for one in rows),
    )


def _scans(registration: Registration) -> Kept:
    rows = db.session.scalars(
        select(Scan)
        .options(joinedload(Scan.event), joinedload(Scan.desk))
        .where(Scan.registration_id == registration.id)
        .order_by(Scan.received_at)
    )
    return Kept(
        _("Where your badge was read"),
        tuple(
            (
                (_("When"), _instant(one.received_at, registration)),
                (_("Desk"), str(one.desk.name)),
                (_("Event"), str(one.event.title)),
                *([(_("Reason"), one.reason)] if one.reason else []),
            )
            for one in rows
        ),
    )


def _messages(registration: Registration) -> Kept:
    return Kept(
        _("Messages to you"),
        tuple(
            (
                (_("When"), _instant(one.created_at, registration)),
                (_("To"), one.to_address),
                (_("Subject"), one.subject),
                (_("Text"), one.text),
            )
            for one in messages_about(registration.id)
        ),
    )


def _journal(registration: Registration, say_action: Callable[[str], str]) -> Kept:
    return Kept(
        _("Journal: what happened to your registration, and who looked"),
        tuple(
            (
                (_("When"), _instant(one.at, registration)),
                (_("Who"), _("You") if one.actor == "delegate" else one.actor),
                (_("What"), say_action(one.action)),
                *(
                    ((_("Why"), str(one.details["reason"])),)
                    if one.action == OPENED and "reason" in one.details
                    else ()
                ),
            )
            for one in entries_about(registration.id)
        ),
    )


def _instant(at: datetime, registration: Registration) -> str:
    wall = at.astimezone(registration.week.tzinfo)
    return f"{day_in_words(wall.date())} {wall:%H:%M}"


def _package(listener: Any) -> str:  # noqa: ANN401 - any function
    return str(getattr(listener, "__module__", "")).split(".")[1]


def _package_of(table: sa.Table) -> str:
    for mapper in Model.registry.mappers:
        if mapper.local_table is table:
            return mapper.class_.__module__.split(".")[1]
    return ""
