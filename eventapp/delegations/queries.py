"""Questions about delegations: which are meant, who is in them, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.names import searchable
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.entering import PrivateLink
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.registration.vocabulary import PlaceStatus, Rank, RegistrationStatus

PAGE = 50
EXPORTED = 5_000
ALIVE = (
    RegistrationStatus.DRAFT,
    RegistrationStatus.SUBMITTED,
    RegistrationStatus.CONFIRMED,
)

IS_UNNAMED = and_(
    Registration.name_latin == "",  # type: ignore[attr-defined]  # of a composite
    func.coalesce(Registration.name_native, "") == "",  # type: ignore[attr-defined]  # of a composite
)


class Missing(StrEnum):
    """What a delegation still lacks."""

    LINK = "link"  # the contact has no link yet
    OPENING = "opening"  # the link was sent, and nobody opened it
    SENDING = "sending"  # people are there, and the delegation was not sent
    NAMES = "names"
    PARTS = "parts"


@dataclass(frozen=True)
class Choice:
    """Which delegations are meant."""

    words: str = ""
    status: RegistrationStatus | None = None
    territory: str | None = None
    missing: Missing | None = None


@dataclass(frozen=True)
class Row:
    """One delegation in the list of the office."""

    delegation: Delegation
    named: int
    to_be_named: int
    complete: int  # have answered and agreed themselves

    @property
    def people(self) -> int:
        """All who were announced."""
        return self.named + self.to_be_named


def delegation(key: UUID) -> Delegation | None:
    """One delegation with all that its pages name."""
    return db.session.scalar(_whole().where(Delegation.id == key))


def delegation_by_digest(link_digest: bytes) -> Delegation | None:
    """The delegation that a private link opens."""
    return db.session.scalar(_whole().where(Delegation.link_digest == link_digest))


def live_delegations(address: str) -> Sequence[Delegation]:
    """Those whose contact has this address and a link, in public weeks."""
    rows = (
        _whole()
        .join(Delegation.week)
        .where(
            func.lower(Delegation.contact_address) == address.casefold(),
            Delegation.status.in_(ALIVE),
            Delegation.link_digest.is_not(None),
            Week.is_public,
        )
    )
    return db.session.scalars(rows.order_by(Delegation.created_at.desc())).all()


def counted(week: Week, choice: Choice) -> ScalarSelect[int]:
    """How many are meant, as a part of other questions."""
    counts = _counts(week)
    found = (
        select(func.count(Delegation.id))
        .join(Delegation.institution)
        .outerjoin(counts, counts.c.delegation_id == Delegation.id)
        .where(Delegation.week_id == week.id, *_conditions(choice, counts))
    )
    return found.scalar_subquery()


def page_of(
    week: Week, choice: Choice, page: int = 1, *, most: int = PAGE
) -> tuple[list[Row], int]:
    """One page of a week's delegations, the highest rank first; how many match."""
    counts = _counts(week)
    found = (
        select(Delegation)
        .join(Delegation.institution)
        .outerjoin(counts, counts.c.delegation_id == Delegation.id)
        .where(Delegation.week_id == week.id, *_conditions(choice, counts))
    )
    total = db.session.scalar(
        select(func.count()).select_from(
            found.with_only_columns(Delegation.id).subquery()
        )
    )
    rows = db.session.execute(
        found.add_columns(
            func.coalesce(counts.c.named, 0),
            func.coalesce(counts.c.unnamed, 0),
            func.coalesce(counts.c.complete, 0),
        )
        .options(
            contains_eager(Delegation.institution).joinedload(Institution.territory),
            joinedload(Delegation.counterpart),
            joinedload(Delegation.greeter),
        )
        .order_by(_by_rank(), Institution.sort_name, Delegation.label, Delegation.id)
        .offset((page - 1) * most)
        .limit(most)
    )
    return [Row(*row) for row in rows], total or 0


def heads_of(keys: Sequence[UUID]) -> dict[UUID, Registration]:
    """The heads of these delegations."""
    rows = select(Registration).where(
        Registration.delegation_id.in_(keys),
        Registration.is_head,
        Registration.status.in_(LIVE),
    )
    found = db.session.scalars(rows)
    return {one.delegation_id: one for one in found if one.delegation_id}


