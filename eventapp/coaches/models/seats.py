"""Who rides in which coach, and where a tour stops."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.registration.models.registrations import Registration


class Stop(Model):
    """Where the people of each coach are counted before it goes on."""

    __tablename__ = "coach_stop"
    __table_args__ = (UniqueConstraint("event_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    position: Mapped[int]  # 1: where the tour begins
    name: Mapped[Localised]
    leaves_at: Mapped[datetime | None]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))

    event: Mapped[Event] = relationship()


class Seat(Model):
    """A person's seat in one of the coaches of an event; nobody has two."""

    __tablename__ = "coach_seat"
    __table_args__ = (
        UniqueConstraint("event_id", "registration_id"),
        Index(None, "event_id", "venue_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    is_extra: Mapped[bool] = mapped_column(default=False)  # taken along by a lead
    left_at: Mapped[datetime | None]  # does not come along any more
    changed_at: Mapped[datetime]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venue.id"), index=True)
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )

    event: Mapped[Event] = relationship()
    coach: Mapped[Venue] = relationship()
    registration: Mapped[Registration] = relationship()
