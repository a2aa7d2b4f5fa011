"""What decides about public calendars; what was answered last; private addresses."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from eventapp.accounts.models import Account
from eventapp.feeds.models import FeedAddress, FeedMark
from eventapp.kernel.asking import Question
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus


def event(key: UUID) -> Event | None:
    """One event that the public may see, with its week."""
    wanted = (
        select(Event)
        .join(Event.week)
        .options(joinedload(Event.week).joinedload(Week.host), joinedload(Event.venue))
        .where(Event.id == key, Event.status != EventStatus.DRAFT, Week.is_public)
    )
    return db.session.scalar(wanted)


def mark_of(key: str) -> tuple[str, str, datetime] | None:
    """What a feed answered last: version, etag, instant of the last change."""
    rows = _MARK.rows(key=key)
    return (rows[0][0], rows[0][1], rows[0][2]) if rows else None


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


def version_of_room(venue_id: UUID) -> Version | None:
    """The version of the calendar of a venue in a public week."""
    row = db.session.execute(
        select(Week.id, Week.revision, Week.revised_at)
        .join(Venue, Venue.week_id == Week.id)
        .where(Venue.id == venue_id, Week.is_public)
    ).first()
    return Version(*row) if row else None


def address_of(week: Week, owner: Account | Person) -> FeedAddress | None:
    """The private calendar of somebody for a week, if it was ever given."""
    is_person = isinstance(owner, Person)
    column = FeedAddress.person_id if is_person else FeedAddress.account_id
    wanted = select(FeedAddress).where(
        FeedAddress.week_id == week.id, column == owner.id
    )
    return db.session.scalar(wanted)


def given_in(week: Week) -> Sequence[FeedAddress]:
    """The addresses of a week that work, the latest first."""
    rows = (
        select(FeedAddress)
        .options(joinedload(FeedAddress.person), joinedload(FeedAddress.account))
        .where(FeedAddress.week_id == week.id, FeedAddress.digest.is_not(None))
    )
    return db.session.scalars(
        rows.order_by(FeedAddress.changed_at.desc(), FeedAddress.id)
    ).all()


# Built once: calendar programs ask it all day.
_MARK = Question(
    select(FeedMark.version, FeedMark.etag, FeedMark.changed_at).where(
        FeedMark.key == bindparam("key")
    )
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
