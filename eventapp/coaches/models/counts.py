"""What leads did, who is on board, and which coaches have left."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.accounts.models import Account
from eventapp.checkin.models.desks import Device
from eventapp.coaches.models.seats import Stop
from eventapp.coaches.vocabulary import DeedKind, Told
from eventapp.kernel.db import Model, choice
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.registration.models.registrations import Registration


class CoachDeed(Model):
    """One thing a lead did, with what was answered; always kept.

    Its key is made by the phone: sent again, it gets the same answer.
    """

    __tablename__ = "coach_deed"
    __table_args__ = (Index(None, "event_id", "received_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[DeedKind] = mapped_column(choice(DeedKind))
    verdict: Mapped[Told] = mapped_column(choice(Told))
    presented: Mapped[bytes] = mapped_column(LargeBinary(32))  # digest of what was sent
    told: Mapped[Told | None] = mapped_column(choice(Told))  # by the phone, at once
    was_offline: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[datetime]  # by the phone's clock
    received_at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    is_open: Mapped[bool] = mapped_column(default=False)  # somebody has to look at it
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(200))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    stop_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("coach_stop.id", ondelete="SET NULL"), index=True
    )
    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venue.id"), index=True)
    other_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("venue.id"), index=True
    )  # the coach from which, or to which, somebody changed; or in which they count
    registration_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL"), index=True
    )
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))

    event: Mapped[Event] = relationship()
    stop: Mapped[Stop | None] = relationship()
    coach: Mapped[Venue] = relationship(foreign_keys="CoachDeed.venue_id")
    other: Mapped[Venue | None] = relationship(foreign_keys="CoachDeed.other_id")
    registration: Mapped[Registration | None] = relationship()
    account: Mapped[Account | None] = relationship()
    device: Mapped[Device | None] = relationship()


class Presence(Model):
    """The fact that somebody is on board of one coach at one stop."""

    __tablename__ = "coach_presence"
    __table_args__ = (UniqueConstraint("stop_id", "registration_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    counted_at: Mapped[datetime]
    counted_by: Mapped[str] = mapped_column(String(200))
    stop_id: Mapped[UUID] = mapped_column(
        ForeignKey("coach_stop.id", ondelete="CASCADE")
    )
    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venue.id"), index=True)
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    deed_id: Mapped[UUID] = mapped_column(ForeignKey("coach_deed.id"), index=True)

    stop: Mapped[Stop] = relationship()
    coach: Mapped[Venue] = relationship()
    registration: Mapped[Registration] = relationship()
    deed: Mapped[CoachDeed] = relationship()


class Departure(Model):
    """The fact that a coach left a stop, with the headcount of that moment."""

    __tablename__ = "coach_departure"
    __table_args__ = (UniqueConstraint("stop_id", "venue_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    left_at: Mapped[datetime]
    left_by: Mapped[str] = mapped_column(String(200))
    on_board: Mapped[int]
    expected: Mapped[int]
    missing: Mapped[tuple[str, ...]] = mapped_column(default=())  # keys of people
    stop_id: Mapped[UUID] = mapped_column(
        ForeignKey("coach_stop.id", ondelete="CASCADE")
    )
    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venue.id"), index=True)

    stop: Mapped[Stop] = relationship()
    coach: Mapped[Venue] = relationship()
