"""The journal: newest first, in pages, searched literally."""

from eventapp.journal.models import Entry
from eventapp.journal.queries import PAGE, Wanted, entries_about, entries_of
from eventapp.journal.service import note
from eventapp.kernel.db import db
from tests.builders import make_account, make_week
from tests.conftest import StoppedClock


def subjects(lines: list[Entry]) -> list[str]:
    return [line.subject for line in lines]


def test_a_line_keeps_actor_deed_and_instant(time: StoppedClock) -> None:
    week, account = make_week(), make_account()

    note(
        "venue.planned",
        actor=account.name,
        actor_id=account.id,
        subject="Hall",
        subject_id=week.id,
        week_id=week.id,
        details={"after": {"capacity": 10}},
    )
    db.session.commit()

    (line,) = entries_of(week.id)[0]
    assert (line.at, line.actor, line.action, line.subject, line.details) == (
        time.now,
        account.name,
        "venue.planned",
        "Hall",
        {"after": {"capacity": 10}},
    )
    assert list(entries_about(week.id)) == [line]


def test_lines_come_newest_first_and_only_of_this_week(time: StoppedClock) -> None:
    week, other = make_week(), make_week()
    for name, where in (("first", week), ("other", other), ("second", week)):
        note("venue.planned", actor="A", subject=name, week_id=where.id)
        time.advance(minutes=1)
    note("account.created", actor="A", subject="everywhere")
    db.session.flush()

    lines, has_more = entries_of(week.id)

    assert subjects(list(lines)) == ["everywhere", "second", "first"]
    assert not has_more


def test_a_long_journal_has_pages(time: StoppedClock) -> None:
    week = make_week()
    for n in range(PAGE + 1):
        note("venue.planned", actor="A", subject=str(n), week_id=week.id)
        time.advance(seconds=1)
    db.session.flush()

    first, has_more = entries_of(week.id)
    second, has_even_more = entries_of(week.id, page=2)

    assert (len(first), has_more) == (PAGE, True)
    assert (subjects(list(second)), has_even_more) == (["0"], False)


def test_signs_that_a_database_takes_for_any_text_are_meant_as_typed(
    time: StoppedClock,
) -> None:
    assert time
    week = make_week()
    for name in ("100 % sure", "under_score", "plain"):
        note("venue.planned", actor="A", subject=name, week_id=week.id)
    db.session.flush()

    def found(search: str) -> list[str]:
        return subjects(list(entries_of(week.id, Wanted(words=search))[0]))

    assert found("%") == ["100 % sure"]
    assert found("r_s") == ["under_score"]
    assert found("PLAIN") == ["plain"]


def test_a_subject_that_is_too_long_is_cut(time: StoppedClock) -> None:
    assert time
    week = make_week()

    note("venue.planned", actor="A" * 500, subject="x" * 5000, week_id=week.id)
    db.session.commit()

    (line,) = entries_of(week.id)[0]
    assert (len(line.actor), len(line.subject)) == (200, 300)
