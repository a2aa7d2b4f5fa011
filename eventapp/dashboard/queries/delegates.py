"""The table of delegates: which are meant, in which order, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from eventapp.checkin.models.scans import Admission
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.names import searchable
from eventapp.kernel.wall import midnight
from eventapp.programme.models.weeks import Week
from eventapp.registration.agreeing import agreed_to
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    PlaceStatus,
    RegistrationStatus,
)

PAGE = 50
EXPORTED = 20_000
ORDERS = ("name", "number", "institution", "status", "submitted")
# Where somebody comes from: the institution knows best.
territory_code = func.coalesce(Institution.territory_code, Registration.territory_code)


@dataclass(frozen=True)
class Choice:
    """Which registrations are meant."""

    words: str = ""
    status: RegistrationStatus | None = None
    territory: str | None = None
    day: date | None = None  # on which it was sent
    order: str = "number"
    descending: bool = False


@dataclass(frozen=True)
class Delegate:
    """One row of the table of delegates."""

    registration: Registration
    places: int
    is_here: bool
    agrees: bool  # that we keep what was said about food and access
    accompanies: str | None  # the reference of the delegate with whom they come


def page_of(
    week: Week, choice: Choice, page: int = 1, *, most: int = PAGE
) -> tuple[list[Delegate], int]:
    """One page of the table of delegates, and how many match in all."""
    total = db.session.scalar(
        _chosen(week, choice).with_only_columns(
            func.count(), maintain_column_froms=True
        )
    )
    found = _chosen(week, choice, with_institutions=True)
    # Whole rows are read only of the page: sorting thousands of them takes its time.
    keys = (
        found.with_only_columns(Registration.id)
        .order_by(*_order(choice))
        .offset((page - 1) * most)
        .limit(most)
        .subquery()
    )
    held = (
        select(func.count())
        .where(
            Place.registration_id == Registration.id,
            Place.status == PlaceStatus.HELD,
        )
        .correlate(Registration)
        .scalar_subquery()
    )
    here = (
        select(Admission.id)
        .where(
            Admission.registration_id == Registration.id,
            Admission.undone_at.is_(None),
        )
        .correlate(Registration)
        .exists()
    )
    host = aliased(Registration)
    beside = (
        select(host.reference)
        .where(host.id == Registration.accompanies_id)
        .correlate(Registration)
        .scalar_subquery()
    )
    rows = db.session.execute(
        found.add_columns(held, here, agreed_to(ConsentPurpose.SENSITIVE), beside)
        .options(
            contains_eager(Registration.institution),
            joinedload(Registration.territory),
        )
        .where(Registration.id.in_(select(keys.c.id)))
        .order_by(*_order(choice))
    )
    page_rows = [
        Delegate(one, count, bool(came), bool(agrees), accompanies)
        for one, count, came, agrees, accompanies in rows
    ]
    return page_rows, total or 0


def chosen_keys(week: Week, choice: Choice, most: int) -> Sequence[UUID]:
    """The keys of all registrations that are meant, up to `most`."""
    found = _chosen(week, choice).with_only_columns(Registration.id)
    return db.session.scalars(found.order_by(Registration.id).limit(most)).all()


def registrations(week: Week, keys: Sequence[UUID]) -> Sequence[Registration]:
    """These registrations of a week, by number."""
    rows = (
        select(Registration)
        .options(joinedload(Registration.institution))
        .where(Registration.week_id == week.id, Registration.id.in_(keys))
        .order_by(Registration.number, Registration.id)
    )
    return db.session.scalars(rows).all()


def _chosen(
    week: Week, choice: Choice, *, with_institutions: bool = False
) -> Select[Registration]:
    found = select(Registration).where(Registration.week_id == week.id)
    if with_institutions or choice.territory:
        found = found.outerjoin(Registration.institution)
    for word in searchable(choice.words).split():
        found = found.where(_holds(word))
    if choice.status is not None:
        found = found.where(Registration.status == choice.status)
    if choice.territory:
        found = found.where(territory_code == choice.territory)
    if choice.day is not None:
        found = found.where(
            Registration.submitted_at >= midnight(choice.day, week.tzinfo),
            Registration.submitted_at
            < midnight(choice.day + timedelta(days=1), week.tzinfo),
        )
    return found


def _holds(word: str) -> ColumnElement[bool]:
    in_text = Registration.search_text.contains(word, autoescape=True)
    if word.isascii() and word.isdigit() and len(word) <= 6:  # noqa: PLR2004
        return or_(in_text, Registration.number == int(word))
    return in_text


def _order(choice: Choice) -> list[Any]:
    columns: dict[str, Any] = {
        "name": func.lower(Registration.name_latin),  # type: ignore[attr-defined]  # of a composite
        "number": Registration.number,
        "institution": func.coalesce(
            Institution.sort_name, func.lower(Registration.proposed_institution)
        ),
        "status": Registration.status,
        "submitted": Registration.submitted_at,
    }
    column = columns.get(choice.order, columns["number"])
    first = column.desc() if choice.descending else column.asc()
    return [first.nulls_last(), Registration.created_at, Registration.id]
