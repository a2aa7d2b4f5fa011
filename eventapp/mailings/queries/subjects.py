"""What letters say about their receivers, read for many at once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from eventapp.delegations.queries import IS_UNNAMED
from eventapp.kernel.db import db
from eventapp.mailings.vocabulary import Audience
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment, Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.registration.vocabulary import PlaceStatus

Dates = Sequence[tuple[Event, bool]]  # and whether one waits for a place there


def rows_of(audience: Audience, keys: Sequence[UUID]) -> dict[UUID, Any]:
    """The receivers themselves, with what belongs to them; who is gone is left out."""
    return {one.id: one for one in db.session.scalars(_rows(audience, keys))}


def _rows(audience: Audience, keys: Sequence[UUID]) -> Select[Any]:
    if audience is Audience.DELEGATES:
        return (
            select(Registration)
            .options(
                joinedload(Registration.institution),
                joinedload(Registration.delegation),
            )
            .where(Registration.id.in_(keys), Registration.erased_at.is_(None))
        )
    if audience is Audience.CONTACTS:
        return (
            select(Delegation)
            .options(joinedload(Delegation.institution))
            .where(Delegation.id.in_(keys), Delegation.status.in_(LIVE))
        )
    if audience is Audience.SPEAKERS:
        return (
            select(Person)
            .options(joinedload(Person.institution))
            .where(Person.id.in_(keys))
        )
    return (
        select(Invitation)
        .options(joinedload(Invitation.institution))
        .where(
            Invitation.id.in_(keys),
            Invitation.answered_at.is_(None),
            Invitation.declined_at.is_(None),
        )
    )


def hosts_of(found: Sequence[Any]) -> Sequence[Registration]:
    """Whom the companions among these accompany, with their delegations.

    Keep them: the session forgets what nobody holds.
    """
    keys = {getattr(one, "accompanies_id", None) for one in found} - {None}
    if not keys:
        return ()
    rows = (
        select(Registration)
        .options(joinedload(Registration.delegation))
        .where(Registration.id.in_(keys))
    )
    return db.session.scalars(rows).all()


def dates_of(
    audience: Audience, week: Week, keys: Sequence[UUID]
) -> Mapping[UUID, Dates]:
    """The own events of each, in their order."""
    key: Any
    if audience is Audience.SPEAKERS:
        key = Assignment.person_id
        rows = select(key, Event, Assignment.id.is_(None)).join(Assignment.event)
    else:
        key = Place.registration_id
        waits = Place.status == PlaceStatus.WAITING
        rows = select(key, Event, waits).join(Place.event)
    rows = (
        rows.options(joinedload(Event.venue))
        .where(
            key.in_(keys),
            Event.week_id == week.id,
            Event.status == EventStatus.SCHEDULED,
        )
        .order_by(Event.starts_at, Event.id)
    )
    found: dict[UUID, list[tuple[Event, bool]]] = {}
    for owner, event, is_in_line in db.session.execute(rows):
        own = found.setdefault(owner, [])
        if all(event is not other for other, _waits in own):
            own.append((event, bool(is_in_line)))
    return found


def counts_of(keys: Sequence[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """How many people each delegation has, and how many are to be named."""
    unnamed = func.sum(case((IS_UNNAMED, 1), else_=0))
    rows = db.session.execute(
        select(Registration.delegation_id, func.count(), unnamed)
        .where(Registration.delegation_id.in_(keys), Registration.status.in_(LIVE))
        .group_by(Registration.delegation_id)
    )
    return {key: (count, int(missing or 0)) for key, count, missing in rows}