def members_of(delegation: Delegation) -> Sequence[Registration]:
    """Its people, those who were declined or cancelled too: the head first."""
    rows = (
        select(Registration)
        .options(
            joinedload(Registration.week),
            joinedload(Registration.institution),
            joinedload(Registration.territory),
        )
        .where(Registration.delegation_id == delegation.id)
    )
    ordered = rows.order_by(
        Registration.is_head.desc(),
        IS_UNNAMED,
        Registration.created_at,
        Registration.id,
    )
    return db.session.scalars(ordered).all()


def present_count(delegation: Delegation) -> int:
    """How many of its quota are taken."""
    rows = select(func.count()).where(
        Registration.delegation_id == delegation.id, Registration.status.in_(LIVE)
    )
    return db.session.scalar(rows) or 0


def links_sent(keys: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each of these people was last sent a link."""
    rows = db.session.execute(
        select(PrivateLink.registration_id, func.max(PrivateLink.created_at))
        .where(PrivateLink.registration_id.in_(keys))
        .group_by(PrivateLink.registration_id)
    )
    return {key: at for key, at in rows}  # noqa: C416 - typed rows


def places_of(delegation: Delegation) -> dict[UUID, tuple[int, int]]:
    """How many places its people hold and await, by event."""
    is_held = Place.status == PlaceStatus.HELD
    rows = db.session.execute(
        select(
            Place.event_id,
            func.sum(case((is_held, 1), else_=0)),
            func.sum(case((is_held, 0), else_=1)),
        )
        .join(Place.registration)
        .where(
            Registration.delegation_id == delegation.id, Registration.status.in_(LIVE)
        )
        .group_by(Place.event_id)
    )
    return {key: (held, waiting) for key, held, waiting in rows}


def _whole() -> Select[Delegation]:
    return select(Delegation).options(
        joinedload(Delegation.week).joinedload(Week.host),
        joinedload(Delegation.institution).joinedload(Institution.territory),
        joinedload(Delegation.counterpart),
        joinedload(Delegation.greeter),
    )


def _counts(week: Week) -> Any:  # noqa: ANN401 - a subquery
    is_complete = cast(Registration.steps_done, Text).contains('"check"')
    return (
        select(
            Registration.delegation_id,
            func.sum(case((IS_UNNAMED, 0), else_=1)).label("named"),
            func.sum(case((IS_UNNAMED, 1), else_=0)).label("unnamed"),
            func.sum(case((is_complete, 1), else_=0)).label("complete"),
        )
        .where(
            Registration.week_id == week.id,
            Registration.delegation_id.is_not(None),
            Registration.status.in_(LIVE),
        )
        .group_by(Registration.delegation_id)
        .subquery()
    )


def _conditions(choice: Choice, counts: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401
    found: list[ColumnElement[bool]] = [
        or_(
            Institution.search_text.contains(word, autoescape=True),
            func.lower(Delegation.contact_name).contains(word, autoescape=True),
            func.lower(Delegation.contact_address).contains(word, autoescape=True),
            func.lower(func.coalesce(Delegation.label, "")).contains(
                word, autoescape=True
            ),
        )
        for word in searchable(choice.words).split()
    ]
    if choice.status is not None:
        found.append(Delegation.status == choice.status)
    if choice.territory:
        found.append(Institution.territory_code == choice.territory)
    if choice.missing is not None:
        found += [Delegation.status.in_(ALIVE), _lacks(choice.missing, counts)]
    return found


def _lacks(missing: Missing, counts: Any) -> ColumnElement[bool]:  # noqa: ANN401
    unnamed = func.coalesce(counts.c.unnamed, 0)
    people = func.coalesce(counts.c.named, 0) + unnamed
    lacking = {
        Missing.LINK: Delegation.link_sent_at.is_(None),
        Missing.OPENING: and_(
            Delegation.link_sent_at.is_not(None), Delegation.opened_at.is_(None)
        ),
        Missing.SENDING: Delegation.status == RegistrationStatus.DRAFT,
        Missing.NAMES: or_(unnamed > 0, people == 0),
        Missing.PARTS: func.coalesce(counts.c.complete, 0) < people,
    }
    return lacking[missing]


def _by_rank() -> Any:  # noqa: ANN401 - a CASE
    places = {rank.value: number for number, rank in enumerate(Rank)}
    return case(places, value=Delegation.rank, else_=len(places))
