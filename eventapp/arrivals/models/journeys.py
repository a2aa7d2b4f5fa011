"""Journeys to the week and home: points, flights and trains, late changes."""

from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.arrivals.vocabulary import Direction, PointKind, TravelMode
from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.kernel.personal import Purpose, Sensitivity, personal
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration

TRAVELLING = personal(Purpose.TRAVELLING)
OF_HEALTH = personal(Purpose.TRAVELLING, Sensitivity.SENSITIVE)


class Point(Model):
    """Where delegates arrive and leave: an airport, a station, an address."""

    __tablename__ = "point"
    __table_args__ = (UniqueConstraint("week_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str] = mapped_column(String(60))  # PVG; of the list it came from
    kind: Mapped[PointKind] = mapped_column(choice(PointKind))
    name: Mapped[Localised]
    city: Mapped[Localised | None]  # None: the city of the week
    zone: Mapped[str | None] = mapped_column(String(64))  # None: that of the week
    meeting_place: Mapped[Localised | None]  # where to wait, if a pick-up says nothing
    position: Mapped[int] = mapped_column(default=0)
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone in which its clocks go."""
        return ZoneInfo(self.zone) if self.zone else self.week.tzinfo


class Journey(Model):
    """One way, there or home, of one person or of a delegation that travels together.

    Without an instant it is not known yet. Who has none of their own travels with the
    delegate whom they accompany, else with their delegation.
    """

    __tablename__ = "journey"
    __table_args__ = (
        UniqueConstraint("registration_id", "direction"),
        UniqueConstraint("delegation_id", "direction"),
        CheckConstraint(
            "(registration_id IS NULL) <> (delegation_id IS NULL)",
            name="of_one_or_of_a_delegation",
        ),
        Index(None, "week_id", "direction", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    direction: Mapped[Direction] = mapped_column(choice(Direction))
    mode: Mapped[TravelMode | None] = mapped_column(
        choice(TravelMode), info=TRAVELLING
    )  # None: not known yet
    number: Mapped[str | None] = mapped_column(String(40), info=TRAVELLING)
    at: Mapped[datetime | None] = mapped_column(info=TRAVELLING)  # at the point
    place: Mapped[str | None] = mapped_column(
        String(200), info=TRAVELLING
    )  # where from; on the way home, where to
    note: Mapped[str | None] = mapped_column(
        String(300), info=OF_HEALTH
    )  # luggage, wheelchair
    needs_pickup: Mapped[bool | None] = mapped_column(info=TRAVELLING)
    phone: Mapped[str | None] = mapped_column(
        String(40), info=TRAVELLING
    )  # given for the driver
    changed_at: Mapped[datetime]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    registration_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )
    delegation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("delegation.id", ondelete="CASCADE")
    )
    point_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("point.id"), index=True, info=TRAVELLING
    )  # None: another place

    week: Mapped[Week] = relationship()
    registration: Mapped[Registration | None] = relationship()
    delegation: Mapped[Delegation | None] = relationship()
    point: Mapped[Point | None] = relationship()

    @property
    def is_known(self) -> bool:
        """Whether it says when."""
        return self.at is not None

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone of its point, else of the week."""
        return self.point.tzinfo if self.point else self.week.tzinfo


class JourneyChange(Model):
    """What a known journey was before somebody changed it, and what it became."""

    __tablename__ = "journey_change"
    __table_args__ = (Index(None, "journey_id", "changed_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    changed_at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))  # empty: whoever travels
    at_before: Mapped[datetime | None] = mapped_column(info=TRAVELLING)
    at_after: Mapped[datetime | None] = mapped_column(info=TRAVELLING)
    number_before: Mapped[str | None] = mapped_column(String(40), info=TRAVELLING)
    number_after: Mapped[str | None] = mapped_column(String(40), info=TRAVELLING)
    journey_id: Mapped[UUID] = mapped_column(
        ForeignKey("journey.id", ondelete="CASCADE")
    )
    point_before_id: Mapped[UUID | None] = mapped_column(ForeignKey("point.id"))
    point_after_id: Mapped[UUID | None] = mapped_column(ForeignKey("point.id"))

    point_before: Mapped[Point | None] = relationship(
        foreign_keys="JourneyChange.point_before_id"
    )
    point_after: Mapped[Point | None] = relationship(
        foreign_keys="JourneyChange.point_after_id"
    )
