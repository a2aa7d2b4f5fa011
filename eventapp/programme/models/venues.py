"""Venues, and the ways between them."""

from datetime import time
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import VenueKind


class Venue(Model):
    """A place where events happen: a building, a room in it, a coach."""

    __tablename__ = "venue"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity_positive"),
        UniqueConstraint("week_id", "key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[Localised]
    kind: Mapped[VenueKind] = mapped_column(choice(VenueKind))
    capacity: Mapped[int | None]
    address: Mapped[Localised | None]
    directions: Mapped[Localised | None]
    is_step_free: Mapped[bool | None]  # None: not known
    opens: Mapped[time | None]  # each day, by the week's clock; None: at all hours
    closes: Mapped[time | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    position: Mapped[int] = mapped_column(default=0)
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("venue.id"))

    week: Mapped[Week] = relationship()
    parent: Mapped["Venue | None"] = relationship(remote_side=[id])


class Walk(Model):
    """How long the way between two venues takes, in both directions."""

    __tablename__ = "walk"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("from_id <> to_id", name="between_two"),
        UniqueConstraint("from_id", "to_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    minutes: Mapped[int]  # on foot, or by the coach that runs between them
    from_id: Mapped[UUID] = mapped_column(ForeignKey("venue.id", ondelete="CASCADE"))
    to_id: Mapped[UUID] = mapped_column(
        ForeignKey("venue.id", ondelete="CASCADE"), index=True
    )
