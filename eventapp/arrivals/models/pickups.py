"""Pick-ups: one run of a car or a coach, and who is on it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.arrivals.models.journeys import TRAVELLING, Journey, Point
from eventapp.arrivals.vocabulary import Finding, PickupState, Vehicle
from eventapp.kernel.db import Model, choice
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration


class Pickup(Model):
    """One run of a car or a coach: where and when it meets whom, and who drives."""

    __tablename__ = "pickup"
    __table_args__ = (
        CheckConstraint("seats >= 1", name="one_seat_at_least"),
        CheckConstraint("ends_at >= starts_at", name="ends_after_start"),
        Index(None, "week_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    state: Mapped[PickupState] = mapped_column(
        choice(PickupState), default=PickupState.PLANNED
    )
    starts_at: Mapped[datetime]  # who arrives from then
    ends_at: Mapped[datetime]  # until then, is met
    vehicle: Mapped[Vehicle] = mapped_column(choice(Vehicle), default=Vehicle.CAR)
    seats: Mapped[int]  # for passengers
    plate: Mapped[str | None] = mapped_column(String(40), info=TRAVELLING)
    driver_name: Mapped[str | None] = mapped_column(String(200), info=TRAVELLING)
    driver_phone: Mapped[str | None] = mapped_column(String(40), info=TRAVELLING)
    greeter_name: Mapped[str | None] = mapped_column(
        String(200), info=TRAVELLING
    )  # else a person
    meeting_place: Mapped[str | None] = mapped_column(String(300))  # where to wait
    sign: Mapped[str | None] = mapped_column(
        String(300), info=TRAVELLING
    )  # else the names
    note: Mapped[str | None] = mapped_column(
        String(500), info=TRAVELLING
    )  # for the driver
    version: Mapped[int] = mapped_column(default=1)  # raised by each change
    link_generation: Mapped[int] = mapped_column(default=1)  # raised: a new address
    link_digest: Mapped[bytes | None] = mapped_column(
        LargeBinary(32), unique=True, info=TRAVELLING
    )
    told_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    point_id: Mapped[UUID] = mapped_column(ForeignKey("point.id"), index=True)
    greeter_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)

    week: Mapped[Week] = relationship()
    point: Mapped[Point] = relationship()
    greeter: Mapped[Person | None] = relationship()

    @property
    def is_over(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.state in {PickupState.MET, PickupState.DONE}

    def meets(self, journey: Journey) -> bool:
        """Whether somebody with this journey arrives where and while it waits."""
        return (
            journey.at is not None
            and journey.point_id == self.point_id
            and self.starts_at <= journey.at <= self.ends_at
        )


class Passenger(Model):
    """Somebody who is met by a pick-up, with the journey as it was when planned."""

    __tablename__ = "passenger"
    __table_args__ = (Index(None, "pickup_id", "left_at"),)

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    finding: Mapped[Finding] = mapped_column(choice(Finding), default=Finding.EXPECTED)
    found_at: Mapped[datetime | None]
    planned_at: Mapped[datetime | None] = mapped_column(info=TRAVELLING)
    planned_number: Mapped[str | None] = mapped_column(String(40), info=TRAVELLING)
    left_at: Mapped[datetime | None]  # cancelled, and the office has not seen it yet
    pickup_id: Mapped[UUID] = mapped_column(ForeignKey("pickup.id", ondelete="CASCADE"))
    planned_point_id: Mapped[UUID | None] = mapped_column(ForeignKey("point.id"))

    registration: Mapped[Registration] = relationship()
    pickup: Mapped[Pickup] = relationship()
