"""Remembering where partners keep their calendars, and what was taken over there."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.accounts.service.limits import check_limit, count
from eventapp.exchange import queries
from eventapp.exchange.asking.fetching import Marks
from eventapp.exchange.comparing import IS_TAKEN, Facts, facts_of, mark_of
from eventapp.exchange.errors import TooManySources
from eventapp.exchange.files import Content
from eventapp.exchange.models import CalendarSource, ImportFile
from eventapp.exchange.proposals import Preview, State
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.programme.models.weeks import Week

MOST_SOURCES = 20  # of a week
MOST_ASKED = 40  # by one account within a quarter of an hour
ASKING = "calendar"


def may_ask(by_id: UUID) -> None:
    """Count one more question to a server of others.

    Raises:
        TooManyAttempts: this account asked again and again.
    """
    check_limit(ASKING, by_id.bytes, MOST_ASKED)
    count(ASKING, by_id.bytes)


def note_answer(
    week: Week, address: str, content: Content, marks: Marks, *, by: Account
) -> CalendarSource:
    """Remember an address of a week, and what it held just now.

    Raises:
        TooManySources: the week has enough of them.
    """
    lock(week)
    source = queries.source_at(week, address)
    if source is None and len(queries.sources_of(week)) >= MOST_SOURCES:
        raise TooManySources(most=MOST_SOURCES)
    now = clock.now()
    if source is None:
        source = add(
            CalendarSource(
                address=address,
                name="",
                held={},
                settled={},
                created_by=by.name,
                created_at=now,
                asked_at=now,
                week_id=week.id,
            )
        )
    source.name = (content.holding.name if content.holding else "")[:200]
    source.etag, source.modified = marks.etag, marks.modified
    source.held = held_in(content)
    source.asked_at = now
    _note("calendar.asked", source, {"events": len(source.held)}, by)
    db.session.flush()
    return source


def note_unchanged(source: CalendarSource) -> None:
    """Note that the calendar is what it was."""
    source.asked_at = clock.now()
    db.session.flush()


def note_taken(file: ImportFile, preview: Preview) -> None:
    """Remember which events of a calendar were taken over, and which were left."""
    key = file.choices.get("source")
    source = db.session.get(CalendarSource, UUID(key)) if key else None
    if source is None:
        return
    lock(source)
    settled: dict[str, Facts] = dict(source.settled)
    for mark, facts in source.held.items():
        if not settled.get(mark, {}).get(IS_TAKEN):
            settled[mark] = facts | {IS_TAKEN: False}
    for one in preview.proposals:
        if one.state is not State.PROBLEM:
            settled[mark_of(one.cells)] = facts_of(one.cells) | {IS_TAKEN: True}
    source.settled = settled
    source.settled_at = clock.now()


def note_planned(source: CalendarSource, preview: Preview) -> None:
    """Remember which of its events are planned as it says: a file brought them."""
    settled: dict[str, Facts] = dict(source.settled)
    for one in preview.proposals:
        mark = mark_of(one.cells)
        if one.state is State.UNCHANGED and not settled.get(mark, {}).get(IS_TAKEN):
            settled[mark] = facts_of(one.cells) | {IS_TAKEN: True}
    source.settled = settled


def forget_gone(source: CalendarSource, marks: Iterable[str]) -> None:
    """Stop telling of events that have left the calendar."""
    gone = set(marks) - set(source.held)
    source.settled = {
        mark: facts for mark, facts in source.settled.items() if mark not in gone
    }
    db.session.flush()


def forget_source(source: CalendarSource, *, by: Account) -> None:
    """Forget an address; what was taken over from it stays."""
    _note("calendar.forgotten", source, {}, by)
    db.session.delete(source)
    db.session.flush()


def held_in(content: Content) -> dict[str, Facts]:
    """What is remembered of each event of a calendar."""
    return {
        mark_of(row.cells): facts_of(row.cells)
        for table in content.tables
        for row in table.rows
    }


def _note(
    action: str, source: CalendarSource, details: Mapping[str, int], by: Account
) -> None:
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=urlsplit(source.address).hostname or "",
        subject_id=source.id,
        week_id=source.week_id,
        details=dict(details),
    )
