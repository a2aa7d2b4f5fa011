"""What feeds answered is known after a restart, and in every process."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from eventapp.feeds import keeping, marks
from eventapp.feeds.keeping import forget_all, kept, unrendered
from eventapp.feeds.models import FeedMark
from eventapp.kernel.db import db, may_write, writing
from eventapp.programme.models.weeks import Week
from eventapp.web.conditional import Document
from eventapp.web.shelf import Shelf
from tests.builders import make_week
from tests.conftest import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def week(app: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Week]:
    assert app
    monkeypatch.setattr(keeping, "REST_SECONDS", 0.0)
    forget_all()
    week = make_week("spring")
    db.session.commit()
    db.session.refresh(week)
    db.session.expunge(week)
    db.session.rollback()
    may_write(allowed=False)  # as a request that reads
    yield week
    forget_all()


def ask(week: Week, version: str, octets: bytes, at: Any = NOW) -> Document:
    return kept(f"week:{week.id}", week.id, version, at, lambda: octets)


def never() -> bytes:
    raise AssertionError


def test_an_answer_is_rendered_once_for_each_version(week: Week) -> None:
    first = ask(week, "1", b"one")

    assert kept(f"week:{week.id}", week.id, "1", NOW, never) is first
    assert ask(week, "2", b"two").body == b"two"


def test_the_last_change_moves_only_when_the_octets_do(week: Week) -> None:
    first = ask(week, "1", b"one")
    same = ask(week, "2", b"one", LATER)
    other = ask(week, "3", b"two", LATER)

    assert first.changed_at == same.changed_at == NOW
    assert (same.etag, other.changed_at) == (first.etag, LATER)


def test_two_changes_within_a_second_are_two(week: Week) -> None:
    ask(week, "1", b"one", NOW + timedelta(milliseconds=100))

    again = ask(week, "2", b"two", NOW + timedelta(milliseconds=900))
    back = ask(week, "3", b"one", NOW - timedelta(days=1))  # a clock was put right

    assert again.changed_at == NOW + timedelta(seconds=1)
    assert back.changed_at == NOW + timedelta(seconds=2)


def test_a_new_process_knows_the_validators_without_rendering(week: Week) -> None:
    ask(week, "1", b"one")
    before = ask(week, "2", b"two", LATER)
    forget_all()

    known = unrendered(f"week:{week.id}", "2")
    after = ask(week, "2", b"two", LATER + timedelta(days=1))

    assert known is not None
    assert (known.etag, known.changed_at) == (before.etag, before.changed_at)
    assert (after.etag, after.changed_at) == (before.etag, before.changed_at)
    assert unrendered(f"week:{week.id}", "3") is None


def test_what_another_process_answered_since_is_never_taken_back(
    week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(week, "1", b"one")
    with monkeypatch.context() as other_process:
        other_process.setattr(keeping, "_marks", OrderedDict())
        other_process.setattr(keeping, "_shelf", Shelf(9, 9_999))
        ask(week, "2", b"two", LATER)

    again = ask(week, "3", b"one", LATER)

    assert again.etag == first.etag
    assert again.changed_at == LATER + timedelta(seconds=1)


def test_a_slower_process_marks_nothing(week: Week) -> None:
    """What it answers is older, so that whoever gets it asks again."""
    ask(week, "3", b"three", LATER)
    keeping.forget_all()

    slow = ask(week, "2", b"two", NOW)
    stale = ask(week, "2", b"two", LATER)
    latest = ask(week, "3", b"three", LATER)

    assert slow.changed_at == NOW
    assert stale.changed_at == LATER - timedelta(seconds=1)
    assert latest.changed_at == LATER


def test_two_processes_never_give_two_answers_one_date(
    week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(week, "1", b"one")
    with monkeypatch.context() as other_process:
        other_process.setattr(keeping, "_marks", OrderedDict())
        other_process.setattr(keeping, "_shelf", Shelf(9, 9_999))
        other_process.setattr(keeping, "REST_SECONDS", 60.0)
        there = ask(week, "2", b"two", LATER)

    here = ask(week, "3", b"three", LATER + timedelta(milliseconds=10))

    assert there.changed_at == LATER
    assert here.changed_at == LATER + timedelta(seconds=1)


def test_a_new_release_of_the_software_asks_anew(
    week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(week, "1", b"one")

    monkeypatch.setattr(keeping, "_software", lambda: "another release")

    assert unrendered(f"week:{week.id}", "1") is None
    assert ask(week, "1", b"one", LATER).changed_at == NOW
    assert ask(week, "1", b"one", LATER).changed_at == NOW


def test_invented_addresses_leave_so_many_marks_and_no_more(
    week: Week, monkeypatch: pytest.MonkeyPatch, statements: Callable[[], Any]
) -> None:
    monkeypatch.setattr(marks, "MOST", 3)
    for number in range(6):
        kept(f"chosen:{number}", week.id, "1", NOW, lambda: b"")
        kept(f"own:{number}", week.id, "1", NOW, lambda: b"")
    again = kept("chosen:0", week.id, "2", LATER, lambda: b"other")
    with statements() as ran:
        kept("chosen:7", week.id, "1", NOW, lambda: b"")

    keys = select(FeedMark.key).where(FeedMark.key.startswith("chosen:"))
    assert sorted(db.session.scalars(keys)) == ["chosen:0", "chosen:1", "chosen:2"]
    assert db.session.scalar(select(func.count()).select_from(FeedMark)) == 9
    assert again.changed_at == LATER
    assert ran == []  # it tries to write none


def test_marks_of_many_answers_are_written_together(
    week: Week, monkeypatch: pytest.MonkeyPatch, statements: Callable[[], Any]
) -> None:
    kept("own:first", week.id, "1", NOW, lambda: b"")
    monkeypatch.setattr(keeping, "REST_SECONDS", 60.0)

    with statements() as ran:
        for number in range(5):
            kept(f"own:{number}", week.id, "1", NOW, lambda: b"")
    assert not [one for one in ran if one.startswith("INSERT")]
    keeping.write_marks()

    assert db.session.scalar(select(func.count()).select_from(FeedMark)) == 6


def test_what_is_erased_was_never_answered(week: Week) -> None:
    for key in ("agenda:1:en", "agenda:1:zh-Hans", "agenda:2:en"):
        kept(key, week.id, "1", NOW, lambda: b"")

    with writing():
        keeping.forget("agenda:1:")

    assert list(db.session.scalars(select(FeedMark.key))) == ["agenda:2:en"]
    assert unrendered("agenda:1:en", "1") is None
    assert unrendered("agenda:2:en", "1")
