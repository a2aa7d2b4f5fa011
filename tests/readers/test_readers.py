"""Foreign readers understand every feed: the same events, hours and words as we.

Here read the libraries that the lock files bring; `make readers` asks more of them,
and real programs too.
"""

from collections.abc import Iterator
from pathlib import Path

from eventapp.kernel.db import db
from tests.conftest import Client, StoppedClock
from tests.readers import hostile
from tests.readers.catalogue import LOCKED
from tests.readers.feeds import Feed, agenda_of, feeds_of, given_to
from tests.readers.invitations import (
    CALLED_OFF,
    GIVEN_BACK,
    Letter,
    document_in,
    event_of,
    guest,
    letters,
    newest,
)
from tests.readers.judge import case_of
from tests.readers.panel import sit

SPOILT = (  # octets, what stands in their place, what is then wrong
    (b"T013000Z", b"T003000Z", "from "),
    (b"TZOFFSETTO:+0200", b"TZOFFSETTO:+0100", "from "),
    (b"STATUS:CANCELLED", b"STATUS:CONFIRMED", "status "),
    (b"SEQUENCE:2", b"SEQUENCE:1", "sequence "),
    (b"\\,", b",", "summary "),
)


def test_every_reader_understands_a_hostile_week(
    client: Client, tmp_path: Path
) -> None:
    feeds = list(_hostile_feeds())
    files = [
        _fetched(client, feed, tmp_path / f"{number}.ics")
        for number, feed in enumerate(feeds)
    ]

    sitting = sit(LOCKED, [case_of(feed) for feed in feeds], files)

    assert [fault for one in sitting.verdicts for fault in one.faults] == []
    assert sitting.quarrels == []


def test_every_reader_understands_what_is_mailed(
    time: StoppedClock, tmp_path: Path
) -> None:
    assert time
    week = hostile.spring()
    sent: list[Letter] = []
    for language, title, story in (
        ("en", hostile.TITLES[0], GIVEN_BACK),
        ("zh-Hans", "Over the lost hour", CALLED_OFF),
    ):
        registration, event = guest(week, language), event_of(week, title)
        sent += letters(registration, event, story, newest)
    files = [tmp_path / f"{number}.ics" for number, _ in enumerate(sent)]
    for file, letter in zip(files, sent, strict=True):
        file.write_bytes(document_in(letter.mail))

    sitting = sit(LOCKED, [letter.case for letter in sent], files)

    assert [fault for one in sitting.verdicts for fault in one.faults] == []


def test_a_spoilt_feed_is_found_out(client: Client, tmp_path: Path) -> None:
    feed = next(feeds_of(hostile.spring()))
    right = _fetched(client, feed, tmp_path / "right.ics").read_bytes()
    files = [tmp_path / f"{number}.ics" for number, _ in enumerate(SPOILT)]
    case = case_of(feed)
    for file, (octets, others, _fault) in zip(files, SPOILT, strict=True):
        assert octets in right
        file.write_bytes(right.replace(octets, others))

    for file, (octets, _others, fault) in zip(files, SPOILT, strict=True):
        (verdict,) = sit(LOCKED[:1], [case], [file]).verdicts
        assert any(f": {fault}" in one for one in verdict.faults), octets


def _hostile_feeds() -> Iterator[Feed]:
    for week, language in ((hostile.spring(), "en"), (hostile.autumn(), "zh-Hans")):
        yield from feeds_of(week, one_by_one=language != "en")  # the shorter week
        yield agenda_of(hostile.delegate(week, language))
        yield from given_to(week)
    db.session.commit()


def _fetched(client: Client, feed: Feed, file: Path) -> Path:
    answer = client.get(feed.address)
    assert answer.status_code == 200, feed
    file.write_bytes(answer.data)
    return file
