"""Desks, the devices that stand at them, and the rules of doors."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.checkin.vocabulary import (
    Admits,
    DeskKind,
    DeskRole,
    DeviceState,
    Direction,
    Lateness,
)
from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week

# A page that nobody looks at beats once a minute: browsers let it do no more.
ONLINE_WITHIN = timedelta(seconds=75)


class Desk(Model):
    """A check-in point at a venue: a door, a registration desk, a coach, a kiosk."""

    __tablename__ = "desk"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[Localised]
    kind: Mapped[DeskKind] = mapped_column(choice(DeskKind), default=DeskKind.DOOR)
    direction: Mapped[Direction | None] = mapped_column(
        choice(Direction)
    )  # None: whoever stands there chooses
    position: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)
    has_printer: Mapped[bool] = mapped_column(default=False)  # somebody saw it work
    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), index=True
    )
    venue_id: Mapped[UUID | None] = mapped_column(ForeignKey("venue.id"))

    week: Mapped[Week] = relationship()
    venue: Mapped[Venue | None] = relationship()


class Device(Model):
    """A phone, tablet or laptop that was set up for desks by a one-time code."""

    __tablename__ = "device"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(120))  # Tablet 3
    role: Mapped[DeskRole] = mapped_column(choice(DeskRole))
    steward_name: Mapped[str] = mapped_column(
        String(120), default="", info=personal(Purpose.TAKING_PART)
    )  # who is on duty with it
    setup_digest: Mapped[bytes | None] = mapped_column(
        LargeBinary(32), unique=True
    )  # of the one-time code; None: spent
    setup_until: Mapped[datetime | None]
    credential_digest: Mapped[bytes | None] = mapped_column(
        LargeBinary(32), unique=True
    )
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))
    set_up_at: Mapped[datetime | None]
    ends_at: Mapped[datetime]  # then it forgets everything by itself
    revoked_at: Mapped[datetime | None]
    forgot_at: Mapped[datetime | None]  # it said that nothing is left on it
    seen_at: Mapped[datetime | None]
    waiting: Mapped[int] = mapped_column(default=0)  # scans it has not sent yet
    list_made_at: Mapped[datetime | None]  # of the list of people on it
    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), index=True
    )
    desk_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("desk.id", ondelete="CASCADE"), index=True
    )  # None: any of the week
    at_desk_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("desk.id", ondelete="SET NULL")
    )  # where it stands at the moment
    event_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("event.id", ondelete="SET NULL")
    )  # for which it scans at the moment

    week: Mapped[Week] = relationship()
    desk: Mapped[Desk | None] = relationship(foreign_keys=[desk_id])
    at_desk: Mapped[Desk | None] = relationship(foreign_keys=[at_desk_id])
    event: Mapped[Event | None] = relationship()

    def is_valid(self, at: datetime) -> bool:
        """Whether it may act."""
        return (
            self.set_up_at is not None and self.revoked_at is None and at < self.ends_at
        )

    def state(self, at: datetime) -> DeviceState:
        """How it is, as far as we heard."""
        if self.set_up_at is None:
            waits = self.setup_until is not None and at < self.setup_until
            if self.revoked_at is not None or at >= self.ends_at:
                return DeviceState.ENDED
            return DeviceState.NEW if waits else DeviceState.LAPSED
        if not self.is_valid(at):
            return DeviceState.ENDED if self.forgot_at else DeviceState.ENDING
        is_heard = self.seen_at is not None and at - self.seen_at <= ONLINE_WITHIN
        return DeviceState.ONLINE if is_heard else DeviceState.SILENT


class DoorRule(Model):
    """Who may come to an event, when and how often; at one desk, or at all others.

    Without a rule, the sign-up of the event and its capacity decide. The people
    inside are limited for the event as a whole, whatever the door.
    """

    __tablename__ = "door_rule"
    __table_args__ = (
        UniqueConstraint("event_id", "desk_id"),
        Index(
            "uq_door_rule_one_general",
            "event_id",
            unique=True,
            sqlite_where=text("desk_id IS NULL"),
            postgresql_where=text("desk_id IS NULL"),
        ),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("entries >= 1", name="one_entry_at_least"),
        CheckConstraint("most_inside >= 0", name="most_inside_not_negative"),
        CheckConstraint("warn_inside >= 0", name="warn_inside_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    admits: Mapped[Admits] = mapped_column(choice(Admits), default=Admits.AS_SIGNED_UP)
    kinds: Mapped[tuple[str, ...]] = mapped_column(default=())  # empty: all
    delegations: Mapped[tuple[str, ...]] = mapped_column(default=())  # keys
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    late_from: Mapped[datetime | None]  # speeches: the door is closed
    lateness: Mapped[Lateness] = mapped_column(choice(Lateness), default=Lateness.ADMIT)
    seats_until: Mapped[datetime | None]  # from then on, who waits may take them
    entries: Mapped[int | None]  # None: as often as they like
    most_inside: Mapped[int | None]  # general rule only; a fire limit
    warn_inside: Mapped[int | None]  # None: 90 %
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    desk_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("desk.id", ondelete="CASCADE"), index=True
    )  # None: at every desk without one of its own

    event: Mapped[Event] = relationship()
    desk: Mapped[Desk | None] = relationship()
