"""Counting the turns of places, so that calendars see each of them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.kernel import clock
from eventapp.kernel.db import Model, db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration


def turn(registration: Registration, event_id: UUID) -> None:
    """Note that the place of a delegate at an event becomes another one, or none.

    To be called in the transaction that changes it; the registration is locked.
    """
    turn_many(registration, [event_id], clock.now())


def turn_all(registration: Registration) -> None:
    """The same at all events in the calendar of a delegate."""
    turn_many(registration, shown_to([registration]), clock.now())


def turn_many(
    registration: Registration, keys: Collection[UUID], now: datetime
) -> None:
    """The same at several events, at one instant.

    The registration itself is not written: PostgreSQL would look up its week when it
    is written once more, and somebody who holds the week may wait for our events.
    """
    if not keys:
        return
    db.session.flush()
    table = Model.metadata.tables["turn"]
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    whose, at = {"registration_id": registration.id}, {"count": 1, "changed_at": now}
    again = dialect.insert(table).on_conflict_do_update(
        index_elements=["registration_id", "event_id"],
        set_={"count": table.c.count + 1, "changed_at": now},
    )
    rows = [whose | {"event_id": key} | at for key in keys]
    db.session.connection().execute(again, rows)


def shown_to(registrations: Collection[Registration]) -> Collection[UUID]:
    """The events in the calendars of delegates, as far as these were ever opened."""
    opened = [one for one in registrations if one.agenda_digest is not None]
    if not opened:
        return ()
    db.session.flush()
    weeks, keys = {one.week_id for one in opened}, [one.id for one in opened]
    persons = [one.person_id for one in opened if one.person_id is not None]
    own = select(Place.id).where(
        Place.event_id == Event.id, Place.registration_id.in_(keys)
    )
    part = select(Assignment.id).where(
        Assignment.event_id == Event.id, Assignment.person_id.in_(persons)
    )
    is_for_all = and_(Event.signup == SignUp.EVERYONE, Event.parent_id.is_(None))
    shown = select(Event.id).where(
        Event.week_id.in_(weeks),
        Event.status != EventStatus.DRAFT,
        or_(own.exists(), part.exists(), is_for_all),
    )
    return db.session.scalars(shown).all()


def events_with(week_id: UUID, persons: Collection[UUID]) -> Collection[UUID]:
    """The events of a week, as published, in which any of these has a part."""
    rows = (
        select(Assignment.event_id)
        .join(Event, Event.id == Assignment.event_id)
        .where(Assignment.person_id.in_(persons), Event.week_id == week_id)
    )
    return set(db.session.scalars(rows))
