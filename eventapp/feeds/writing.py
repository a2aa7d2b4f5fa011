"""From rows to calendar octets, in one language; kept until something changes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from flask_babel import gettext as _

from eventapp.config import current
from eventapp.feeds import telling
from eventapp.feeds.document import (
    CalendarEvent,
    CalendarHead,
    EventBlock,
    Status,
    render_calendar,
    render_event,
)
from eventapp.feeds.filters import WHOLE, Words
from eventapp.feeds.listed import Listed
from eventapp.feeds.reissuing import OpenBlock
from eventapp.feeds.standing import Own, Standing
from eventapp.kernel.i18n import spoken
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.shown import Shown, shown
from eventapp.programme.vocabulary import EventStatus
from eventapp.programme.words import kind_word, track

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
UNASKED = frozenset({Standing.EVERYONE, Standing.PLANNED})  # nobody signed up
KEPT = 4000


class _Kept(NamedTuple):
    """An event as it was told last, in one language."""

    version: tuple[object, ...]
    shown: Shown
    common: CalendarEvent
    block: EventBlock  # of public calendars


class _Cut(NamedTuple):
    """A kept event as some readers see it, whatever their own revisions of it."""

    of: _Kept
    open_block: OpenBlock


_kept: dict[tuple[UUID, str, str], _Kept] = {}
_cut: dict[tuple[str, str, str, Standing, tuple[str, ...]], _Cut] = {}


def week_calendar(
    week: Week, events: Iterable[Event], source: str, said: Words = WHOLE
) -> bytes:
    """The programme of a week in the reader's language, or what a filter chose."""
    name = str(week.name)
    if said.names:
        name = _("%(week)s: %(part)s", week=name, part=" · ".join(said.names))
    head = _head(week, name, source, said.sentences)
    return render_calendar(head, blocks_of(week, [(event, None) for event in events]))


def own_document(
    week: Week, name: str, blocks: Iterable[EventBlock], about: str = ""
) -> bytes:
    """A private calendar; it does not say where it came from: that is a secret."""
    about = about or _("Own events in %(week)s.", week=week.name)
    said = f"{about}\n{week.host.name}"
    return render_calendar(replace(_head(week, name, ""), description=said), blocks)


def public_document(
    week: Week, name: str, source: str, blocks: Iterable[EventBlock]
) -> bytes:
    """A calendar that anybody may fetch from `source`."""
    return render_calendar(_head(week, name, source), blocks)


def event_calendar(event: Event) -> bytes:
    """One event to download."""
    week = event.week
    return render_calendar(_head(week, str(event.title), ""), [block_of(event, week)])


def block_of(event: Event, week: Week, own: Own | None = None) -> EventBlock:
    """The VEVENT of an event, rendered once for each version and language."""
    return blocks_of(week, [(event, own)])[0]


def blocks_of(
    week: Week, chosen: Sequence[tuple[Event | Listed, Own | None]]
) -> list[EventBlock]:
    """The VEVENTs of several events; what has changed is read in two statements."""
    told = _told(week, [event for event, _own in chosen])
    return [
        _own_block(one, own) if own and own.differs else one.block
        for one, (_event, own) in zip(told, chosen, strict=True)
    ]


def described(event: Event, week: Week, own: Own | None = None) -> CalendarEvent:
    """An event in the words of the reader's language; `own` in a private calendar."""
    return described_together(week, [(event, own)])[0]


def described_together(
    week: Week, chosen: Sequence[tuple[Event | Listed, Own | None]]
) -> list[CalendarEvent]:
    """The same for several events, in two statements."""
    told = _told(week, [event for event, _own in chosen])
    return [
        _owned(one, own) if own and own.differs else one.common
        for one, (_event, own) in zip(told, chosen, strict=True)
    ]


