"""Places at events, held or waited for, with their turns; and stars."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.events import Event
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus


class Place(Model):
    """A seat at one event, held or waited for; its absence means none."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("registration_id", "event_id"),
        Index(None, "event_id", "status", "asked_at"),
        Index(None, "offered_until"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    status: Mapped[PlaceStatus] = mapped_column(choice(PlaceStatus))
    asked_at: Mapped[datetime]
    held_at: Mapped[datetime | None]
    offered_until: Mapped[datetime | None]  # of an offer: then it goes to the next
    gives_up_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("place.id", ondelete="SET NULL"), index=True
    )  # the own place that goes back as soon as this one is held
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))

    registration: Mapped[Registration] = relationship()
    event: Mapped[Event] = relationship()

    @property
    def is_held(self) -> bool:
        """Whether it is one's own."""
        return self.status is PlaceStatus.HELD

    def is_offered(self, at: datetime) -> bool:
        """Whether it may be accepted."""
        until = self.offered_until if self.status is PlaceStatus.OFFERED else None
        return until is not None and at < until

    def has_lapsed(self, at: datetime) -> bool:
        """Whether it was offered, and nobody accepted in time."""
        return self.status is PlaceStatus.OFFERED and not self.is_offered(at)


class Turn(Model):
    """How often one delegate's place at one event changed; it outlives the place.

    A calendar shows the place under the event's own UID; with the event's sequence
    this number makes one that only ever grows (RFC 5546, 2.1.4).
    """

    __tablename__ = "turn"

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    count: Mapped[int]
    changed_at: Mapped[datetime]


class Star(Model):
    """An event that somebody marked; it is no place, but they hear of its changes."""

    __tablename__ = "star"

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    starred_at: Mapped[datetime] = mapped_column(
        info=personal(Purpose.TAKING_PART, takes_row=True)
    )
