"""What stands in the journal stays: the database itself refuses to change it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from eventapp.journal.models import Entry
from eventapp.journal.queries import Wanted, actors_of, entries_of
from eventapp.journal.service import ORIGINS_KEPT, forget_origins, note, opened
from eventapp.kernel.db import db, may_write
from eventapp.kernel.origin import NOWHERE, Origin, come_from
from tests.builders import make_week
from tests.conftest import StoppedClock

HOME = Origin("192.0.2.77", "Firefox, Windows")


@pytest.fixture
def line(app: Flask) -> Entry:
    assert app
    note("venue.planned", actor="A", subject="Hall", details={"after": {"city": "B"}})
    db.session.commit()
    may_write(allowed=True)
    return entries_of(uuid4())[0][0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET subject = 'another'",
        "UPDATE entry SET details = '{}'",
        "UPDATE entry SET actor = 'B', device = 'C'",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry",
    ],
)
def test_a_line_is_neither_changed_nor_taken_away(line: Entry, statement: str) -> None:
    before = (line.id, line.subject, line.actor, line.details)
    db.session.rollback()

    with pytest.raises(DatabaseError):
        db.session.execute(text(statement))

    db.session.rollback()
    (left,) = entries_of(uuid4())[0]
    assert (left.id, left.subject, left.actor, left.details) == before


def test_what_the_law_wants_forgotten_goes_and_the_deed_stays(line: Entry) -> None:
    assert line
    with opened():
        db.session.execute(text("UPDATE entry SET subject = '7', details = '{}'"))
    with pytest.raises(DatabaseError, match="append-only"), opened():
        db.session.execute(text("UPDATE entry SET action = 'nothing'"))
    db.session.rollback()


def test_the_journal_is_closed_again_after_a_mistake(line: Entry) -> None:
    assert line
    with pytest.raises(RuntimeError), opened():
        raise RuntimeError

    with pytest.raises(DatabaseError):
        db.session.execute(text("DELETE FROM entry"))
    db.session.rollback()


def test_a_line_tells_from_where_and_of_a_guest_the_network_alone(
    time: StoppedClock,
) -> None:
    week, key = make_week(), uuid4()
    come_from(HOME)
    try:
        note("badge.printed", actor="Li", actor_id=key, subject="7", week_id=week.id)
        time.advance(minutes=1)
        note("place.released", actor="delegate", subject="7", week_id=week.id)
        time.advance(minutes=1)
        note("account.refused", actor="?", subject="?", week_id=week.id, is_exact=True)
    finally:
        come_from(NOWHERE)
    time.advance(minutes=1)
    note("purge.done", actor="worker", subject="7", week_id=week.id)
    db.session.commit()

    lines, _more = entries_of(week.id)

    assert [(one.whence, one.device) for one in lines] == [
        (None, None),
        ("192.0.2.77", "Firefox, Windows"),
        ("192.0.2.0/24", "Firefox, Windows"),
        ("192.0.2.77", "Firefox, Windows"),
    ]
    assert actors_of(week.id) == {key}
    by_her, _more = entries_of(week.id, Wanted(actor_id=key))
    by_guests, _more = entries_of(week.id, Wanted(actor="delegate"))
    assert [one.action for one in (*by_her, *by_guests)] == [
        "badge.printed",
        "place.released",
    ]


def test_after_a_year_nobody_knows_from_where(time: StoppedClock) -> None:
    week = make_week()
    come_from(HOME)
    note("badge.printed", actor="Li", subject="7", week_id=week.id)
    time.advance(days=ORIGINS_KEPT / timedelta(days=1) + 1)
    note("badge.printed", actor="Li", subject="8", week_id=week.id)
    come_from(NOWHERE)
    db.session.commit()

    forget_origins()

    lines, _more = entries_of(week.id)
    assert [one.device for one in lines] == ["Firefox, Windows", None]