def worded(event: Event | Listed, week: Week, facts: Shown) -> CalendarEvent:
    """An event in the words of the reader's language, as these facts are."""
    place = facts.place
    title, status = str(facts.title), Status.CONFIRMED
    if facts.status is EventStatus.CANCELLED:
        title, status = _("Cancelled: %(event)s", event=title), Status.CANCELLED
    return CalendarEvent(
        uid=str(event.id),
        sequence=event.sequence,
        created_at=event.created_at,
        changed_at=event.changed_at,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        zone=facts.zone,
        summary=title,
        description=telling.description(facts),
        location=telling.location(facts),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        url=f"{current().address}/weeks/{week.slug}/events/{event.id}",
        categories=(kind_word(facts.kind),),
        colour=COLOURS[track(facts.kind)],
        contact=telling.contact(facts),
        status=status,
    )


def forget_all() -> None:
    """Keep nothing, as a process that has just begun."""
    _kept.clear()
    _cut.clear()


def _told(week: Week, events: Sequence[Event | Listed]) -> list[_Kept]:
    """Each event as its present version reads; those that are kept cost nothing."""
    tag, site = spoken().tag, current().address
    if len(_kept) > KEPT:
        _kept.clear()
    known = {event.id: _kept.get((event.id, tag, site)) for event in events}
    fresh = [
        event
        for event in events
        if (one := known[event.id]) is None or one.version != _version(event)
    ]
    facts = shown(Event.id.in_([event.id for event in fresh])) if fresh else {}
    for event in fresh:
        common = worded(event, week, facts[event.id])
        block = render_event(common)
        one = _Kept(_version(event), facts[event.id], common, block)
        known[event.id] = _kept[event.id, tag, site] = one
    return [one for event in events if (one := known[event.id])]


def _version(event: Event | Listed) -> tuple[object, ...]:
    """What grows with everything that readers see; and what drafts have instead."""
    draft = event.version if event.status is EventStatus.DRAFT else 0
    return event.sequence, event.changed_at, event.status, draft


def _own_block(one: _Kept, own: Own) -> EventBlock:
    """Rendered once for all whose standing it is; each has a revision of their own."""
    if len(_cut) > KEPT:
        _cut.clear()
    key = (one.common.uid, spoken().tag, current().address, own.standing, own.lines)
    cut = _cut.get(key)
    if cut is None or cut.of is not one:
        block = render_event(_owned(one, own))
        cut = _cut[key] = _Cut(one, OpenBlock.of(block))
    return cut.open_block.revised(*_revision(one.common, own))


def _revision(common: CalendarEvent, own: Own) -> tuple[int, datetime]:
    changed_at = max(common.changed_at, own.changed_at or common.changed_at)
    return common.sequence + own.turns, changed_at


def _owned(one: _Kept, own: Own) -> CalendarEvent:
    """The same event, as the reader of a private calendar stands to it."""
    common = one.common
    summary, status = common.summary, common.status
    if status is Status.CONFIRMED and own.standing is Standing.ENDED:
        title = _("Cancelled: %(event)s", event=summary)
        summary, status = title, Status.CANCELLED
    elif status is Status.CONFIRMED and not own.is_sure:
        summary, status = _hoped(own.standing, summary), Status.TENTATIVE
    sequence, changed_at = _revision(common, own)
    lines = own.lines
    if common.status is Status.CANCELLED and own.standing is not Standing.ENDED:
        lines = ()  # whoever had a place there, or waited for one, no longer does
    return replace(
        common,
        sequence=sequence,
        changed_at=changed_at,
        summary=summary,
        description=telling.description(
            one.shown, lines, asks_for_sign_up=own.standing in UNASKED
        ),
        status=status,
        is_free=own.standing is Standing.WAITING,
        is_public=own.standing is Standing.EVERYONE,
    )


def _hoped(standing: Standing, title: str) -> str:
    if standing is Standing.WAITING:
        return _("Waiting list: %(event)s", event=title)
    if standing is Standing.OFFERED:
        return _("Offered to you: %(event)s", event=title)
    return _("Planned: %(event)s", event=title)


def _head(week: Week, name: str, source: str, more: Sequence[str] = ()) -> CalendarHead:
    whole = _("Programme of %(week)s. %(host)s.", week=week.name, host=week.host.name)
    return CalendarHead(
        name=name,
        zone=week.zone,
        description="\n".join([whole, *more]),
        colour=COLOURS[week.accent.value],
        source_url=source,
        url=f"{current().address}/weeks/{week.slug}/",
    )
