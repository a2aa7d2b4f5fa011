"""Two leads counted one person: somebody says in which coach they sit."""

from uuid import UUID, uuid4

from eventapp.coaches.errors import CoachFull, NothingToSettle
from eventapp.coaches.models.counts import CoachDeed
from eventapp.coaches.orders import Order
from eventapp.coaches.queries import deeds
from eventapp.coaches.service import counting
from eventapp.coaches.vocabulary import DeedKind
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock


def settle(
    deed: CoachDeed,
    *,
    rides_here: bool,
    by: str,
    account_id: UUID | None = None,
    device_id: UUID | None = None,
) -> None:
    """End what was open: they ride in the coach of the deed, or stay where they are.

    Raises:
        NothingToSettle: somebody was quicker.
        CoachFull: no seat is free there.
    """
    event = deed.event
    lock(event)
    db.session.expire(deed)
    found = deeds.deed(deed.id)
    if found is None or not found.is_open:
        raise NothingToSettle
    now = clock.now()
    if rides_here and found.registration_id is not None:
        order = Order(
            deed_id=uuid4(),
            kind=DeedKind.TAKE_ALONG,
            event=event,
            coach=found.coach,
            done_at=now,
            by=by,
            stop_id=found.stop_id,
            registration_id=found.registration_id,
            account_id=account_id,
            device_id=device_id,
        )
        if not counting.do(order).verdict.is_aboard:
            raise CoachFull(coach=found.coach.name, free=0)
    found = deeds.deed(deed.id) or deed
    found.is_open, found.settled_at, found.settled_by = False, now, by[:200]
    note(
        "coach.settled",
        actor=by,
        actor_id=account_id,
        subject=f"{event.title}: {found.coach.name}",
        subject_id=found.registration_id or event.id,
        week_id=event.week_id,
        details={"rides_here": rides_here},
    )
    db.session.flush()
