"""Events: as published, and as organisers plan them until they publish."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import (
    EventKind,
    EventStatus,
    Mode,
    SignUp,
    WaitingList,
)


class Planned:
    """What an organiser decides about an event; the fields of an `EventPlan`."""

    kind: Mapped[EventKind] = mapped_column(choice(EventKind))
    title: Mapped[Localised]
    summary: Mapped[Localised | None]
    languages: Mapped[tuple[str, ...]]
    interpretation: Mapped[Localised | None]
    mode: Mapped[Mode] = mapped_column(choice(Mode))
    joining_link: Mapped[str | None] = mapped_column(String(1000))
    joining_minutes: Mapped[int] = mapped_column(default=30)  # shown before the start
    signup: Mapped[SignUp] = mapped_column(choice(SignUp))
    signup_opens_at: Mapped[datetime | None]
    signup_closes_at: Mapped[datetime | None]
    waiting_list: Mapped[WaitingList] = mapped_column(
        choice(WaitingList), default=WaitingList.AUTOMATIC
    )
    offer_hours: Mapped[int] = mapped_column(default=24)
    promotion_stops_minutes: Mapped[int] = mapped_column(default=0)
    whole_delegations: Mapped[bool] = mapped_column(default=False)
    capacity: Mapped[int | None]  # None: open to all
    status: Mapped[EventStatus] = mapped_column(choice(EventStatus))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    is_placed: Mapped[bool] = mapped_column(default=True)  # False: a length, no hour
    coaches: Mapped[tuple[str, ...]] = mapped_column(default=())  # keys of venues
    venue_id: Mapped[UUID | None] = mapped_column(ForeignKey("venue.id"), index=True)
    meeting_point_id: Mapped[UUID | None] = mapped_column(ForeignKey("venue.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id"), index=True)


class Event(Planned, Model):
    """One entry of a week's programme, as published; it may be part of another one.

    A draft was never published: it is planned in its `Draft`.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        CheckConstraint("id <> parent_id", name="not_its_own_part"),
        CheckConstraint(
            "signup_closes_at > signup_opens_at", name="signup_closes_after_opening"
        ),
        UniqueConstraint("week_id", "key"),
        Index(None, "week_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str | None] = mapped_column(String(60))
    sequence: Mapped[int] = mapped_column(default=0)  # RFC 5546, 2.1.4
    version: Mapped[int] = mapped_column(default=1)  # no organiser overwrites another
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()
    venue: Mapped[Venue | None] = relationship(foreign_keys="Event.venue_id")
    meeting_point: Mapped[Venue | None] = relationship(
        foreign_keys="Event.meeting_point_id"
    )
    parent: Mapped["Event | None"] = relationship(remote_side=[id])

    @property
    def is_cancelled(self) -> bool:
        """Whether it was announced and will not take place."""
        return self.status is EventStatus.CANCELLED

    @property
    def room(self) -> Localised | None:
        """The name of its place."""
        return self.venue.name if self.venue else None

    @property
    def takes_wishes(self) -> bool:
        """Whether delegates themselves may ask for a place."""
        return self.signup in {SignUp.OPEN, SignUp.BY_REQUEST}

    def takes_requests(self, at: datetime) -> bool:
        """Whether delegates themselves may ask for a place at this instant."""
        is_open = not self.signup_is_early(at) and not self.signup_is_late(at)
        is_ahead = not self.is_cancelled and not self.has_begun(at)
        return self.takes_wishes and is_open and is_ahead

    def signup_is_early(self, at: datetime) -> bool:
        """Whether sign-up opens later."""
        return self.signup_opens_at is not None and at < self.signup_opens_at

    def signup_is_late(self, at: datetime) -> bool:
        """Whether sign-up is closed; what was asked for until then stays."""
        return self.signup_closes_at is not None and at >= self.signup_closes_at

    @property
    def promotion_stops_at(self) -> datetime:
        """From when on nobody in the waiting list moves up by itself."""
        return self.starts_at - timedelta(minutes=self.promotion_stops_minutes)

    def promotes(self, at: datetime) -> bool:
        """Whether a place that is free goes to the first in line by itself."""
        asks_office = self.signup is SignUp.BY_REQUEST
        is_by_hand = asks_office or self.waiting_list is WaitingList.BY_HAND
        return not is_by_hand and not self.is_cancelled and at < self.promotion_stops_at

    def has_begun(self, at: datetime) -> bool:
        """Whether the doors are closed to new places."""
        return at >= self.starts_at

    @property
    def joining_opens_at(self) -> datetime:
        """From when on its joining link is shown."""
        return self.starts_at - timedelta(minutes=self.joining_minutes)

    def is_joinable(self, at: datetime) -> bool:
        """Whether its joining link is shown to those who may come."""
        is_time = self.joining_opens_at <= at < self.ends_at
        return bool(self.joining_link) and is_time and not self.is_cancelled

    def overlaps(self, other: "Event") -> bool:
        """Whether nobody can be at both from beginning to end."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class Draft(Planned, Model):
    """What organisers plan about an event, where it differs from the published one.

    Its status is the one that the next release gives the event; DRAFT holds an event
    back that was never published.
    """

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        CheckConstraint("event_id <> parent_id", name="not_its_own_part"),
        CheckConstraint(
            "signup_closes_at > signup_opens_at", name="signup_closes_after_opening"
        ),
    )

    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    has_people: Mapped[bool] = mapped_column(default=False)  # else those published
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(200))
