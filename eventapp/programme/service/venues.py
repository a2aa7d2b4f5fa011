"""Adding, describing, ordering and removing venues; they are public at once."""

from collections.abc import Mapping
from dataclasses import fields
from uuid import UUID

from sqlalchemy import func, or_, select

from eventapp.kernel.db import add, db, lock
from eventapp.programme.errors import VenueInUse
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.venues import Venue, Walk
from eventapp.programme.models.weeks import Week
from eventapp.programme.places import in_order, inside
from eventapp.programme.plans import VenuePlan
from eventapp.programme.service.calendars import followed
from eventapp.programme.service.weeks import revise, revise_plan
from eventapp.programme.shown import at_venue


def plan_venue(week: Week, plan: VenuePlan, *, key: str | None = None) -> Venue:
    """Add a venue to a week."""
    lock(week)
    last = select(func.max(Venue.position)).where(Venue.week_id == week.id)
    venue = Venue(week_id=week.id, key=key)
    venue.position = (db.session.scalar(last) or 0) + 1
    _describe(venue, plan)
    add(venue)
    revise(week)
    revise_plan(week)
    return venue


def change_venue(venue: Venue, plan: VenuePlan) -> None:
    """Describe a venue anew; calendars show it at once."""
    hold(venue)
    with followed(at_venue(venue)):
        _describe(venue, plan)
    revise(venue.week)
    revise_plan(venue.week)


def remove_venue(venue: Venue) -> None:
    """Take a venue out of a week.

    Raises:
        VenueInUse: events take place there or are planned there, or rooms lie in it.
    """
    hold(venue)
    if _is_used(venue):
        raise VenueInUse
    week = venue.week
    db.session.delete(venue)
    revise(week)
    revise_plan(week)


def move_venue(venue: Venue, steps: int) -> None:
    """Let a venue stand so many steps later among those beside it, or earlier."""
    week = venue.week
    lock(week)
    rows = select(Venue).where(Venue.week_id == week.id)
    tree = inside(db.session.scalars(rows))
    beside = tree[venue.parent_id]
    here = beside.index(venue)
    beside.insert(max(0, here + steps), beside.pop(here))
    for position, one in enumerate(in_order(tree), start=1):
        one.position = position
    revise(week)
    revise_plan(week)


def time_walk(venue: Venue, other: Venue, minutes: int | None) -> None:
    """Note how long the way between two venues takes; None: it is not known."""
    time_walks(venue.week, {frozenset((venue.id, other.id)): minutes})


def time_walks(week: Week, minutes: Mapping[frozenset[UUID], int | None]) -> bool:
    """Note how long the ways between venues take. Tells whether anything differs."""
    lock(week)
    here = select(Venue.id).where(Venue.week_id == week.id)
    rows = db.session.scalars(select(Walk).where(Walk.from_id.in_(here)))
    known = {frozenset((walk.from_id, walk.to_id)): walk for walk in rows}
    differs = False
    for pair, lasts in minutes.items():
        walk = known.get(pair)
        if lasts == (walk.minutes if walk else None):
            continue
        differs = True
        if walk is None:
            one, other = sorted(pair)
            db.session.add(Walk(from_id=one, to_id=other, minutes=lasts))
        elif lasts is None:
            db.session.delete(walk)
        else:
            walk.minutes = lasts
    if differs:
        revise_plan(week)
    return differs


def hold(venue: Venue) -> None:
    """Lock a venue, after its week as everybody does."""
    lock(venue.week)
    lock(venue)


def _is_used(venue: Venue) -> bool:
    of_week = Event.week_id == venue.week_id
    published = select(Event.coaches).where(of_week)
    planned = select(Draft.coaches).join(Event, Event.id == Draft.event_id)
    for kind, coaches in ((Event, published), (Draft, planned.where(of_week))):
        at_it = or_(kind.venue_id == venue.id, kind.meeting_point_id == venue.id)
        if db.session.scalar(select(kind.title).where(at_it).limit(1)) is not None:
            return True
        if any(str(venue.id) in keys for keys in db.session.scalars(coaches)):
            return True
    inner = select(Venue.id).where(Venue.parent_id == venue.id).limit(1)
    return db.session.scalar(inner) is not None


def _describe(venue: Venue, plan: VenuePlan) -> None:
    for field in fields(plan):
        setattr(venue, field.name, getattr(plan, field.name))
