"""Whether readers understood what the database says."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from eventapp.kernel.i18n import speaking
from eventapp.programme.models.events import Event
from eventapp.programme.words import kind_word
from tests.readers.catalogue import TEXTS, Reader
from tests.readers.feeds import Feed

ONE_DAY = timedelta(days=1)
Times = tuple[str, str]


@dataclass(frozen=True)
class Expected:
    """What a reader has to understand of an event."""

    uid: str
    sequence: int
    status: str
    title: str
    is_marked: bool  # by a word before its title
    lines: tuple[str, ...]  # which its description holds
    venue: str
    category: str
    times: frozenset[Times]  # any of which is right


@dataclass(frozen=True)
class Case:
    """What readers have to understand of a document, as things stand now."""

    name: str
    expected: tuple[Expected, ...]
    is_own: bool = False  # it may hold more, in later revisions
    counts_itself: bool = False  # its sequences are its own


def case_of(feed: Feed) -> Case:
    """What the database says about the events of a feed, in its language."""
    with speaking(feed.language):
        expected = tuple(_expected(feed, event) for event in feed.events)
    return Case(feed.name, expected, feed.is_own, feed.counts_itself)


def faults_of(reader: Reader, case: Case, told: Any) -> Iterator[str]:
    """What `reader` misunderstood."""
    if told is None:
        return
    if not isinstance(told, list):
        yield f"refused: {told['refused']}"
        return
    found = {event["uid"]: event for event in told}
    expected = {one.uid: one for one in case.expected}
    if len(found) != len(told):
        yield f"{len(told)} events with {len(found)} names"
    if missing := expected.keys() - found.keys():
        yield f"missing: {sorted(missing)}"
    if (more := found.keys() - expected.keys()) and not case.is_own:
        yield f"nobody's: {sorted(more)}"
    for uid in expected.keys() & found.keys():
        for fault in _differences(reader, case, expected[uid], found[uid]):
            yield f"{expected[uid].title[:40]!r}: {fault}"


def plain(text: str | None) -> str:
    """A text on one line, without what is no text: the readers agree on no more."""
    visible = (one for one in text or "" if not _is_no_text(one))
    return " ".join("".join(visible).split())


def _differences(
    reader: Reader, case: Case, expected: Expected, told: dict[str, Any]
) -> Iterator[str]:
    yield from _text_faults(reader, expected, told)
    if told["status"].upper() != expected.status:
        yield f"status {told['status']}"
    sequence = int(told.get("sequence", expected.sequence))
    is_newer = case.is_own and sequence > expected.sequence
    if sequence != expected.sequence and not (is_newer or case.counts_itself):
        yield f"sequence {sequence}, not {expected.sequence}"
    times = (told.get("start"), told.get("end"))
    if times not in expected.times and reader.knows_times:
        yield f"from {times[0]} to {times[1]}, not {sorted(expected.times)}"
    categories = [plain(one) for one in told.get("categories") or [expected.category]]
    if categories != [expected.category]:
        yield f"categories {categories}"


def _text_faults(
    reader: Reader, expected: Expected, told: dict[str, Any]
) -> Iterator[str]:
    summary, title = plain(told["summary"]), plain(reader.misread(expected.title))
    if not summary.endswith(title):
        yield f"summary {summary!r}"
    elif (summary != title) != expected.is_marked:
        yield f"mark in {summary!r}"
    description = plain(told["description"])
    for line in expected.lines:
        if plain(reader.misread(line)) not in description:
            yield f"{line!r} is not in {description!r}"
    location = plain(told.get("location"))
    if plain(reader.misread(expected.venue)) not in location:
        yield f"location {location!r}"


def _expected(feed: Feed, event: Event) -> Expected:
    status = "CONFIRMED"
    if event.is_cancelled or feed.has_ended:
        status = "CANCELLED"
    elif event.id in feed.hoped_for:
        status = "TENTATIVE"
    return Expected(
        str(event.id),
        event.sequence,
        status,
        plain(str(event.title)),
        status != "CONFIRMED",
        tuple(
            plain(line) for line in str(event.summary or "").splitlines() if plain(line)
        ),
        plain(str(event.venue.name)) if event.venue else "",
        plain(str(kind_word(event.kind))),
        _times(event.starts_at, event.ends_at, ZoneInfo(feed.week.zone)),
    )


def _times(starts: datetime, ends: datetime, zone: ZoneInfo) -> frozenset[Times]:
    """Instants; or whole days, for what lasts longer than one or fills them."""
    instants = tuple(
        f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for at in (starts, ends)
    )
    begin, end = starts.astimezone(zone), ends.astimezone(zone)
    fills_days = begin.time() == time.min == end.time()
    after = end.date() if end.time() == time.min else end.date() + ONE_DAY
    days = (begin.date().isoformat(), after.isoformat())
    right: set[Times] = set()
    if ends - starts > ONE_DAY or fills_days:
        right.add(days)
    if ends - starts <= ONE_DAY:
        right.add((instants[0], instants[1]))
    return frozenset(right)


def disagreements(
    readers: Sequence[Reader], case: Case, told: Sequence[Any]
) -> Iterator[str]:
    """Texts that two readers without known mistakes understand differently."""
    seen: dict[tuple[str, str], set[str]] = {}
    for reader, events in zip(readers, told, strict=True):
        if reader.mistakes or not isinstance(events, list):
            continue
        for event, name in product(events, TEXTS):
            seen.setdefault((event["uid"], name), set()).add(plain(event.get(name)))
    for (uid, name), texts in seen.items():
        if len(texts) > 1:
            yield f"{case.name}: {name} of {uid}: {sorted(texts)}"


def _is_no_text(one: str) -> bool:
    is_control = unicodedata.category(one) in {"Cc", "Cs"} and not one.isspace()
    return is_control or one == "\ufeff"
