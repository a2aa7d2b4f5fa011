"""Questions about weeks, venues and events."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment, Person
from eventapp.programme.models.releases import Change, Release
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Participation, Week
from eventapp.programme.vocabulary import EventStatus


def week_by_slug(slug: str) -> Week | None:
    """The week at this address, with its host."""
    return db.session.scalar(_week_by_slug(), {"slug": slug})


@cache  # asked for by nearly every page: making the question costs more than asking it
def _week_by_slug() -> Select[Week]:
    with_host = select(Week).options(joinedload(Week.host))
    return with_host.where(Week.slug == bindparam("slug"))


def revision_of_week(slug: str) -> int | None:
    """The number of the latest change that the public can see."""
    return db.session.scalar(select(Week.revision).where(Week.slug == slug))


def weeks(*, public_only: bool = True) -> Sequence[Week]:
    """All weeks, the latest first."""
    rows = select(Week).options(joinedload(Week.host))
    rows = rows.order_by(Week.held_first.desc())  # type: ignore[attr-defined]  # of a composite
    if public_only:
        rows = rows.where(Week.is_public)
    return db.session.scalars(rows).all()


def events_of(week: Week, *, drafts: bool = False) -> Sequence[Event]:
    """The events of a week in order of time, with their venues."""
    rows = (
        select(Event).options(joinedload(Event.venue)).where(Event.week_id == week.id)
    )
    if not drafts:
        rows = rows.where(Event.status != EventStatus.DRAFT)
    rows = rows.order_by(Event.starts_at, Event.ends_at.desc(), Event.id)
    return db.session.scalars(rows).all()


def event(week: Week, key: UUID, *, drafts: bool = False) -> Event | None:
    """One event of a week."""
    wanted = (
        select(Event)
        .options(
            joinedload(Event.venue).joinedload(Venue.parent),
            joinedload(Event.meeting_point),
            joinedload(Event.parent),
        )
        .where(Event.week_id == week.id, Event.id == key)
    )
    if not drafts:
        wanted = wanted.where(Event.status != EventStatus.DRAFT)
    return db.session.scalar(wanted)


def parts_of(event: Event) -> Sequence[Event]:
    """The events inside another one."""
    rows = (
        select(Event)
        .options(joinedload(Event.venue))
        .where(Event.parent_id == event.id, Event.status != EventStatus.DRAFT)
    )
    return db.session.scalars(rows.order_by(Event.starts_at)).all()


def assignments_of(event: Event) -> Sequence[Assignment]:
    """Who has a part in an event, in order."""
    rows = (
        select(Assignment)
        .options(joinedload(Assignment.person).joinedload(Person.institution))
        .where(Assignment.event_id == event.id)
    )
    return db.session.scalars(rows.order_by(Assignment.position)).all()


def assignments_of_week(week: Week) -> Sequence[Assignment]:
    """Who has a part in which public event of a week, by event and order."""
    rows = (
        select(Assignment)
        .join(Event, Event.id == Assignment.event_id)
        .options(joinedload(Assignment.person).joinedload(Person.institution))
        .where(Event.week_id == week.id, Event.status != EventStatus.DRAFT)
    )
    rows = rows.order_by(Assignment.event_id, Assignment.position)
    return db.session.scalars(rows).all()


def latest_release(week: Week) -> Release | None:
    """The latest publication of a week's programme."""
    rows = select(Release).where(Release.week_id == week.id)
    return db.session.scalar(rows.order_by(Release.number.desc()).limit(1))


def changes_since(week: Week, since: datetime) -> Sequence[Change]:
    """What releases did to the events of a week from an instant on, in order."""
    rows = (
        select(Change)
        .join(Change.release)
        .options(contains_eager(Change.release))
        .where(Release.week_id == week.id, Release.published_at >= since)
    )
    return db.session.scalars(rows.order_by(Release.number, Change.id)).all()


def venues_of(week: Week) -> Sequence[Venue]:
    """The venues of a week."""
    rows = (
        select(Venue).options(joinedload(Venue.parent)).where(Venue.week_id == week.id)
    )
    return db.session.scalars(rows.order_by(Venue.position, Venue.id)).all()


def coaches_of(event: Event) -> Sequence[Venue]:
    """The coaches that run for an event."""
    return coaches_of_many([event])[event.id]


def coaches_of_many(events: Sequence[Event]) -> Mapping[UUID, Sequence[Venue]]:
    """The coaches that run for each of some events."""
    keys = {event.id: {UUID(key) for key in event.coaches} for event in events}
    wanted = set().union(*keys.values())
    coaches: Sequence[Venue] = ()
    if wanted:
        rows = select(Venue).where(Venue.id.in_(wanted))
        coaches = db.session.scalars(rows.order_by(Venue.position, Venue.id)).all()
    return {
        event.id: [
            one
            for one in coaches
            if one.week_id == event.week_id and one.id in keys[event.id]
        ]
        for event in events
    }


def latest_release_number(week: Week) -> int:
    """The number of the latest publication; 0 before the first."""
    rows = select(func.max(Release.number)).where(Release.week_id == week.id)
    return db.session.scalar(rows) or 0


def changed_after(week: Week, number: int) -> frozenset[UUID]:
    """The events that were published anew after the release with this number."""
    rows = (
        select(Change.event_id)
        .join(Change.release)
        .where(Release.week_id == week.id, Release.number > number)
    )
    return frozenset(db.session.scalars(rows))


def participants_of(week: Week) -> Sequence[Participation]:
    """The institutions that take part, with country or region."""
    rows = (
        select(Participation)
        .join(Participation.institution)
        .options(
            joinedload(Participation.institution).joinedload(Institution.territory)
        )
        .where(Participation.week_id == week.id)
        .order_by(Participation.is_host.desc(), Institution.sort_name)
    )
    return db.session.scalars(rows).all()


def participant_counts(week: Week) -> tuple[int, int]:
    """How many institutions, from how many countries and regions."""
    row = db.session.execute(
        select(
            func.count(Participation.id),
            func.count(Institution.territory_code.distinct()),
        )
        .join(Participation.institution)
        .where(Participation.week_id == week.id)
    ).one()
    return row[0], row[1]


def now_and_next(
    events: Sequence[Event], at: datetime
) -> tuple[list[Event], list[Event]]:
    """What takes place at this instant, and what is next; no part beside its whole."""
    live = [event for event in events if not event.is_cancelled]
    running = [event for event in live if event.starts_at <= at < event.ends_at]
    inner = {event.parent_id for event in running}
    running = [event for event in running if event.id not in inner]
    coming = [event for event in live if event.starts_at > at and not event.parent_id]
    first = min((event.starts_at for event in coming), default=None)
    return running, [event for event in coming if event.starts_at == first]


def participant(week: Week, key: UUID) -> Institution | None:
    """One institution that takes part in a week."""
    wanted = (
        select(Institution)
        .join(Participation, Participation.institution_id == Institution.id)
        .options(joinedload(Institution.territory))
        .where(Participation.week_id == week.id, Institution.id == key)
    )
    return db.session.scalar(wanted)


def revisions() -> tuple[tuple[str, int], ...]:
    """The address and the latest change of each public week."""
    rows = select(Week.slug, Week.revision).where(Week.is_public).order_by(Week.slug)
    return tuple((slug, revision) for slug, revision in db.session.execute(rows))
