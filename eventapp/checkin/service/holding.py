"""Who came late and waits outside until the break."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select

from eventapp.checkin import notices
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Hold
from eventapp.checkin.service.keeping import Answer
from eventapp.checkin.service.presenting import Presentation, present
from eventapp.checkin.vocabulary import Verdict
from eventapp.kernel import clock
from eventapp.kernel.db import db, holds_all, lock
from eventapp.programme.models.events import Event


@dataclass(frozen=True)
class Steward:
    """Who opens the door."""

    name: str
    account_id: UUID | None = None
    device_id: UUID | None = None


def admit_at_the_break(
    event: Event, desk: Desk, holds: Sequence[Hold], by: Steward
) -> list[Answer]:
    """Let those who wait come in, in their order, as long as there is room.

    Each gets a scan of their own. Whom the door still refuses, because it is full or
    they were cancelled meanwhile, stays on the list; the answers say why.
    """
    hold_events([event.id])
    answers = []
    for one in holds:
        if one.released_at is not None or one.event_id != event.id:
            continue
        answer = present(
            Presentation(
                scan_id=uuid4(),
                desk_id=desk.id,
                event_id=event.id,
                registration_id=one.registration_id,
                scanned_at=clock.now(),
                from_hold=True,
                steward_id=by.account_id,
                device_id=by.device_id,
                steward_name=by.name,
            )
        )
        if answer is not None:
            answers.append(answer)
            _end_where_inside(one, answer)
    came = sum(answer.verdict is Verdict.ADMITTED for answer in answers)
    if came:
        notices.admitted_at_the_break(event, by.name, by.account_id, came)
    return answers


def let_go(hold: Hold, by: Steward) -> None:
    """Take somebody off the list who does not wait any longer; once."""
    lock(hold)
    if hold.released_at is None:
        hold.released_at = clock.now()
        notices.let_go(hold, by.name, by.account_id)


def hold_events(keys: Iterable[UUID | None]) -> None:
    """Hold the events of several scans before the first is decided, in one order.

    Each of them may count who is inside; two batches would wait for each other.
    """
    known = sorted(key for key in keys if key)
    if known and not holds_all():
        db.session.execute(
            select(Event.id)
            .where(Event.id.in_(known))
            .order_by(Event.id)
            .with_for_update(key_share=True)
        )


def _end_where_inside(hold: Hold, answer: Answer) -> None:
    db.session.refresh(hold)  # the scan ended it past the session
    if hold.released_at is None and answer.is_in:
        hold.released_at = answer.received_at
