"""What a lead asks for: one order, from a phone or a form."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventapp.coaches.vocabulary import DeedKind, Told
from eventapp.kernel import codes
from eventapp.kernel.tokens import digest
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue


@dataclass(frozen=True)
class Order:
    """What the lead of `coach` does, about whom, and where."""

    deed_id: UUID  # made by the phone: sent again, it gets the same answer
    kind: DeedKind
    event: Event
    coach: Venue
    done_at: datetime
    by: str
    stop_id: UUID | None = None  # None: the one at which the coach is
    code: str = ""
    registration_id: UUID | None = None
    to_id: UUID | None = None  # the other coach of a move
    was_offline: bool = False
    told: Told | None = None
    account_id: UUID | None = None
    device_id: UUID | None = None

    @property
    def presented(self) -> bytes:
        """What tells one order from another; a badge is not kept in clear."""
        reading = codes.parse(self.code) if self.code else None
        shown = reading.code if reading and reading.code else self.code
        what = (self.kind, self.stop_id, shown, self.registration_id, self.to_id)
        return digest("\n".join(map(str, (self.event.id, self.coach.id, *what))))
