"""Questions about badges, their designs and their prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.badges.designs import USUAL, Design
from eventapp.badges.models import Badge, BadgeDesign, BadgePrint
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName
from eventapp.programme.vocabulary import Track
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus


@dataclass(frozen=True)
class Selection:
    """Which badges of a week are meant, as far as their rows tell."""

    kinds: tuple[DelegateKind, ...] = ()  # empty: all
    delegation_id: UUID | None = None
    first: int | None = None  # number
    last: int | None = None
    keys: tuple[UUID, ...] = ()  # of registrations; empty: all


EVERYBODY = Selection()


class Bearer(NamedTuple):
    """What a badge tells about its bearer: enough to see that it changed."""

    badge_id: UUID
    number: int | None
    name: PersonName
    kind: DelegateKind | None
    territory_code: str | None
    proposed_institution: str | None
    languages: tuple[str, ...]
    institution_id: UUID | None


def badge_of(registration: Registration) -> Badge | None:
    """The live badge of a registration, with all that stands on it."""
    wanted = _live().where(Badge.registration_id == registration.id)
    return db.session.scalar(wanted)


def badge_of_week(week_id: UUID, registration_id: UUID) -> Badge | None:
    """The live badge of somebody who is expected in this week."""
    wanted = _expected(week_id).where(Badge.registration_id == registration_id)
    return db.session.scalar(wanted)


def badges_of_week(week_id: UUID, selection: Selection = EVERYBODY) -> Sequence[Badge]:
    """The live badges of confirmed registrations of a week, by number."""
    rows = _expected(week_id)
    if selection.kinds:
        rows = rows.where(Registration.kind.in_(selection.kinds))
    if selection.delegation_id:
        rows = rows.where(Registration.delegation_id == selection.delegation_id)
    if selection.first is not None:
        rows = rows.where(Registration.number >= selection.first)
    if selection.last is not None:
        rows = rows.where(Registration.number <= selection.last)
    if selection.keys:
        rows = rows.where(Registration.id.in_(selection.keys))
    return db.session.scalars(rows.order_by(Registration.number)).all()


def was_replaced(registration_id: UUID) -> bool:
    """Whether somebody's badge was lost, and another one took its place."""
    wanted = select(Badge.id).where(
        Badge.registration_id == registration_id, Badge.revoked_at.is_not(None)
    )
    return db.session.scalar(wanted.limit(1)) is not None


def history_of(registration: Registration) -> Sequence[Badge]:
    """All badges of a registration, the latest first."""
    rows = select(Badge).where(Badge.registration_id == registration.id)
    return db.session.scalars(rows.order_by(Badge.issued_at.desc())).all()


def design_of(week_id: UUID) -> Design:
    """How the badges of a week look; the usual design, where nobody chose."""
    row = design_row(week_id)
    if row is None:
        return USUAL
    return Design(
        lead=row.lead,
        homes=row.homes,
        has_territory=row.has_territory,
        has_languages=row.has_languages,
        has_number=row.has_number,
        has_reference=row.has_reference,
        language=row.language,
        heading=row.heading,
        bands={DelegateKind(key): Track(one) for key, one in row.bands.items()},
        words={DelegateKind(key): Localised(one) for key, one in row.words.items()},
        reverse=row.reverse,
        reverse_text=row.reverse_text,
        reverse_on=row.reverse_on,
        sheet_format=row.sheet_format,
        desk_format=row.desk_format,
        kiosk_prints=row.kiosk_prints,
    )


def design_row(week_id: UUID) -> BadgeDesign | None:
    """The decision of a week about its badges, if there is one."""
    return db.session.scalar(select(BadgeDesign).where(BadgeDesign.week_id == week_id))


def prints_of(registration_id: UUID) -> Sequence[BadgePrint]:
    """When the badges of somebody were printed, the latest first."""
    rows = (
        select(BadgePrint)
        .join(BadgePrint.badge)
        .where(Badge.registration_id == registration_id)
        .order_by(BadgePrint.printed_at.desc(), BadgePrint.id)
    )
    return db.session.scalars(rows).all()


def last_marks(week_id: UUID) -> Mapping[UUID, bytes]:
    """What stood on each badge of a week when it was printed last, by badge."""
    rows = (
        select(BadgePrint.badge_id, BadgePrint.mark)
        .join(BadgePrint.badge)
        .join(Badge.registration)
        .where(Registration.week_id == week_id, Badge.revoked_at.is_(None))
        .order_by(BadgePrint.printed_at, BadgePrint.id)
    )
    return {key: mark for key, mark in db.session.execute(rows)}  # noqa: C416 - rows


def count_badges(week_id: UUID) -> int:
    """How many live badges confirmed registrations of a week have."""
    rows = (
        select(func.count())
        .select_from(Badge)
        .join(Badge.registration)
        .where(*_of_expected(week_id))
    )
    return db.session.scalar(rows) or 0


def printed_bearers(week_id: UUID) -> list[Bearer]:
    """Who has a live badge that was printed; of thousands, only what it tells."""
    rows = (
        select(
            Badge.id,
            Registration.number,
            Registration.name,
            Registration.kind,
            Registration.territory_code,
            Registration.proposed_institution,
            Registration.languages,
            Registration.institution_id,
        )
        .join(Badge.registration)
        .where(*_of_expected(week_id), exists().where(BadgePrint.badge_id == Badge.id))
    )
    return [Bearer(*row) for row in db.session.execute(rows)]


def homes_of_week(week_id: UUID) -> Mapping[UUID | None, Institution]:
    """The institutions from which a week's registrations come."""
    named = select(Registration.institution_id).where(Registration.week_id == week_id)
    rows = select(Institution).where(Institution.id.in_(named))
    return {one.id: one for one in db.session.scalars(rows)}


def delegations_with_badges(week_id: UUID) -> Sequence[Delegation]:
    """The delegations of whose people one at least has a badge, by name."""
    has_badge = exists().where(
        Registration.delegation_id == Delegation.id,
        Registration.status == RegistrationStatus.CONFIRMED,
        Badge.registration_id == Registration.id,
        Badge.revoked_at.is_(None),
    )
    rows = (
        select(Delegation)
        .options(joinedload(Delegation.institution))
        .where(Delegation.week_id == week_id, has_badge)
    )
    return sorted(db.session.scalars(rows), key=lambda one: one.title.casefold())


def _expected(week_id: UUID) -> Select[Badge]:
    return _live().where(*_of_expected(week_id))


def _of_expected(week_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.week_id == week_id,
        Registration.status == RegistrationStatus.CONFIRMED,
        Badge.revoked_at.is_(None),
    )


def _live() -> Select[Badge]:
    person = contains_eager(Badge.registration)
    return (
        select(Badge)
        .join(Badge.registration)
        .options(
            person.joinedload(Registration.week),
            person.joinedload(Registration.institution).joinedload(
                Institution.territory
            ),
            person.joinedload(Registration.territory),
        )
        .where(Badge.revoked_at.is_(None))
    )
