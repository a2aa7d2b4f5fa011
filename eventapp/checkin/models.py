"""Desks, scans and admissions."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.accounts.models import Account
from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration


class Verdict(StrEnum):
    """What a desk says about one presentation of a badge."""

    ADMITTED = "admitted"
    ALREADY_HERE = "already_here"
    WRONG_EVENT = "wrong_event"
    NOT_CONFIRMED = "not_confirmed"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    MISREAD = "misread"
    FULL = "full"
    CONFLICT = "conflict"  # admitted without network, after another desk


class Direction(StrEnum):
    """Which way somebody goes."""

    IN = "in"


class Desk(Model):
    """A check-in point at a venue."""

    __tablename__ = "desk"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[Localised]
    position: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)
    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), index=True
    )
    venue_id: Mapped[UUID | None] = mapped_column(ForeignKey("venue.id"))

    week: Mapped[Week] = relationship()
    venue: Mapped[Venue | None] = relationship()


class Scan(Model):
    """One presentation of a badge at a desk, with its verdict; always kept."""

    __tablename__ = "scan"
    __table_args__ = (
        Index(None, "desk_id", "received_at"),
        Index(None, "event_id", "received_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)  # the device's
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    presented: Mapped[bytes] = mapped_column(LargeBinary(32))  # digest of what was read
    direction: Mapped[Direction] = mapped_column(choice(Direction))
    was_offline: Mapped[bool] = mapped_column(default=False)
    scanned_at: Mapped[datetime]  # by the device's clock: it informs, it never decides
    received_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    desk_id: Mapped[UUID] = mapped_column(ForeignKey("desk.id"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    steward_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    registration_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration.id"), index=True
    )
    earlier_id: Mapped[UUID | None] = mapped_column(ForeignKey("scan.id"))

    desk: Mapped[Desk] = relationship()
    event: Mapped[Event] = relationship()
    steward: Mapped[Account | None] = relationship()
    registration: Mapped[Registration | None] = relationship()
    earlier: Mapped["Scan | None"] = relationship(remote_side=[id])


class Admission(Model):
    """The fact that a registration entered an event; at most one that stands."""

    __tablename__ = "admission"
    __table_args__ = (
        Index(
            "uq_admission_one_live",
            "event_id",
            "registration_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    admitted_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id"), index=True
    )
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scan.id"), unique=True)

    registration: Mapped[Registration] = relationship()
    event: Mapped[Event] = relationship()
    scan: Mapped[Scan] = relationship()
