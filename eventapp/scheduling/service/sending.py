"""Telling calendars by mail what is new: with a notice at once, else a little later.

What should stand in a calendar is compared with what it was told last (`Sent`). Both,
the mail and that row, are written in one transaction: whoever is interrupted has told
nothing, and nobody tells it twice. Rows that somebody else holds are left to the next
round; whoever asks for a place is never waited for (docs/decisions/0047).
"""

import hashlib
import json
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from eventapp.feeds.document import CalendarEvent
from eventapp.feeds.writing import described
from eventapp.kernel import clock
from eventapp.kernel.db import Model, db, insert_unless_there, reading, writing
from eventapp.kernel.i18n import speaking
from eventapp.kernel.tokens import digest
from eventapp.mail.models import CalendarMethod, Message
from eventapp.programme.models.events import Event
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import Told
from eventapp.registration.service.turning import turn
from eventapp.scheduling import notices
from eventapp.scheduling.documents import Party, Revision, document
from eventapp.scheduling.due import Due, Only, Pair, due_keys, due_now
from eventapp.scheduling.models import Sent
from eventapp.scheduling.tokens import organizer_address, reply_token

log = logging.getLogger(__name__)

REST = timedelta(seconds=60)  # what changes again within it is told once
AT_ONCE = 50  # mails in one transaction
MOST_ROUNDS = 10  # before the worker looks after other things
ONE_SECOND = timedelta(seconds=1)  # calendars know no shorter time


def attach(told: Sequence[Told]) -> None:
    """Let notices carry themselves what their receivers' calendars should be told.

    The events are locked. Where a calendar knows all that matters, nothing is added.
    """
    messages = {(one.registration.id, one.event_id): one.message for one in told}
    if not messages:
        return
    db.session.flush()
    found = due_now(clock.now(), Only(pairs=messages.keys()), len(messages) * 2)
    _tell([due for due in found if due.pair in messages], messages)


def never_told(withdrawn: Collection[UUID]) -> None:
    """Forget what calendars were told in messages that were taken back unsent."""
    db.session.execute(delete(Sent).where(Sent.message_id.in_(withdrawn)))


def keep_told() -> None:
    """Tell calendars what is due since a while: the upkeep."""
    for _round in range(MOST_ROUNDS):
        if tell_some() == 0:
            return


def tell_some() -> int:
    """Judge some of what is due, in one transaction; tell how many there were."""
    only = Only(rested_since=clock.now() - REST)
    with reading():
        keys = due_keys(clock.now(), only, AT_ONCE)
    if not keys:
        return 0
    with writing():
        claimed = _claim(keys)
        if claimed:
            found = due_now(clock.now(), replace(only, pairs=claimed), len(claimed) * 2)
            _tell([due for due in found if due.pair in claimed], {})
    return len(claimed)


def _claim(keys: Collection[Pair]) -> set[Pair]:
    """Those of `keys` that nobody else holds now; nothing about them changes then."""
    people = (
        select(Registration.id)
        .where(Registration.id.in_({one for one, _event in keys}))
        .order_by(Registration.id)
        .with_for_update(key_share=True, skip_locked=True)
    )
    events = (
        select(Event.id)
        .where(Event.id.in_({event for _one, event in keys}))
        .order_by(Event.id)
        .with_for_update(read=True, key_share=True, skip_locked=True)
    )
    free_people = set(db.session.scalars(people))
    free_events = set(db.session.scalars(events))
    return {key for key in keys if key[0] in free_people and key[1] in free_events}


@dataclass(frozen=True)
class _Letter:
    """What one calendar is to be told, made ready."""

    due: Due
    revision: Revision
    calendar: bytes
    where: str
    row: dict[str, Any]  # of `Sent`


