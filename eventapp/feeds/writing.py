"""From rows to calendar octets, in one language; kept until something changes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from eventapp.config import current
from eventapp.feeds.document import (
    CalendarEvent,
    CalendarHead,
    EventBlock,
    Status,
    render_calendar,
    render_event,
)
from eventapp.kernel.i18n import spoken
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import SignUp
from eventapp.programme.words import kind_word, mode_word, sign_up_word

COLOURS = {  # CSS names near the accents (RFC 7986, 5.9)
    "blue": "royalblue",
    "orange": "chocolate",
    "green": "seagreen",
    "purple": "mediumorchid",
    "teal": "teal",
    "rose": "mediumvioletred",
    "olive": "olive",
    "slate": "slategray",
}
KEPT = 4000

_blocks: dict[tuple[UUID, int, datetime, str, str, str], EventBlock] = {}


def week_calendar(week: Week, events: Iterable[Event], source: str) -> bytes:
    """The programme of a week in the reader's language."""
    blocks = [block_of(event, week) for event in events]
    return render_calendar(_head(week, str(week.name), source), blocks)


def agenda_calendar(week: Week, chosen: Iterable[tuple[Event, bool]]) -> bytes:
    """One delegate's events; places that are only hoped for are tentative.

    It does not say where it came from: its address is a secret.
    """
    name = _("My agenda: %(week)s", week=week.name)
    blocks = [block_of(event, week, waits=waits) for event, waits in chosen]
    return render_calendar(_head(week, name, ""), blocks)


def event_calendar(event: Event) -> bytes:
    """One event to download."""
    week = event.week
    return render_calendar(_head(week, str(event.title), ""), [block_of(event, week)])


def block_of(event: Event, week: Week, *, waits: bool = False) -> EventBlock:
    """The VEVENT of an event, rendered once for each version and language."""
    state = "waits" if waits else event.status.value
    site = current().address
    key = (event.id, event.sequence, event.changed_at, spoken().tag, state, site)
    block = _blocks.get(key)
    if block is None:
        if len(_blocks) >= KEPT:
            _blocks.clear()
        block = _blocks[key] = render_event(_described(event, week, waits=waits))
    return block


def _described(event: Event, week: Week, *, waits: bool) -> CalendarEvent:
    title = str(event.title)
    status = Status.CONFIRMED
    if event.is_cancelled:
        title, status = _("Cancelled: %(event)s", event=title), Status.CANCELLED
    elif waits:
        title, status = _("Waiting list: %(event)s", event=title), Status.TENTATIVE
    venue = event.venue
    return CalendarEvent(
        uid=str(event.id),
        sequence=event.sequence,
        created_at=event.created_at,
        changed_at=event.changed_at,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=week.zone,
        summary=title,
        description=_description(event),
        location=_location(event, week),
        latitude=venue.latitude if venue else None,
        longitude=venue.longitude if venue else None,
        url=f"{current().address}/weeks/{week.slug}/events/{event.id}",
        categories=(kind_word(event.kind),),
        contact=f"{week.host.name}, {week.contact_address}",
        status=status,
        is_free=waits,
    )


def _description(event: Event) -> str:
    parts = [kind_word(event.kind), str(event.summary or ""), mode_word(event.mode)]
    if event.signup is not SignUp.EVERYONE:
        parts.append(sign_up_word(event.signup))
    if event.venue and event.venue.directions:
        parts.append(str(event.venue.directions))
    return "\n".join(part for part in parts if part)


def _location(event: Event, week: Week) -> str:
    if event.venue is None:
        return ""
    return f"{event.venue.name}, {week.city}"


def _head(week: Week, name: str, source: str) -> CalendarHead:
    return CalendarHead(
        name=name,
        zone=week.zone,
        description=_(
            "Programme of %(week)s. %(host)s.", week=week.name, host=week.host.name
        ),
        colour=COLOURS[week.accent.value],
        source_url=source,
        url=f"{current().address}/weeks/{week.slug}/",
    )
