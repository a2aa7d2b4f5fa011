"""A delegate's own pick-up as an event of their calendar.

It names the place and the hours, and nobody: calendars are shared. Who drives, and
how to call them, stands on the delegate's page of travel.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import joinedload

from eventapp.arrivals.models.pickups import Passenger, Pickup
from eventapp.arrivals.words import vehicle_word
from eventapp.config import current
from eventapp.feeds.document import CalendarEvent, Status
from eventapp.feeds.models import FeedEvent
from eventapp.feeds.own import STRUCK_OUT_FOR
from eventapp.feeds.revising import Revision, revised, revisions_of
from eventapp.kernel import clock
from eventapp.kernel.asking import Question
from eventapp.kernel.db import db
from eventapp.registration.models.registrations import Registration

SHORTEST: Final = timedelta(minutes=30)  # a car is not gone in the minute of arrival


def pickup_uid(registration_id: UUID) -> UUID:
    """One for life, whichever car it becomes."""
    return uuid5(registration_id, "pickup")


def pickup_of(key: UUID) -> list[CalendarEvent]:
    """The pick-up of a delegate, or the one that was taken away; else nothing."""
    if not _EVER_MET.rows(whose=key)[0][0]:
        return []
    registration = db.session.get_one(Registration, key)
    passenger = _passenger(registration)
    if passenger is not None:
        return revised(registration, [_met(registration, passenger)])
    before = revisions_of(registration).get(str(pickup_uid(registration.id)))
    if before is None or clock.now() >= before.ends_at + STRUCK_OUT_FOR:
        return []
    return revised(registration, [_gone(registration, before)])


# Whether anything is to be read at all: most delegates are met by nobody.
_EVER_MET: Final = Question(
    select(
        or_(
            exists().where(Passenger.registration_id == bindparam("whose")),
            exists().where(FeedEvent.registration_id == bindparam("whose")),
        )
    )
)


def _passenger(registration: Registration) -> Passenger | None:
    if not registration.is_confirmed:
        return None
    rows = (
        select(Passenger)
        .options(joinedload(Passenger.pickup).joinedload(Pickup.point))
        .where(
            Passenger.registration_id == registration.id, Passenger.left_at.is_(None)
        )
    )
    return db.session.scalar(rows)


def _met(registration: Registration, passenger: Passenger) -> CalendarEvent:
    pickup = passenger.pickup
    point = pickup.point
    starts_at = passenger.planned_at or pickup.starts_at
    where = pickup.meeting_place or point.meeting_place
    city = str(point.city or registration.week.city)
    lines = [
        _("Somebody meets you. Where to wait: %(place)s", place=where)
        if where
        else _("Somebody meets you."),
        vehicle_word(pickup.vehicle),
        _("Who meets you stands on your page of travel."),
    ]
    return replace(
        _event(registration, starts_at, pickup.ends_at),
        zone=str(point.tzinfo),
        summary=_("Pick-up: %(place)s", place=point.name),
        description="\n".join(lines),
        location=_place(str(point.name), city),
    )


def _gone(registration: Registration, before: Revision) -> CalendarEvent:
    return replace(
        _event(registration, before.starts_at, before.ends_at),
        summary=_("Cancelled: %(event)s", event=_("Pick-up")),
        description=_("Look at your page of travel before you leave."),
        status=Status.CANCELLED,
    )


def _event(
    registration: Registration, starts_at: datetime, ends_at: datetime
) -> CalendarEvent:
    week = registration.week
    return CalendarEvent(
        uid=str(pickup_uid(registration.id)),
        sequence=0,
        created_at=registration.created_at,
        changed_at=registration.created_at,
        starts_at=starts_at,
        ends_at=max(ends_at, starts_at + SHORTEST),
        zone=week.zone,
        summary="",
        url=f"{current().address}/me/{registration.id}/travel/",
        contact=f"{week.host.name}, {week.contact_address}",
        is_public=False,
    )


def _place(point: str, city: str) -> str:
    return point if city in point else f"{point}, {city}"
