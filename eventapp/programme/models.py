"""Weeks, venues, events, and who has a part in them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from eventapp.institutions.models import Institution
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import NameOrder, PersonName


class Mode(StrEnum):
    """Where people meet."""

    ONSITE = "onsite"
    HYBRID = "hybrid"
    ONLINE = "online"


class RegistrationMode(StrEnum):
    """How one becomes a delegate of a week."""

    OPEN = "open"
    APPROVAL = "approval"
    INVITATION = "invitation"


class Track(StrEnum):
    """A colour of the programme; never without a word beside it."""

    BLUE = "blue"
    ORANGE = "orange"
    GREEN = "green"
    PURPLE = "purple"
    TEAL = "teal"
    ROSE = "rose"
    OLIVE = "olive"
    SLATE = "slate"


class EventKind(StrEnum):
    """What happens at an event."""

    OPENING = "opening"
    CLOSING = "closing"
    SIGNING = "signing"
    SALON = "salon"
    FORUM = "forum"
    ROUND_TABLE = "round_table"
    CONFERENCE = "conference"
    EXHIBITION = "exhibition"
    FAIR = "fair"
    PROGRAMME_DAY = "programme_day"
    PROMOTION = "promotion"
    MATCHMAKING = "matchmaking"
    CULTURE = "culture"
    CAMPUS_TOUR = "campus_tour"
    CITY_TOUR = "city_tour"
    VISIT = "visit"
    BANQUET = "banquet"
    OTHER = "other"


class VenueKind(StrEnum):
    """What sort of place it is."""

    CAMPUS = "campus"
    BUILDING = "building"
    ROOM = "room"
    OUTDOORS = "outdoors"
    MEETING_POINT = "meeting_point"
    VEHICLE = "vehicle"
    ONLINE = "online"


class SignUp(StrEnum):
    """Who may come to an event, and how."""

    EVERYONE = "everyone"  # every confirmed delegate, as the room allows
    OPEN = "open"
    BY_REQUEST = "by_request"
    INVITED = "invited"
    CLOSED = "closed"


class EventStatus(StrEnum):
    """Whether the public may see an event, and whether it takes place."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Part(StrEnum):
    """A person's part in an event."""

    PRESIDER = "presider"
    SPEAKER = "speaker"
    HOST = "host"
    MODERATOR = "moderator"
    INTERPRETER = "interpreter"
    SIGNATORY = "signatory"
    WITNESS = "witness"
    GUIDE = "guide"
    CONTACT = "contact"


class Week(Model):
    """One edition of the partnership week."""

    __tablename__ = "week"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[Localised]
    theme: Mapped[Localised | None]
    introduction: Mapped[Localised | None]
    city: Mapped[Localised]
    travel: Mapped[Localised | None]
    privacy: Mapped[Localised]  # what a delegate consents to
    privacy_version: Mapped[str] = mapped_column(String(40))
    mode: Mapped[Mode] = mapped_column(choice(Mode))
    accent: Mapped[Track] = mapped_column(choice(Track), default=Track.TEAL)
    languages: Mapped[tuple[str, ...]]
    contact_address: Mapped[str] = mapped_column(String(254))
    is_public: Mapped[bool] = mapped_column(default=False)
    zone: Mapped[str] = mapped_column(String(64))  # IANA
    held: Mapped[KnownDate] = composite(
        mapped_column("held_first", index=True),
        mapped_column("held_last", nullable=True),
        mapped_column("held_precision", choice(DatePrecision)),
    )
    registration_mode: Mapped[RegistrationMode] = mapped_column(
        choice(RegistrationMode)
    )
    registration_opens_at: Mapped[datetime | None]  # None: not planned here
    registration_closes_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)  # of all that the public sees
    revised_at: Mapped[datetime]
    next_number: Mapped[int] = mapped_column(default=1)  # of the next registration
    host_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))

    host: Mapped[Institution] = relationship()

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone in which the week's clocks go."""
        return ZoneInfo(self.zone)

    def takes_registrations(self, at: datetime) -> bool:
        """Whether somebody may register at this instant."""
        opens, closes = self.registration_opens_at, self.registration_closes_at
        return opens is not None and opens <= at and (closes is None or at < closes)


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
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    position: Mapped[int] = mapped_column(default=0)
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("venue.id"))

    week: Mapped[Week] = relationship()
    parent: Mapped["Venue | None"] = relationship(remote_side=[id])


class Event(Model):
    """One entry of a week's programme; it may be part of another one."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        CheckConstraint("id <> parent_id", name="not_its_own_part"),
        UniqueConstraint("week_id", "key"),
        Index(None, "week_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[EventKind] = mapped_column(choice(EventKind))
    title: Mapped[Localised]
    summary: Mapped[Localised | None]
    languages: Mapped[tuple[str, ...]]
    interpretation: Mapped[Localised | None]
    mode: Mapped[Mode] = mapped_column(choice(Mode))
    signup: Mapped[SignUp] = mapped_column(choice(SignUp))
    capacity: Mapped[int | None]  # None: open to all
    status: Mapped[EventStatus] = mapped_column(choice(EventStatus))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)  # RFC 5546, 2.1.4
    version: Mapped[int] = mapped_column(default=1)  # no organiser overwrites another
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    venue_id: Mapped[UUID | None] = mapped_column(ForeignKey("venue.id"), index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id"), index=True)

    week: Mapped[Week] = relationship()
    venue: Mapped[Venue | None] = relationship()
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

    def has_begun(self, at: datetime) -> bool:
        """Whether the doors are closed to new places."""
        return at >= self.starts_at

    def overlaps(self, other: "Event") -> bool:
        """Whether nobody can be at both from beginning to end."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class Assignment(Model):
    """A person's part in an event, with the office as it is announced there."""

    __tablename__ = "assignment"
    __table_args__ = (Index(None, "event_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    part: Mapped[Part] = mapped_column(choice(Part))
    position: Mapped[int]
    name: Mapped[PersonName] = composite(
        mapped_column("name_latin", String(200)),
        mapped_column("name_native", String(200), nullable=True),
        mapped_column("name_native_language", String(35), nullable=True),
        mapped_column("name_order", choice(NameOrder), nullable=True),
        mapped_column("name_on_badge", String(200), nullable=True),
        mapped_column("honorific", String(60), nullable=True),
        mapped_column("academic_title", String(60), nullable=True),
    )
    office: Mapped[Localised | None]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"))

    event: Mapped[Event] = relationship()
    institution: Mapped[Institution | None] = relationship()


class Participation(Model):
    """An institution taking part in a week."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("week_id", "institution_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    is_host: Mapped[bool] = mapped_column(default=False)
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    institution_id: Mapped[UUID] = mapped_column(
        ForeignKey("institution.id"), index=True
    )

    week: Mapped[Week] = relationship()
    institution: Mapped[Institution] = relationship()
