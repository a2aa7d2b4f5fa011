"""What a new week already has: asked in one statement."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select

from eventapp.accounts.models import Appointment
from eventapp.badges.models import Badge, BadgePrint
from eventapp.checkin.models.desks import Desk
from eventapp.kernel.db import db
from eventapp.programme.models.releases import Release
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.registrations import Registration


@dataclass(frozen=True)
class Beginnings:
    """Whether there is one of each."""

    venue: bool
    appointment: bool
    release: bool
    invitation: bool
    registration: bool
    desk_at_a_venue: bool
    printed_badge: bool


def beginnings_of(week: Week) -> Beginnings:
    """What the week has."""
    registered = Registration.week_id == week.id
    printed = (
        select(BadgePrint.badge_id)
        .join(Badge, Badge.id == BadgePrint.badge_id)
        .join(Registration, Registration.id == Badge.registration_id)
        .where(registered)
    )
    invited = select(Invitation.id).where(
        Invitation.week_id == week.id, Invitation.sent_at.is_not(None)
    )
    announced = select(Delegation.id).where(Delegation.week_id == week.id)
    row = db.session.execute(
        select(
            _any(select(Venue.id).where(Venue.week_id == week.id)),
            _any(select(Appointment.week_id).where(Appointment.week_id == week.id)),
            _any(select(Release.id).where(Release.week_id == week.id)),
            _any(invited) | _any(announced),
            _any(select(Registration.id).where(registered)),
            _any(
                select(Desk.id).where(
                    Desk.week_id == week.id, Desk.venue_id.is_not(None)
                )
            ),
            _any(printed),
        )
    ).one()
    return Beginnings(*(bool(one) for one in row))


def _any(rows: Select[UUID]) -> ColumnElement[bool]:
    return exists(rows.correlate(None))
