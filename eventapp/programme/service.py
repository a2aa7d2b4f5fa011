"""Planning weeks, venues and events; every change raises the week's revision."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from eventapp.institutions.models import Institution
from eventapp.kernel import clock
from eventapp.kernel.dates import KnownDate
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.i18n import LANGUAGES, Localised
from eventapp.programme import signals
from eventapp.programme.errors import (
    EventChangedMeanwhile,
    PartOfItself,
    SlugTaken,
    VenueInUse,
)
from eventapp.programme.models import (
    Event,
    EventKind,
    EventStatus,
    Mode,
    Participation,
    RegistrationMode,
    SignUp,
    Track,
    Venue,
    VenueKind,
    Week,
)

# What a calendar shows: a change of these raises SEQUENCE (RFC 5546, 2.1.4).
SEEN_IN_CALENDARS = frozenset(
    {
        "title",
        "summary",
        "kind",
        "starts_at",
        "ends_at",
        "venue_id",
        "status",
        "mode",
        "languages",
    }
)
RESERVED = frozenset({"new", "institutions", "accounts", "territories"})  # office
MOVES = frozenset({"starts_at", "ends_at", "venue_id"})


@dataclass(frozen=True)
class EventPlan:
    """What an organiser decides about an event."""

    kind: EventKind
    title: Localised
    starts_at: datetime
    ends_at: datetime
    summary: Localised | None = None
    venue_id: UUID | None = None
    parent_id: UUID | None = None
    capacity: int | None = None
    signup: SignUp = SignUp.OPEN
    languages: tuple[str, ...] = ()
    interpretation: Localised | None = None
    mode: Mode = Mode.ONSITE
    status: EventStatus = EventStatus.SCHEDULED


@dataclass(frozen=True)
class VenuePlan:
    """What an organiser decides about a venue."""

    name: Localised
    kind: VenueKind = VenueKind.ROOM
    capacity: int | None = None
    parent_id: UUID | None = None
    address: Localised | None = None
    directions: Localised | None = None
    is_step_free: bool | None = None


@dataclass(frozen=True)
class WeekSettings:
    """How a week presents itself, and who may register when."""

    name: Localised
    theme: Localised | None
    city: Localised
    introduction: Localised | None
    travel: Localised | None
    privacy: Localised
    contact_address: str
    accent: Track
    is_public: bool
    registration_mode: RegistrationMode
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    host_id: UUID
    held: KnownDate
    zone: str  # IANA


@dataclass(frozen=True)
class WeekBeginning:
    """What must be known before anything else of a week."""

    slug: str
    name: Localised
    city: Localised
    zone: str  # IANA
    held: KnownDate
    host_id: UUID
    contact_address: str


def begin_week(beginning: WeekBeginning) -> Week:
    """Begin a week that only organisers see; nobody can register yet.

    Raises:
        SlugTaken: another week has this address.
    """
    taken = select(Week.id).where(Week.slug == beginning.slug)
    if db.session.scalar(taken) is not None or beginning.slug in RESERVED:
        raise SlugTaken
    now = clock.now()
    week = Week(
        privacy=Localised(),
        privacy_version=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        mode=Mode.ONSITE,
        accent=Track.TEAL,
        languages=tuple(language.tag for language in LANGUAGES),
        is_public=False,
        registration_mode=RegistrationMode.APPROVAL,
        revised_at=now,
    )
    for field in fields(beginning):
        setattr(week, field.name, getattr(beginning, field.name))
    add(week)
    invite(week, db.session.get_one(Institution, beginning.host_id), is_host=True)
    return week


def change_week(week: Week, settings: WeekSettings) -> frozenset[str]:
    """Set a week anew, and name what changed; a new privacy text is a new version."""
    lock(week)
    changed = frozenset(
        field.name
        for field in fields(settings)
        if getattr(week, field.name) != getattr(settings, field.name)
    )
    for name in changed:
        setattr(week, name, getattr(settings, name))
    if "host_id" in changed:
        _change_host(week)
    if "privacy" in changed:
        week.privacy_version = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    if changed:
        revise(week)
    return changed


def plan_event(week: Week, plan: EventPlan, *, key: str | None = None) -> Event:
    """Put an event into the programme."""
    now = clock.now()
    event = Event(week_id=week.id, key=key, sequence=0, version=1)
    event.created_at = event.changed_at = now
    for field in fields(plan):
        setattr(event, field.name, getattr(plan, field.name))
    add(event)
    revise(week)
    return event


def change_event(event: Event, plan: EventPlan, *, seen_version: int) -> frozenset[str]:
    """Change an event, tell those concerned, and name what changed.

    Raises:
        EventChangedMeanwhile: somebody saved another version since it was read.
        PartOfItself: its new parent lies inside it.
    """
    lock(event.week)  # before the event: who submits a registration does so, too
    lock(event)
    if event.version != seen_version:
        raise EventChangedMeanwhile
    _check_parent(event, plan.parent_id)
    changed = frozenset(
        field.name
        for field in fields(plan)
        if getattr(event, field.name) != getattr(plan, field.name)
    )
    if not changed:
        return changed
    for name in changed:
        setattr(event, name, getattr(plan, name))
    event.version += 1
    event.changed_at = clock.now()
    if changed & SEEN_IN_CALENDARS:
        event.sequence += 1
    db.session.flush()
    revise(event.week)
    _announce(event, changed)
    return changed


def plan_venue(week: Week, plan: VenuePlan, *, key: str | None = None) -> Venue:
    """Add a venue to a week."""
    venue = Venue(week_id=week.id, key=key)
    _describe(venue, plan)
    add(venue)
    revise(week)
    return venue


def change_venue(venue: Venue, plan: VenuePlan) -> None:
    """Describe a venue anew; calendars show it, so its events count as changed."""
    renamed = venue.name != plan.name
    _describe(venue, plan)
    now = clock.now()
    lock(venue.week)  # before its events, as change_event does
    here = select(Event).where(Event.venue_id == venue.id).order_by(Event.id)
    held = here.with_for_update().execution_options(populate_existing=True)
    for event in db.session.scalars(held):
        event.sequence += renamed
        event.changed_at = now
    revise(venue.week)


def remove_venue(venue: Venue) -> None:
    """Take a venue out of a week.

    Raises:
        VenueInUse: events take place there, or rooms lie in it.
    """
    used = select(Event.id).where(Event.venue_id == venue.id).limit(1)
    inner = select(Venue.id).where(Venue.parent_id == venue.id).limit(1)
    if db.session.scalar(used) or db.session.scalar(inner):
        raise VenueInUse
    db.session.delete(venue)
    revise(venue.week)


def invite(week: Week, institution: Institution, *, is_host: bool = False) -> None:
    """Note that an institution takes part in a week."""
    known = db.session.scalar(
        select(Participation).where(
            Participation.week_id == week.id,
            Participation.institution_id == institution.id,
        )
    )
    if known is None:
        add(
            Participation(
                week_id=week.id, institution_id=institution.id, is_host=is_host
            )
        )
        revise(week)


def revise(week: Week) -> None:
    """Raise the number under which pages and feeds of a week are kept."""
    week.revision = Week.revision + 1
    week.revised_at = clock.now()
    db.session.flush()


def _announce(event: Event, changed: frozenset[str]) -> None:
    if "status" in changed and event.is_cancelled:
        signals.event_cancelled.send(event)
        return
    if changed & MOVES or "status" in changed:  # it takes place after all
        signals.event_moved.send(event)
    if changed & {"capacity", "signup"}:
        signals.capacity_changed.send(event)


def _change_host(week: Week) -> None:
    invite(week, db.session.get_one(Institution, week.host_id), is_host=True)
    taking_part = select(Participation).where(Participation.week_id == week.id)
    for one in db.session.scalars(taking_part):
        one.is_host = one.institution_id == week.host_id


def _check_parent(event: Event, parent_id: UUID | None) -> None:
    seen = parent_id
    while seen is not None:
        if seen == event.id:
            raise PartOfItself
        seen = db.session.scalar(select(Event.parent_id).where(Event.id == seen))


def _describe(venue: Venue, plan: VenuePlan) -> None:
    for field in fields(plan):
        setattr(venue, field.name, getattr(plan, field.name))
