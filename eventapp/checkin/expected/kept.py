"""The lists of weeks, kept in the memory of each process and made anew when asked.

A list is read at most every few seconds, by one request at a time. What changed
since an instant is told alone: a walk-in costs a device some hundred octets.
"""

import gzip
import json
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any
from uuid import UUID

from eventapp.checkin.expected import messages
from eventapp.checkin.expected.contents import (
    Contents,
    Openers,
    Seen,
    contents_of,
)
from eventapp.checkin.expected.entries import House, Row, Title
from eventapp.checkin.expected.records import Sealable
from eventapp.checkin.expected.sealing import encoded, salt_of, seal
from eventapp.checkin.expected.shelf import Shelf
from eventapp.checkin.models.desks import DoorRule
from eventapp.checkin.queries.listing import listing_of, revoked_badges
from eventapp.kernel import clock
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week

LASTS = 3.0  # seconds, at least
REST = 30  # a list is read for a thirtieth of the time at most
WHOLE_LASTS = timedelta(minutes=1)
OVERLAP = timedelta(seconds=5)  # between processes, whose readings cross
LATELY = timedelta(hours=12)  # who came is told so long after the end of an event
MOST_WEEKS = 3
NEVER = datetime.min.replace(tzinfo=UTC)
PACK = {False: 6, True: 1}  # sealed octets hardly shrink


@dataclass(frozen=True)
class Whole:
    """A whole list as it is sent, and its mark."""

    body: bytes
    packed: bytes
    mark: str
    made_at: datetime


@dataclass
class _Kept:
    """What one process knows of a week."""

    week_id: UUID
    openers: Openers
    lock: Lock = field(default_factory=Lock)
    rows: Shelf[str, Row] = field(default_factory=Shelf)
    cards: Shelf[str, tuple[int, bool]] = field(default_factory=Shelf)
    houses: Shelf[str, House] = field(default_factory=Shelf)
    seen: Shelf[tuple[str, int], Seen] = field(default_factory=Shelf)
    frames: Shelf[str, str] = field(default_factory=Shelf)
    records: Shelf[str, Sealable] = field(default_factory=lambda: Shelf(has_mark=False))
    tags: Shelf[str, Seen] = field(default_factory=lambda: Shelf(has_mark=False))
    titles: Shelf[int, Title] = field(default_factory=Shelf)
    sealed: dict[str, tuple[Sealable, str]] = field(default_factory=dict)
    wholes: dict[bool, Whole] = field(default_factory=dict)
    mark: str | None = None
    first_made_at: datetime | None = None
    began_at: datetime = NEVER  # when the first reading had ended
    made_at: datetime | None = None
    good_until: float = 0.0  # on the monotonic clock


_weeks: OrderedDict[UUID, _Kept] = OrderedDict()
_choosing = Lock()


def mark(week_id: UUID) -> str | None:
    """What changes exactly with the list, at no cost; None: nobody read it lately."""
    kept = _weeks.get(week_id)
    if kept is None or time.monotonic() >= kept.good_until:
        return None
    return kept.mark


def revoked_since(week_id: UUID, since: datetime) -> list[str]:
    """The records of badges and cards which were replaced after an instant."""
    openers = _of(week_id).openers
    found = (
        (openers.of_card if is_card else openers.of_badge)(key, digest)
        for is_card, key, digest in revoked_badges(week_id, since - OVERLAP)
    )
    return [one.text for one in found if one is not None]


def whole_list(week: Week, *, is_sealed: bool) -> Whole:
    """The list of a week, sealed for doors or in clear for search."""
    kept = _of(week.id)
    with kept.lock:
        made_at = _renew(kept)
        known = kept.wholes.get(is_sealed)
        is_good = known is not None and known.mark == kept.mark
        if known is None or not is_good or made_at - known.made_at > WHOLE_LASTS:
            body = _encoded(_message(kept, week, is_sealed=is_sealed))
            packed = gzip.compress(body, PACK[is_sealed], mtime=0)
            known = Whole(body, packed, kept.mark or "", made_at)
            kept.wholes[is_sealed] = known
        return known


def changes(
    week: Week, *, is_sealed: bool, since: datetime, known: str | None
) -> bytes | None:
    """What changed since a device made its list; None: it needs a whole one."""
    kept = _of(week.id)
    with kept.lock:
        made_at = _renew(kept)
        if known == kept.mark:
            return _encoded({"mark": kept.mark, "made_at": made_at.isoformat()})
        if since != kept.first_made_at and since - OVERLAP <= kept.began_at:
            return None  # this process began later, and knows no changes before
        return _encoded(_message(kept, week, is_sealed=is_sealed, since=since))


