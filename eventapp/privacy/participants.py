"""Who agreed to stand in the list of participants; and whoever agreed to anything."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.names import searchable
from eventapp.registration.agreeing import agreed_to
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import ConsentPurpose, RegistrationStatus

PAGE = 100


def participants(
    week_id: UUID, words: str, page: int
) -> tuple[Sequence[Registration], int]:
    """One page of those who agreed to be listed, by name, and how many match."""
    found = (
        select(Registration)
        .outerjoin(Registration.institution)
        .where(
            Registration.week_id == week_id,
            Registration.status == RegistrationStatus.CONFIRMED,
            Registration.erased_at.is_(None),
            Registration.name_latin != "",  # type: ignore[attr-defined]  # of a composite
            agreed_to(ConsentPurpose.LISTED),
        )
    )
    for word in searchable(words).split():
        found = found.where(_shows(word))
    total = db.session.scalar(
        select(func.count()).select_from(
            found.with_only_columns(Registration.id).subquery()
        )
    )
    rows = found.options(
        joinedload(Registration.institution).joinedload(Institution.territory),
        joinedload(Registration.territory),
    ).order_by(func.lower(Registration.name_latin), Registration.id)  # type: ignore[attr-defined]  # of a composite
    return db.session.scalars(rows.offset((page - 1) * PAGE).limit(PAGE)).all(), (
        total or 0
    )


def _shows(word: str) -> ColumnElement[bool]:
    """That the list itself says this word: an address is not found through it."""
    return or_(
        *(
            column.icontains(word, autoescape=True)
            for column in (
                Registration.name_latin,  # type: ignore[attr-defined]  # of a composite
                Registration.name_native,  # type: ignore[attr-defined]  # of a composite
                Registration.proposed_institution,
                Institution.search_text,
            )
        )
    )
