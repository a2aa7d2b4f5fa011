"""What belongs to one registration: its stars, who comes along, its links."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.places import Place, Star
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.registration.vocabulary import PlaceStatus


def stars_of(registration: Registration) -> frozenset[UUID]:
    """The events that somebody starred."""
    rows = select(Star.event_id).where(Star.registration_id == registration.id)
    return frozenset(db.session.scalars(rows))


def at_one_address(week: Week, address: str) -> Sequence[Registration]:
    """What an address has begun or sent for a week, the oldest first.

    Whom a secretary speaks for answers behind a link of their own: whoever proves the
    secretary's address does not open their answers.
    """
    rows = select(Registration).where(
        Registration.week_id == week.id,
        Registration.address == address.casefold(),
        Registration.has_own_address,
        Registration.status.in_(LIVE),
    )
    return db.session.scalars(rows.order_by(Registration.created_at)).all()


def companions_of(registration: Registration) -> Sequence[Registration]:
    """Who accompanies a delegate and has not been cancelled, in order of asking."""
    if registration.accompanies_id is not None or registration.id is None:
        return []  # with one who is not kept yet, nobody comes
    rows = select(Registration).where(
        Registration.accompanies_id == registration.id,
        Registration.status.in_(LIVE),
    )
    return db.session.scalars(rows.order_by(Registration.created_at)).all()


def delegate_of(companion: Registration) -> Registration | None:
    """With whom somebody comes."""
    if companion.accompanies_id is None:
        return None
    return db.session.get(Registration, companion.accompanies_id)


def may_join(registration: Registration, events: Collection[Event]) -> frozenset[UUID]:
    """Which of these events somebody may join online.

    The confirmed delegate with a place, at an event for everyone each confirmed one,
    and whoever has a part in it.
    """
    keys = [event.id for event in events if event.joining_link]
    if not keys or not registration.is_submitted:
        return frozenset()
    found: set[UUID] = set()
    if registration.person_id is not None:
        parts = select(Assignment.event_id).where(
            Assignment.person_id == registration.person_id,
            Assignment.event_id.in_(keys),
        )
        found.update(db.session.scalars(parts))
    if registration.is_confirmed:
        held = select(Place.event_id).where(
            Place.registration_id == registration.id,
            Place.status == PlaceStatus.HELD,
            Place.event_id.in_(keys),
        )
        found.update(db.session.scalars(held))
        found.update(
            event.id
            for event in events
            if event.id in keys and event.signup is SignUp.EVERYONE
        )
    return frozenset(found)