def _tell(found: Sequence[Due], messages: Mapping[Pair, Message]) -> None:
    letters = []
    for due in found:
        letter = _made_ready(due, messages.get(due.pair))
        if letter is not None:
            letters.append(letter)
    known = _keep([letter for letter in letters if letter.due.sent is None])
    for letter in letters:
        sent = letter.due.sent
        if sent is None and letter.due.pair not in known:
            continue  # somebody else told it meanwhile
        message = messages.get(letter.due.pair) or _write(letter)
        message.id = letter.row["message_id"]
        organizer = organizer_address(*letter.due.pair)
        message.enclose(letter.calendar, letter.due.method, organizer)
        if sent is not None:
            for name, value in letter.row.items():
                setattr(sent, name, value)
    db.session.flush()


def _made_ready(due: Due, message: Message | None) -> _Letter | None:
    """The document and the row; None where nothing that matters is new."""
    registration, event, sent = due.registration, due.event, due.sent
    with speaking(registration.language):
        shown = described(event, event.week)
        fingerprint = _fingerprint(event, shown)
        if sent is not None and _knows(sent, due.method, fingerprint):
            sent.judged = due.sequence
            return None
        revision = _revision(due)
        is_cancel = due.method is CalendarMethod.CANCEL
        address = sent.address if is_cancel and sent else registration.address
        calendar = document(
            shown,
            due.method,
            revision,
            Party(organizer_address(*due.pair), str(event.week.host.name)),
            Party(address, registration.name.first),
        )
    row = {
        "method": due.method,
        "sequence": revision.sequence,
        "revised_at": revision.revised_at,
        "judged": revision.sequence,
        "fingerprint": fingerprint,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "address": address,
        "message_id": message.id if message else uuid4(),
        "sent_at": clock.now(),
    }
    return _Letter(due, revision, calendar, shown.location, row)


def _knows(sent: Sent, method: CalendarMethod, fingerprint: str) -> bool:
    is_request = method is sent.method is CalendarMethod.REQUEST
    return is_request and sent.fingerprint == fingerprint


def _revision(due: Due) -> Revision:
    """Later than what was told before, also where the event itself did not change."""
    sequence, changed_at, sent = due.sequence, due.changed_at, due.sent
    if sent is not None and sequence <= sent.sequence:
        turn(due.registration, due.event.id)  # so that all calendars count alike
        sequence, changed_at = sent.sequence + 1, clock.now()
    revised_at = changed_at.replace(microsecond=0)
    if sent is not None:
        revised_at = max(revised_at, sent.revised_at + ONE_SECOND)
    return Revision(sequence, revised_at)


def _keep(letters: Sequence[_Letter]) -> set[Pair]:
    """Write the rows of calendars that were told nothing before; those that are new."""
    if not letters:
        return set()
    table = Model.metadata.tables[Sent.__tablename__]
    rows = [
        {
            "registration_id": letter.due.registration.id,
            "event_id": letter.due.event.id,
            "reply_digest": digest(reply_token(*letter.due.pair)),
            **letter.row,
        }
        for letter in letters
    ]
    written = insert_unless_there(table).returning(
        table.c.registration_id, table.c.event_id
    )
    return {(one, event) for one, event in db.session.execute(written, rows)}


def _write(letter: _Letter) -> Message:
    due = letter.due
    with speaking(due.registration.language):
        if due.method is CalendarMethod.CANCEL:
            told = (due.registration, due.event, letter.where, letter.row["address"])
            if due.keeps_place and not due.event.is_cancelled:
                return notices.write_taken_out(*told, due.way)
            return notices.write_cancelled(*told)
        if due.sent is None or due.sent.method is CalendarMethod.CANCEL:
            is_again = due.sent is not None
            return notices.write_invited(
                due.registration, due.event, letter.where, is_again=is_again
            )
        before = notices.Before(due.sent.starts_at, due.sent.ends_at)
        return notices.write_updated(due.registration, due.event, letter.where, before)


def _fingerprint(event: Event, shown: CalendarEvent) -> str:
    """Of what somebody who goes there must know; the rest waits for the next mail."""
    point = event.meeting_point
    said = [
        shown.summary,
        shown.starts_at.isoformat(),
        shown.ends_at.isoformat(),
        shown.zone,
        shown.location,
        dict(point.name) if point else None,
        event.mode.value,
        list(event.languages),
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
