"""Scans, admissions, and what somebody has to look at."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.accounts.models import Account
from eventapp.checkin.models.desks import Desk, Device
from eventapp.checkin.vocabulary import ConflictKind, Direction, Settlement, Verdict
from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.events import Event
from eventapp.registration.models.registrations import Registration


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
    told: Mapped[Verdict | None] = mapped_column(
        choice(Verdict)
    )  # what the device said, while it could not ask
    reason: Mapped[str | None] = mapped_column(
        String(300), info=personal(Purpose.PROVING)
    )  # why the steward admitted all the same
    scanned_at: Mapped[datetime]  # by the device's clock: it informs, it never decides
    received_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    desk_id: Mapped[UUID] = mapped_column(ForeignKey("desk.id"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    steward_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    registration_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration.id"), index=True
    )
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    steward_name: Mapped[str] = mapped_column(
        String(200), default=""
    )  # who was on duty, as it was said then
    earlier_id: Mapped[UUID | None] = mapped_column(ForeignKey("scan.id"))
    overrules_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("scan.id"), index=True
    )  # the refusal, in spite of which somebody was admitted
    group_id: Mapped[UUID | None]  # of the card with which a delegation came

    desk: Mapped[Desk] = relationship()
    event: Mapped[Event] = relationship()
    steward: Mapped[Account | None] = relationship()
    registration: Mapped[Registration | None] = relationship()
    device: Mapped[Device | None] = relationship()
    earlier: Mapped["Scan | None"] = relationship(
        remote_side=[id], foreign_keys="Scan.earlier_id"
    )
    overrules: Mapped["Scan | None"] = relationship(
        remote_side=[id], foreign_keys="Scan.overrules_id"
    )


class Admission(Model):
    """The fact that somebody entered an event; at most one that stands for each.

    Whoever has none that ended in `left_at` is inside. Somebody whom nobody knows,
    and who was let in all the same, counts without a registration.
    """

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
        Index(
            "ix_admission_inside",
            "event_id",
            sqlite_where=text("undone_at IS NULL AND left_at IS NULL"),
            postgresql_where=text("undone_at IS NULL AND left_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    admitted_at: Mapped[datetime]  # for the first time
    entries: Mapped[int] = mapped_column(default=1)
    left_at: Mapped[datetime | None]  # None: is inside
    undone_at: Mapped[datetime | None]
    registration_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration.id"), index=True
    )
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scan.id"), unique=True)
    last_scan_id: Mapped[UUID] = mapped_column(
        ForeignKey("scan.id"), unique=True
    )  # by which they came or went; no older one can be undone

    registration: Mapped[Registration | None] = relationship()
    event: Mapped[Event] = relationship()
    scan: Mapped[Scan] = relationship(foreign_keys="Admission.scan_id")
    last_scan: Mapped[Scan] = relationship(foreign_keys="Admission.last_scan_id")


class Conflict(Model):
    """A scan that a supervisor looks at; told at both desks until it is settled."""

    __tablename__ = "conflict"
    __table_args__ = (Index(None, "week_id", "settled_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[ConflictKind] = mapped_column(choice(ConflictKind))
    raised_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(200))
    settlement: Mapped[Settlement | None] = mapped_column(choice(Settlement))
    note: Mapped[str | None] = mapped_column(
        String(300), info=personal(Purpose.PROVING)
    )
    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scan.id"), unique=True)
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    scan: Mapped[Scan] = relationship()


class Hold(Model):
    """Somebody who came late and waits outside until the door opens again."""

    __tablename__ = "hold"
    __table_args__ = (
        Index(
            "uq_hold_one_waiting",
            "event_id",
            "registration_id",
            unique=True,
            sqlite_where=text("released_at IS NULL"),
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    held_at: Mapped[datetime]
    released_at: Mapped[datetime | None]  # admitted, or gone
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    desk_id: Mapped[UUID] = mapped_column(ForeignKey("desk.id"))
    scan_id: Mapped[UUID] = mapped_column(ForeignKey("scan.id"))

    registration: Mapped[Registration] = relationship()
    event: Mapped[Event] = relationship()
    desk: Mapped[Desk] = relationship()
    scan: Mapped[Scan] = relationship()
