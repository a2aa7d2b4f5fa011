"""Guests whom a host awaits, and what the host is told when they come."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.checkin.models.scans import Scan
from eventapp.kernel.db import Model
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration

HOSTING = personal(Purpose.TAKING_PART)


class Awaited(Model):
    """A delegate or a delegation whom a host wants to meet on arrival."""

    __tablename__ = "awaited"
    __table_args__ = (
        CheckConstraint(
            "(registration_id IS NULL) <> (delegation_id IS NULL)",
            name="one_or_a_delegation",
        ),
        Index(None, "week_id", "ended_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    host_name: Mapped[str] = mapped_column(String(200), info=HOSTING)
    host_address: Mapped[str | None] = mapped_column(String(254), info=HOSTING)
    language: Mapped[str] = mapped_column(String(35))  # in which we write
    escalate_minutes: Mapped[int | None]  # unseen for so long: tell the next one
    escalate_address: Mapped[str | None] = mapped_column(String(254), info=HOSTING)
    link_digest: Mapped[bytes] = mapped_column(
        LargeBinary(32), unique=True, info=HOSTING
    )  # of the host's own page
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    event_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE")
    )  # None: wherever they come first
    host_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    registration_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    delegation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("delegation.id", ondelete="CASCADE"), index=True
    )

    week: Mapped[Week] = relationship()
    event: Mapped[Event | None] = relationship()
    host: Mapped[Person | None] = relationship()
    registration: Mapped[Registration | None] = relationship()
    delegation: Mapped[Delegation | None] = relationship()


class Alert(Model):
    """That an awaited guest has come; it stands until the host has seen it."""

    __tablename__ = "alert"
    __table_args__ = (
        UniqueConstraint("awaited_id", "registration_id"),
        Index(None, "seen_at", "raised_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    raised_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None] = mapped_column(String(200), info=HOSTING)
    escalated_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]  # they had not come: the admission was undone
    awaited_id: Mapped[UUID] = mapped_column(
        ForeignKey("awaited.id", ondelete="CASCADE")
    )
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scan.id"))

    awaited: Mapped[Awaited] = relationship()
    registration: Mapped[Registration] = relationship()
    scan: Mapped[Scan] = relationship()
