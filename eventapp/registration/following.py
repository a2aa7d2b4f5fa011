"""What follows the mails about a release: those for the calendars of delegates."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventapp.programme.alterations import Alteration
from eventapp.programme.models.weeks import Week
from eventapp.registration import signals
from eventapp.registration.audience import Receiver


@dataclass(frozen=True)
class Following:
    """A release, and those to whom a mail about it is written."""

    alterations: Sequence[Alteration]
    told: Collection[UUID]  # registrations
    carried: Collection[tuple[UUID, UUID]]  # a mail of one event holds it itself
    now: datetime


def calendar_mails(
    week: Week,
    alterations: Sequence[Alteration],
    receivers: Sequence[Receiver],
    now: datetime,
) -> Counter[UUID]:
    """How many mails of their own follow for whose calendar."""
    told: set[UUID] = set()
    carried: set[tuple[UUID, UUID]] = set()
    for receiver in receivers:
        if receiver.registration is not None:
            key = receiver.registration.id
            told.add(key)
            events = {concern.alteration.event_id for concern in receiver.concerns}
            if len(events) == 1:
                carried.add((key, events.pop()))
    release = Following(alterations, told, carried, now)
    found: Counter[UUID] = Counter()
    for _listener, counts in signals.calendars_asked.send(week, release=release):
        found.update(counts)
    return found
