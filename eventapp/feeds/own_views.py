"""Private calendars at secret addresses: a delegate's, a person's, the office's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Response, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.feeds import arrival, office, parts, writing
from eventapp.feeds.answering import Asked, document_of, private, speak
from eventapp.feeds.document import CalendarEvent, render_event
from eventapp.feeds.listed import listed_week
from eventapp.feeds.models import FeedAddress
from eventapp.feeds.own import agenda_of, delegate
from eventapp.feeds.revising import revised
from eventapp.feeds.versions import AGENDAS, OFFICES, PARTS, Addresses
from eventapp.feeds.views import bp
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.web import page_cache, shortcut
from eventapp.web.audience import public


@dataclass(frozen=True)
class Calendar:
    """One kind of private calendar: where it is, what decides, what it shows."""

    name: str
    addresses: Addresses
    write: Callable[[UUID], bytes]


@bp.get("/agenda/<token>.ics")
@public
def agenda(token: str) -> ResponseReturnValue:
    """One delegate's own agenda; an unknown and an ended address look alike."""
    return _answer(AGENDA, token)


@bp.get("/parts/<token>.ics")
@public
def person(token: str) -> ResponseReturnValue:
    """Where one person speaks, signs, interprets or presides."""
    return _answer(PERSON, token)


@bp.get("/office/<token>.ics")
@public
def planned(token: str) -> ResponseReturnValue:
    """A week as it is planned, for an account of the office."""
    return _answer(OFFICE, token)


def _answer(calendar: Calendar, token: str) -> Response:
    seen = calendar.addresses.seen(token)  # before all: what is kept is never newer
    if seen is None:
        abort(404)
    version = calendar.addresses.version(seen)
    tag = speak(version.language)
    key = f"{calendar.name}:{version.owner}:{tag}"
    asked = Asked(key, version.week_id, version.said, version.changed_at)
    kept = document_of(asked, lambda: calendar.write(version.owner))
    page_cache.offer_own(kept, seen)
    return private(kept)


def write_agenda(key: UUID) -> bytes:
    """What stands in the agenda of a registration now, in the language spoken."""
    found = delegate(key) or abort(404)
    week = listed_week(found.week_id, found.revision)
    blocks = writing.blocks_of(week, agenda_of(found, week))
    met = map(render_event, arrival.pickup_of(key))
    name = _("My agenda: %(week)s", week=week.name)
    return writing.own_document(week, name, [*blocks, *met])


def _write_parts(key: UUID) -> bytes:
    address = db.session.get(FeedAddress, key) or abort(404)
    someone = address.person or abort(404)
    name = _("%(name)s: %(week)s", name=someone.name.first, week=address.week.name)
    about = _(
        "Where %(name)s has a part in %(week)s.",
        name=someone.name.first,
        week=address.week.name,
    )
    return _revised(address, name, parts.events_of(address.week, someone), about)


def _write_plan(key: UUID) -> bytes:
    address = db.session.get(FeedAddress, key) or abort(404)
    week: Week = address.week
    name = _("As planned: %(week)s", week=week.name)
    about = _("%(week)s as it is planned, also what is not public.", week=week.name)
    return _revised(address, name, office.events_as_planned(week), about)


def _revised(
    address: FeedAddress, name: str, events: list[CalendarEvent], about: str
) -> bytes:
    week = address.week
    blocks = map(render_event, revised(address, events))
    return writing.own_document(week, name, blocks, about)


AGENDA: Final = Calendar("agenda", AGENDAS, write_agenda)
PERSON: Final = Calendar("parts", PARTS, _write_parts)
OFFICE: Final = Calendar("office", OFFICES, _write_plan)

for _each in (AGENDA, PERSON, OFFICE):
    shortcut.register(f"/feeds/{_each.name}/", _each.addresses.seen)
