"""What calendars show: the events of a week, and of one delegate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, false, or_, select
from sqlalchemy.orm import joinedload

from eventapp.feeds.models import FeedAddress, FeedMark
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus


def event(key: UUID) -> Event | None:
    """One event that the public may see, with its week."""
    wanted = (
        select(Event)
        .join(Event.week)
        .options(joinedload(Event.week).joinedload(Week.host), joinedload(Event.venue))
        .where(Event.id == key, Event.status != EventStatus.DRAFT, Week.is_public)
    )
    return db.session.scalar(wanted)


def agenda(
    registration: Registration,
) -> Sequence[tuple[Event, PlaceStatus]]:
    """What concerns one delegate: own places, and what is for everyone.

    A part of an event for everyone is not shown beside it.
    """
    own = and_(Place.event_id == Event.id, Place.registration_id == registration.id)
    rows = db.session.execute(
        select(Event, Place.status)
        .outerjoin(Place, own)
        .options(joinedload(Event.venue))
        .where(
            Event.week_id == registration.week_id,
            Event.status != EventStatus.DRAFT,
            or_(Place.id.is_not(None), _is_for_all(registration)),
        )
        .order_by(Event.starts_at, Event.id)
    )
    return [(event, status or PlaceStatus.HELD) for event, status in rows]


def _is_for_all(registration: Registration) -> ColumnElement[bool]:
    if not registration.is_confirmed:
        return false()
    return and_(Event.signup == SignUp.EVERYONE, Event.parent_id.is_(None))


@dataclass(frozen=True)
class AgendaVersion:
    """What decides about a private calendar; equal for equal calendars."""

    registration_id: UUID
    week_id: UUID
    status: RegistrationStatus
    language: str
    agenda_changed_at: datetime
    revision: int
    revised_at: datetime

    @property
    def text(self) -> str:
        """What of it is kept beside an answer."""
        return f"{self.status} {self.agenda_changed_at} {self.revision}"

    @property
    def changed_at(self) -> datetime:
        """When the week or the places changed last."""
        return max(self.agenda_changed_at, self.revised_at)


def version_of_agenda(agenda_digest: bytes) -> AgendaVersion | None:
    """The version of the calendar at a private address, unless it has ended."""
    asked = db.session.connection().execute(_AGENDA, {"digest": agenda_digest})
    row = asked.first()
    return AgendaVersion(*row) if row else None


def address_by(token_digest: bytes) -> FeedAddress | None:
    """The private address of an account or a person, unless it has ended."""
    asked = select(FeedAddress).where(FeedAddress.digest == token_digest)
    return db.session.scalar(asked)


def mark_of(key: str) -> tuple[str, str, datetime] | None:
    """What a feed answered last: version, etag, instant of the last change."""
    row = db.session.connection().execute(_MARK, {"key": key}).first()
    return (row[0], row[1], row[2]) if row else None


class Version(NamedTuple):
    """What decides about a public calendar."""

    week_id: UUID
    revision: int
    revised_at: datetime

    @property
    def text(self) -> str:
        """What of it is kept beside an answer."""
        return f"{self.revision} {self.revised_at.isoformat()}"


def version_of_week(slug: str) -> Version | None:
    """The version of the calendars of a public week."""
    row = db.session.connection().execute(_WEEK, {"slug": slug}).first()
    return Version(*row) if row else None


def version_of_event(key: UUID) -> Version | None:
    """The version of the calendar of one event that the public may see."""
    row = db.session.connection().execute(_EVENT, {"key": key}).first()
    return Version(*row) if row else None


# Built once: calendar programs ask it all day.
_MARK = select(FeedMark.version, FeedMark.etag, FeedMark.changed_at).where(
    FeedMark.key == bindparam("key")
)
_WEEK = select(Week.id, Week.revision, Week.revised_at).where(
    Week.slug == bindparam("slug"), Week.is_public
)
_EVENT = (
    select(Week.id, Week.revision, Week.revised_at)
    .join(Event, Event.week_id == Week.id)
    .where(
        Event.id == bindparam("key"),
        Event.status != EventStatus.DRAFT,
        Week.is_public,
    )
)
_AGENDA = (
    select(
        Registration.id,
        Registration.week_id,
        Registration.status,
        Registration.language,
        Registration.agenda_changed_at,
        Week.revision,
        Week.revised_at,
    )
    .join(Week, Week.id == Registration.week_id)
    .where(
        Registration.agenda_digest == bindparam("digest"),
    )
)