def forget(*, wholly: bool = True) -> None:
    """Read all lists again; for tests. Not wholly: as if some time had passed."""
    for kept in _weeks.values():
        kept.good_until = 0.0
    if wholly:
        _weeks.clear()


def _of(week_id: UUID) -> _Kept:
    with _choosing:
        if week_id not in _weeks:
            _weeks[week_id] = _Kept(week_id, Openers(salt_of(week_id)))
        _weeks.move_to_end(week_id)
        while len(_weeks) > MOST_WEEKS:
            _weeks.popitem(last=False)
        return _weeks[week_id]


def _renew(kept: _Kept) -> datetime:
    """Read the list anew, unless that was done lately; and say when it was read."""
    began = time.monotonic()
    if kept.made_at is not None and began < kept.good_until:
        return kept.made_at
    before = clock.now()
    found = listing_of(kept.week_id, lately=before - LATELY)
    now = contents_of(found, kept.openers)
    _take(kept, now, found.events, found.rules)
    if kept.first_made_at is None:
        kept.first_made_at, kept.began_at = before, clock.now()
    spent = time.monotonic() - began
    kept.good_until = time.monotonic() + max(LASTS, REST * spent)
    kept.made_at = before
    return before


def _take(
    kept: _Kept, now: Contents, events: Sequence[Event], rules: Sequence[DoorRule]
) -> None:
    at = NEVER if kept.first_made_at is None else clock.now()
    frame = messages.frame(events, rules, now.titles, now.left_out)
    kept.frames.renew({"frame": json.dumps(frame)}, at)
    kept.titles.renew(now.titles, at)
    kept.rows.renew(now.rows, at)
    kept.cards.renew(now.cards, at)
    kept.houses.renew(now.houses, at)
    kept.seen.renew(now.seen, at)
    kept.records.renew(now.records, at)
    kept.tags.renew(now.tags, at)
    shelves = kept.rows, kept.cards, kept.houses, kept.titles, kept.frames
    total = sum(shelf.total for shelf in shelves) + kept.seen.total
    kept.mark = f"{total % 2**96:024x}"
    for name in kept.sealed.keys() - now.records.keys():
        del kept.sealed[name]


def _message(
    kept: _Kept, week: Week, *, is_sealed: bool, since: datetime | None = None
) -> dict[str, Any]:
    made_at = kept.made_at or clock.now()
    second = int(made_at.timestamp())
    head = {
        "format": messages.FORMAT,
        "is_sealed": is_sealed,
        "is_whole": since is None,
        "mark": kept.mark,
        "made_at": made_at.isoformat(),
        "second": second,
        "week": str(week.id),
        "salt": encoded(kept.openers.salt),
        "inside": messages.inside(kept.seen.values),
    }
    until = since and since - OVERLAP
    if until is None or kept.frames.since(until):
        head |= json.loads(kept.frames.values["frame"])
    make = _sealed if is_sealed else _plain
    return head | make(kept, second, until)


def _plain(kept: _Kept, second: int, since: datetime | None) -> dict[str, Any]:
    if since is None:
        rows: Any = kept.rows.values
        cards: Any = kept.cards.values
        seen: Any = kept.seen.values
        houses: Any = kept.houses.values
        titles: Any = kept.titles.values
        numbers = {reference: number for number, reference in enumerate(rows)}
    else:
        rows, cards = kept.rows.since(since), kept.cards.since(since)
        seen, houses = kept.seen.since(since), kept.houses.since(since)
        titles = kept.titles.values if kept.titles.since(since) else {}
        numbers = {}
    people = messages.plain(rows, kept.houses.values, houses, cards, titles)
    return people | {"moved": messages.moved(seen, second, numbers)}


def _sealed(kept: _Kept, second: int, since: datetime | None) -> dict[str, Any]:
    if since is None:
        records: Any = kept.records.values
        tags: Any = kept.tags.values
    else:
        records, tags = kept.records.since(since), kept.tags.since(since)
    return {
        "records": {
            name: _sealed_text(kept, name, one)
            for name, one in records.items()
            if one is not None
        },
        "gone": [name for name, one in records.items() if one is None],
        "moved": messages.moved_in_secret(tags, second),
    }


def _sealed_text(kept: _Kept, name: str, one: Sealable) -> str:
    """A sealed record; sealed again only when it says something new."""
    known = kept.sealed.get(name)
    if known is None or known[0] != one:
        known = one, encoded(seal(one.opener, one.text))
        kept.sealed[name] = known
    return known[1]


def _encoded(message: dict[str, Any]) -> bytes:
    said = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return said.encode(errors="surrogatepass")
