"""What a registration desk knows of one person, and who may be the same one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from eventapp.badges.models import Badge
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.institutions.models import Institution
from eventapp.kernel.codes import parse_reference
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName, searchable
from eventapp.programme.models.events import Event
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.registration.vocabulary import PlaceStatus

LIKE = 6  # look-alikes on one page


@dataclass(frozen=True)
class Visit:
    """An event at which somebody has a place, or was admitted, or both."""

    event: Event
    place: PlaceStatus | None
    admitted_at: datetime | None
    left_at: datetime | None
    desk: Localised | None  # where they came or went last


@dataclass(frozen=True)
class Badges:
    """The badges of somebody: the live one, and how many were replaced."""

    live: Badge | None
    replaced: int


def registration_at(week_id: UUID, key: UUID) -> Registration | None:
    """A registration of this week, with all that the desk shows of it."""
    wanted = (
        select(Registration)
        .options(
            joinedload(Registration.week),
            joinedload(Registration.institution).joinedload(Institution.territory),
            joinedload(Registration.delegation).joinedload(Delegation.institution),
        )
        .where(Registration.id == key, Registration.week_id == week_id)
    )
    return db.session.scalar(wanted)


def visits_of(registration: Registration) -> list[Visit]:
    """The events of somebody, by hour."""
    last = aliased(Scan)
    rows = db.session.execute(
        select(Event, Place.status, Admission.admitted_at, Admission.left_at, Desk.name)
        .outerjoin(
            Place,
            and_(Place.event_id == Event.id, Place.registration_id == registration.id),
        )
        .outerjoin(
            Admission,
            and_(
                Admission.event_id == Event.id,
                Admission.registration_id == registration.id,
                Admission.undone_at.is_(None),
            ),
        )
        .outerjoin(last, last.id == Admission.last_scan_id)
        .outerjoin(Desk, Desk.id == last.desk_id)
        .where(
            Event.week_id == registration.week_id,
            or_(Place.id.is_not(None), Admission.id.is_not(None)),
        )
        .order_by(Event.starts_at, Event.id)
    )
    return [Visit(*row) for row in rows]


def badges_of(registration: Registration) -> Badges:
    """Which badge is good, and how many are not any more."""
    of_person = Badge.registration_id == registration.id
    live = db.session.scalar(select(Badge).where(of_person, Badge.revoked_at.is_(None)))
    ended = (
        select(func.count())
        .select_from(Badge)
        .where(of_person, Badge.revoked_at.is_not(None))
    )
    return Badges(live, db.session.scalar(ended) or 0)


def look_alikes(week_id: UUID, name: PersonName) -> Sequence[Registration]:
    """Those of the same name, in either writing and in any order of its words."""
    meant = [
        and_(
            *(
                Registration.search_text.contains(word, autoescape=True)
                for word in searchable(text).split()
            )
        )
        for text in (name.latin, name.native)
        if text and searchable(text)
    ]
    if not meant:
        return []
    rows = (
        select(Registration)
        .options(joinedload(Registration.institution))
        .where(
            Registration.week_id == week_id,
            Registration.status.in_(LIVE),
            or_(*meant),
        )
        .order_by(Registration.number, Registration.id)
        .limit(LIKE)
    )
    return db.session.scalars(rows).all()


def registration_called(week_id: UUID, typed: str) -> Registration | None:
    """The registration of a week with this badge number or reference."""
    words = searchable(typed)
    meant = []
    if words.isdecimal():
        meant.append(Registration.number == int(words[:9]))
    if reference := parse_reference(words):
        meant.append(Registration.reference == reference)
    if not meant:
        return None
    wanted = select(Registration).where(
        Registration.week_id == week_id, Registration.status.in_(LIVE), or_(*meant)
    )
    return db.session.scalars(wanted.limit(1)).first()


def delegations_of(week_id: UUID) -> Sequence[Delegation]:
    """The delegations that a week expects or may expect, by name."""
    rows = (
        select(Delegation)
        .join(Delegation.institution)
        .options(contains_eager(Delegation.institution))
        .where(Delegation.week_id == week_id, Delegation.status.in_(LIVE))
        .order_by(Institution.sort_name, Delegation.label, Delegation.id)
    )
    return db.session.scalars(rows).all()
