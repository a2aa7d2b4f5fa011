"""Delegations at a desk: who is in one, who of them is here, which card names it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.badges.models import Card
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.checkin.queries.people import PERSON, Guest, guest_of_row, of_event
from eventapp.checkin.vocabulary import Verdict
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.registration.vocabulary import RegistrationStatus

IS_NAMED = or_(
    Registration.name_latin != "",  # type: ignore[attr-defined]  # of a composite
    func.coalesce(Registration.name_native, "") != "",  # type: ignore[attr-defined]  # of a composite
)


@dataclass(frozen=True)
class Member:
    """One of a delegation's people, as a desk sees them at one event."""

    guest: Guest
    is_head: bool
    is_inside: bool
    scan_id: UUID | None  # by which they came or went last
    moved_at: datetime | None  # when that was

    @property
    def is_confirmed(self) -> bool:
        """Whether the office expects them."""
        return self.guest.status is RegistrationStatus.CONFIRMED


@dataclass(frozen=True)
class Presence:
    """How many of a delegation are here."""

    id: UUID
    title: str
    here: int
    of: int


def delegation_of_card(code_digest: bytes) -> Card | None:
    """The card of this code, live or replaced, with its delegation."""
    return db.session.scalar(
        select(Card)
        .options(joinedload(Card.delegation).joinedload(Delegation.institution))
        .where(Card.code_digest == code_digest)
    )


def delegation_of_scan(scan: Scan) -> UUID | None:
    """The delegation whose card, or one of whose people, was scanned."""
    if scan.verdict is Verdict.REVOKED:
        return None  # a lost badge, in whoever's hand
    if scan.registration is not None:
        return scan.registration.delegation_id
    card = delegation_of_card(scan.presented)
    return card.delegation_id if card and card.revoked_at is None else None


def week_of(delegation_id: UUID) -> UUID | None:
    """The week to which a delegation comes."""
    return db.session.scalar(
        select(Delegation.week_id).where(Delegation.id == delegation_id)
    )


def belongs(group_scan_id: UUID, registration_id: UUID, desk_id: UUID) -> bool:
    """Whether somebody is of the delegation that a scan at this desk opened."""
    shown = (
        select(func.coalesce(Registration.delegation_id, Card.delegation_id))
        .select_from(Scan)
        .outerjoin(Registration, Registration.id == Scan.registration_id)
        .outerjoin(
            Card,
            and_(Card.code_digest == Scan.presented, Card.revoked_at.is_(None)),
        )
        .where(
            Scan.id == group_scan_id,
            Scan.desk_id == desk_id,
            Scan.verdict != Verdict.REVOKED,
        )
        .scalar_subquery()
    )
    found = select(Registration.id).where(
        Registration.id == registration_id, Registration.delegation_id == shown
    )
    return db.session.scalar(found) is not None


def members_at(delegation_id: UUID, event_id: UUID) -> list[Member]:
    """The named people of a delegation, the head first, with what they did here."""
    place, admission = of_event(Registration.id)
    rows = db.session.execute(
        select(
            *PERSON,
            Registration.is_head,
            Admission.left_at,
            Admission.last_scan_id,
            Scan.received_at.label("moved_at"),
        )
        .select_from(Registration)
        .outerjoin(Institution, Institution.id == Registration.institution_id)
        .outerjoin(Place, place)
        .outerjoin(Admission, admission)
        .outerjoin(Scan, Scan.id == Admission.last_scan_id)
        .where(
            Registration.delegation_id == delegation_id,
            Registration.status.in_(LIVE),
            IS_NAMED,
        )
        .order_by(
            Registration.is_head.desc(), Registration.number, Registration.created_at
        ),
        {"event": event_id},
    ).mappings()
    return [
        Member(
            guest=guest_of_row(row),
            is_head=row["is_head"],
            is_inside=row["admitted_at"] is not None and row["left_at"] is None,
            scan_id=row["last_scan_id"],
            moved_at=row["moved_at"],
        )
        for row in rows
    ]


def presence(delegation_id: UUID, event_id: UUID) -> Presence | None:
    """How many of a delegation are at an event, of those who are expected in all."""
    found = delegations_at([delegation_id], event_id)
    return found[0] if found else None


def delegations_at(keys: Sequence[UUID], event_id: UUID) -> list[Presence]:
    """The same for several delegations, in one statement."""
    is_here = case(
        (and_(Admission.id.is_not(None), Admission.left_at.is_(None)), 1), else_=0
    )
    rows = db.session.execute(
        select(
            Delegation.id,
            Delegation.label,
            Institution.name,
            func.sum(is_here),
            func.count(Registration.id),
        )
        .join(Institution, Institution.id == Delegation.institution_id)
        .join(Registration, Registration.delegation_id == Delegation.id)
        .outerjoin(Admission, of_event(Registration.id)[1])
        .where(
            Delegation.id.in_(keys),
            Registration.status == RegistrationStatus.CONFIRMED,
            IS_NAMED,
        )
        .group_by(Delegation.id, Delegation.label, Institution.name),
        {"event": event_id},
    )
    return [
        Presence(key, f"{name} ({label})" if label else str(name), int(here), of)
        for key, label, name, here, of in rows
    ]
