"""From rows to calendar octets, in one language; kept until something changes."""

from collections.abc import Iterable
from dataclasses import replace

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
from eventapp.feeds.standing import Own, Standing
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

_blocks: dict[tuple[object, ...], EventBlock] = {}


def week_calendar(week: Week, events: Iterable[Event], source: str) -> bytes:
    """The programme of a week in the reader's language."""
    blocks = [block_of(event, week) for event in events]
    return render_calendar(_head(week, str(week.name), source), blocks)


def agenda_calendar(week: Week, chosen: Iterable[tuple[Event, bool]]) -> bytes:
    """One delegate's events; places that are only hoped for are tentative.

    It does not say where it came from: its address is a secret.
    """
    name = _("My agenda: %(week)s", week=week.name)
    hoped = Own(Standing.WAITING)
    return own_calendar(
        week, name, [(event, hoped if waits else None) for event, waits in chosen]
    )


def own_calendar(
    week: Week, name: str, chosen: Iterable[tuple[Event, Own | None]]
) -> bytes:
    """A private calendar; it does not say where it came from: that is a secret."""
    blocks = [block_of(event, week, own) for event, own in chosen]
    return render_calendar(_head(week, name, ""), blocks)


def event_calendar(event: Event) -> bytes:
    """One event to download."""
    week = event.week
    return render_calendar(_head(week, str(event.title), ""), [block_of(event, week)])


def block_of(event: Event, week: Week, own: Own | None = None) -> EventBlock:
    """The VEVENT of an event, rendered once for each version and language."""
    site = current().address
    version = event.sequence, event.changed_at, event.status
    key = (event.id, *version, spoken().tag, site, own)
    block = _blocks.get(key)
    if block is None:
        if len(_blocks) >= KEPT:
            _blocks.clear()
        block = _blocks[key] = render_event(described(event, week, own))
    return block


def described(event: Event, week: Week, own: Own | None = None) -> CalendarEvent:
    """An event in the words of the reader's language; `own` in a private calendar."""
    venue = event.venue
    common = CalendarEvent(
        uid=str(event.id),
        sequence=event.sequence,
        created_at=event.created_at,
        changed_at=event.changed_at,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=week.zone,
        summary=str(event.title),
        description=_description(event),
        location=_location(event, week),
        latitude=venue.latitude if venue else None,
        longitude=venue.longitude if venue else None,
        url=f"{current().address}/weeks/{week.slug}/events/{event.id}",
        categories=(kind_word(event.kind),),
        contact=f"{week.host.name}, {week.contact_address}",
    )
    return _standing(common, event, own) if own else _public(common, event)


def _public(common: CalendarEvent, event: Event) -> CalendarEvent:
    if not event.is_cancelled:
        return common
    title = _("Cancelled: %(event)s", event=common.summary)
    return replace(common, summary=title, status=Status.CANCELLED)


def _standing(common: CalendarEvent, event: Event, own: Own) -> CalendarEvent:
    shown = _public(common, event)
    if not event.is_cancelled and not own.is_sure:
        title = _hoped(own.standing, common.summary)
        shown = replace(shown, summary=title, status=Status.TENTATIVE)
    return replace(
        shown,
        sequence=common.sequence + own.turns,
        changed_at=max(common.changed_at, own.changed_at or common.changed_at),
        description="\n".join([*own.lines, common.description]),
        is_free=own.standing is Standing.WAITING,
    )


def _hoped(standing: Standing, title: str) -> str:
    if standing is Standing.WAITING:
        return _("Waiting list: %(event)s", event=title)
    if standing is Standing.OFFERED:
        return _("Offered to you: %(event)s", event=title)
    return _("Planned: %(event)s", event=title)


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
