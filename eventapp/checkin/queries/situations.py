"""All that decides about one presentation, in one statement built once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from eventapp.accounts.models import Account
from eventapp.badges.models import Badge
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.checkin.queries.people import PERSON, Guest, guest_of_row, of_event
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration


@dataclass(frozen=True)
class Earlier:
    """Where, when and by whom somebody was admitted before."""

    received_at: datetime
    desk: Localised
    steward: str | None
    zone: ZoneInfo


@dataclass(frozen=True)
class Situation:
    """All that decides about one presentation, read in one statement."""

    known_scan: UUID | None
    week_id: UUID
    event_status: EventStatus
    signup: SignUp
    capacity: int | None
    inside: int
    guest: Guest | None
    guest_week_id: UUID | None
    badge_revoked: bool
    earlier_scan: UUID | None


def situation(parameters: Mapping[str, Any]) -> Situation | None:
    """Read what decides; None where the desk does not serve the event.

    `parameters`: scan, desk, event, and either digest or registration.
    """
    statement = _BY_CODE if "digest" in parameters else _BY_REGISTRATION
    # Columns alone: the connection is asked, past the session's bookkeeping.
    found = db.session.connection().execute(statement, parameters).mappings()
    row = found.first()
    if row is None:
        return None
    return Situation(
        known_scan=row["known_scan"],
        week_id=row["week_id"],
        event_status=row["event_status"],
        signup=row["signup"],
        capacity=row["capacity"],
        inside=row["inside"],
        guest=guest_of_row(row) if row["registration_id"] else None,
        guest_week_id=row["guest_week_id"],
        badge_revoked=row["revoked_at"] is not None,
        earlier_scan=row["earlier_scan"],
    )


def earlier_scan(scan_id: UUID) -> Earlier | None:
    """The scan that admitted somebody before, as far as a desk tells it."""
    asked = db.session.connection().execute(_EARLIER, {"scan": scan_id})
    row = asked.first()
    return Earlier(row[0], row[1], row[2], ZoneInfo(row[3])) if row else None


_inside = (
    select(func.count())
    .where(Admission.event_id == bindparam("event"), Admission.undone_at.is_(None))
    .scalar_subquery()
)


def _situation(by_code: bool) -> Select[Any]:  # noqa: FBT001 - private, two callers
    known = aliased(Scan)
    place, admission = of_event(Registration.id)
    joined = (
        select(
            known.id.label("known_scan"),
            Event.week_id,
            Event.status.label("event_status"),
            Event.signup,
            Event.capacity,
            _inside.label("inside"),
            Registration.week_id.label("guest_week_id"),
            Badge.revoked_at,
            Admission.scan_id.label("earlier_scan"),
            *PERSON,
        )
        .select_from(Event)
        .join(Desk, and_(Desk.id == bindparam("desk"), Desk.week_id == Event.week_id))
        .outerjoin(known, known.id == bindparam("scan"))
    )
    if by_code:
        joined = joined.outerjoin(
            Badge, Badge.code_digest == bindparam("digest")
        ).outerjoin(Registration, Registration.id == Badge.registration_id)
    else:
        joined = joined.outerjoin(
            Registration, Registration.id == bindparam("registration")
        ).outerjoin(
            Badge,
            and_(Badge.registration_id == Registration.id, Badge.revoked_at.is_(None)),
        )
    return (
        joined.outerjoin(Institution, Institution.id == Registration.institution_id)
        .outerjoin(Place, place)
        .outerjoin(Admission, admission)
        .where(Event.id == bindparam("event"), Event.status != EventStatus.DRAFT)
    )


_EARLIER = (
    select(Scan.received_at, Desk.name, Account.name, Week.zone)
    .join(Desk, Desk.id == Scan.desk_id)
    .join(Week, Week.id == Desk.week_id)
    .outerjoin(Account, Account.id == Scan.steward_id)
    .where(Scan.id == bindparam("scan"))
)
_BY_CODE = _situation(by_code=True)
_BY_REGISTRATION = _situation(by_code=False)
