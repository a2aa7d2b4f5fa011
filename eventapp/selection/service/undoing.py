"""Undoing a bulk deed: whoever changed since stays; mails that wait are taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.kernel.errors import Refusal
from eventapp.mail.models import Message, MessageStatus
from eventapp.mail.service import withdraw_these
from eventapp.programme.models.events import Event
from eventapp.registration import notices_of_corrections
from eventapp.registration.models.approvals import Review
from eventapp.registration.models.registrations import Registration
from eventapp.registration.seating import place_of
from eventapp.registration.service import places
from eventapp.registration.service.noting import note_about
from eventapp.registration.service.restoring import (
    Standing,
    hold_to_restore,
    restore,
)
from eventapp.scheduling.service.sending import never_told
from eventapp.selection.errors import AlreadyUndone, ChangedSince, StillAtWork
from eventapp.selection.models import Deed, DeedRow
from eventapp.selection.queries.deeds import is_at_work
from eventapp.selection.service.doing import put_tags
from eventapp.selection.service.looking import DECIDING, looks
from eventapp.selection.service.moving import move_back, moved_in
from eventapp.selection.vocabulary import DeedKind

GONE = frozenset({MessageStatus.SENDING, MessageStatus.SENT, MessageStatus.UNCERTAIN})


@dataclass(frozen=True)
class Prospect:
    """What undoing would do."""

    unchanged: int  # these go back
    changed: int  # these stay: somebody changed them since
    waiting: int  # mails that are taken back unsent
    sent: int  # people whose mail has gone
    moved: int  # others who moved up, and have not heard of it


def begin_undoing(deed: Deed, *, by: Account) -> None:
    """Note who undoes it, or what was left of it; the rows follow.

    Raises:
        AlreadyUndone: somebody was quicker.
        StillAtWork: a job has not ended it.
    """
    lock(deed)
    if is_at_work(deed):
        raise StillAtWork
    if deed.undone_at is not None and not rows_left(deed, 1):
        raise AlreadyUndone
    deed.undone_at, deed.undone_by = clock.now(), by.name
    note(
        "deed.undone",
        actor=by.name,
        actor_id=by.id,
        subject=deed.about or "–",
        subject_id=deed.id,
        week_id=deed.week_id,
        details={"before": {"deed": deed.kind.value, "number": deed.count}},
    )


def rows_left(deed: Deed, most: int) -> Sequence[DeedRow]:
    """Rows that have not been undone or left, up to `most`."""
    rows = select(DeedRow).where(DeedRow.deed_id == deed.id, DeedRow.undone.is_(None))
    rows = rows.order_by(DeedRow.registration_id).limit(most)
    return db.session.scalars(rows).all()


def undo_rows(
    deed: Deed, rows: Sequence[DeedRow], *, tells: bool, by: Account
) -> dict[UUID, str]:
    """Put these registrations back; tells why others stay as they are now.

    With `tells` those hear that it was a mistake whose mail has gone.
    """
    people = _people(rows)
    befores = {}
    if deed.kind in DECIDING:
        befores = {one.registration_id: Standing.of_kept(one.before) for one in rows}
        hold_to_restore(deed.week, list(people.values()), befores.values())
    elif deed.kind is DeedKind.SIGN_UP and deed.about_id:
        lock(db.session.get_one(Event, deed.about_id))
    now = looks(deed.kind, deed.about_id, list(people.values()))
    why: dict[UUID, str] = {}
    for row in rows:
        key = row.registration_id
        row.undone = now.get(key) == row.after
        try:
            if not row.undone:
                raise ChangedSince
            with db.session.begin_nested():
                _undo_one(deed, row, people[key], befores.get(key), by)
        except Refusal as refusal:
            row.undone = False
            why[key] = str(refusal)
    undone = [one for one in rows if one.undone]
    _take_mails_back(undone, people, tells=tells)
    if deed.kind in {DeedKind.TAG, DeedKind.UNTAG}:
        keys = [one.registration_id for one in undone]
        put_tags(deed, keys, is_on=deed.kind is DeedKind.UNTAG)
    db.session.flush()
    return why


def prospect(deed: Deed) -> Prospect:
    """What undoing would do now, in a few statements."""
    rows = rows_left(deed, deed.count)
    people = _people(rows)
    now = looks(deed.kind, deed.about_id, list(people.values()))
    same = [one for one in rows if now.get(one.registration_id) == one.after]
    moves = [move for one in same for move in moved_in(one.before)]
    keys = [key for one in same for key in one.messages]
    keys += [key for move in moves for key in move["messages"]]
    states = _states([UUID(key) for key in keys])
    moved = sum(
        not any(_has_gone(states, key) for key in one["messages"]) for one in moves
    )
    waiting = sum(one is MessageStatus.QUEUED for one in states.values())
    sent = sum(any(_has_gone(states, key) for key in one.messages) for one in same)
    return Prospect(len(same), len(rows) - len(same), waiting, sent, moved)


def _undo_one(
    deed: Deed, row: DeedRow, one: Registration, before: Standing | None, by: Account
) -> None:
    if before is not None:
        move_back(row.before, by=by)
        restore(one, before)
    elif deed.kind is DeedKind.SIGN_UP and deed.about_id:
        _take_place_back(row, one, deed.about_id)
    elif deed.kind is DeedKind.CHECK:
        db.session.execute(delete(Review).where(Review.registration_id == one.id))
    if deed.kind not in {DeedKind.TAG, DeedKind.UNTAG}:
        details = {"before": {"deed": deed.kind.value}}
        note_about(one, "registration.restored", who=by, details=details)


def _take_place_back(row: DeedRow, one: Registration, event_id: UUID) -> None:
    """Release the place that was given; who waited for it before, waits again."""
    event = db.session.get_one(Event, event_id)
    place = place_of(one, event)
    if place is not None:
        places.release_place(place)
    if row.before["place"] is not None:
        again = places.new_place(one, event, clock.now())
        again.asked_at = datetime.fromisoformat(row.before["place"][1])
        db.session.add(again)


def _take_mails_back(
    undone: Sequence[DeedRow], people: Mapping[UUID, Registration], *, tells: bool
) -> None:
    """Let mails that wait never be sent; of others it can be said they were wrong."""
    keys = [UUID(key) for one in undone for key in one.messages]
    never_told(withdraw_these(keys))
    states = _states(keys)
    for row in undone if tells else ():
        if any(_has_gone(states, key) for key in row.messages):
            notices_of_corrections.tell_mistake(people[row.registration_id])


def _states(keys: Sequence[UUID]) -> dict[UUID, MessageStatus]:
    rows = select(Message.id, Message.status).where(Message.id.in_(keys))
    return {key: state for key, state in db.session.execute(rows)}  # noqa: C416 - typed rows


def _has_gone(states: Mapping[UUID, MessageStatus], key: str) -> bool:
    """Whether somebody has it, or may have it."""
    return states.get(UUID(key)) in GONE


def _people(rows: Sequence[DeedRow]) -> dict[UUID, Registration]:
    keys = [one.registration_id for one in rows]
    found = select(Registration).where(Registration.id.in_(keys))
    found = found.options(joinedload(Registration.week))
    return {one.id: one for one in db.session.scalars(found)}
