"""The directory of institutions, and the names that delegates proposed for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import joinedload

from eventapp.institutions.models import Institution, Territory
from eventapp.kernel.db import db
from eventapp.kernel.names import searchable
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Participation, Week
from eventapp.programme.shown import with_institution
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus

PAGE = 50
LONGEST_NAME = 300


@dataclass(frozen=True)
class Proposal:
    """A name of an institution that delegates typed, and how many of them."""

    name: str
    territory: Territory | None
    count: int
    registration_id: UUID  # one of them


def institutions(search: str, page: int) -> tuple[Sequence[Institution], int]:
    """One page of the directory, and how many match in all."""
    found = select(Institution)
    for word in searchable(search).split():
        found = found.where(Institution.search_text.contains(word, autoescape=True))
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = (
        found.options(joinedload(Institution.territory))
        .order_by(Institution.is_proposed.desc(), Institution.sort_name, Institution.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    return db.session.scalars(rows).all(), total


def institution(key: UUID) -> Institution | None:
    """One institution, with its country or region."""
    wanted = (
        select(Institution)
        .options(joinedload(Institution.territory))
        .where(Institution.id == key)
    )
    return db.session.scalar(wanted)


def weeks_with(institution: Institution) -> Sequence[Week]:
    """The weeks in which it takes part, whose host it is, or where its people act."""
    takes_part = select(Participation.week_id).where(
        Participation.institution_id == institution.id
    )
    with_people = select(Event.week_id).where(with_institution(institution))
    rows = select(Week).where(
        or_(
            Week.id.in_(takes_part),
            Week.host_id == institution.id,
            Week.id.in_(with_people),
        )
    )
    return db.session.scalars(rows.order_by(Week.id)).all()


def weeks_reached_from(code: str) -> Sequence[Week]:
    """The weeks in which an institution of this country or region takes part."""
    takes_part = (
        select(Participation.week_id)
        .join(Participation.institution)
        .where(Institution.territory_code == code)
    )
    rows = select(Week).where(Week.id.in_(takes_part))
    return db.session.scalars(rows.order_by(Week.id)).all()


def registrations_from(institution: Institution) -> Sequence[Registration]:
    """The registrations of an institution's people, in all weeks."""
    rows = select(Registration).where(Registration.institution_id == institution.id)
    return db.session.scalars(rows.order_by(Registration.id)).all()


Weeks = Collection[UUID] | None  # None: all


def proposals(weeks: Weeks) -> list[Proposal]:
    """The names that delegates of these weeks typed, and nobody assigned yet."""
    rows = db.session.execute(
        select(
            Registration.proposed_institution,
            Territory,
            func.count(),
            func.min(Registration.reference),
        )
        .outerjoin(Registration.territory)
        .where(*_is_proposal(weeks))
        .group_by(Registration.proposed_institution, Territory.code)
        .order_by(Registration.proposed_institution)
    ).all()
    references = [reference for *_rest, reference in rows]
    found = db.session.execute(
        select(Registration.reference, Registration.id).where(
            Registration.reference.in_(references)
        )
    ).all()
    keys: dict[str, UUID] = dict(found)
    return [
        Proposal(name or "", territory, count, keys[reference])
        for name, territory, count, reference in rows
    ]


def same_proposal(registration: Registration, weeks: Weeks) -> Sequence[Registration]:
    """Those of these weeks who typed the same name in the same country or region."""
    rows = (
        select(Registration)
        .options(joinedload(Registration.week))
        .where(
            *_is_proposal(weeks),
            Registration.proposed_institution == registration.proposed_institution,
            Registration.territory_code.is_not_distinct_from(
                registration.territory_code
            ),
        )
        .order_by(Registration.created_at)
    )
    return db.session.scalars(rows).all()


def look_alikes(name: str, most: int = 8) -> Sequence[Institution]:
    """Institutions that share words with a name, most words first."""
    known = searchable(name[:LONGEST_NAME]).split()
    words = [word for word in known if len(word) > 3][:8] or known[:3]  # noqa: PLR2004
    if not words:
        return []
    hits = [Institution.search_text.contains(word, autoescape=True) for word in words]
    rows = db.session.scalars(
        select(Institution)
        .options(joinedload(Institution.territory))
        .where(or_(*hits))
        .limit(200)
    ).all()
    return sorted(
        rows,
        key=lambda one: (
            -sum(word in one.search_text for word in words),
            one.sort_name,
        ),
    )[:most]


def _is_proposal(weeks: Weeks) -> tuple[ColumnElement[bool], ...]:
    return (
        true() if weeks is None else Registration.week_id.in_(weeks),
        Registration.institution_id.is_(None),
        Registration.proposed_institution.is_not(None),
        Registration.proposed_institution != "",
        Registration.status.in_(
            (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)
        ),
    )
