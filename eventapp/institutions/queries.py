"""Finding institutions, countries or regions, consortia."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.institutions.models import (
    Alias,
    Consortium,
    Institution,
    Membership,
    Territory,
)
from eventapp.kernel.db import db
from eventapp.kernel.names import alphabetic, searchable

SUGGESTED = 8


def territories() -> list[Territory]:
    """All countries and regions, by their label in the reader's language."""
    rows = db.session.scalars(select(Territory)).all()
    return sorted(rows, key=lambda territory: alphabetic(str(territory.label)))


def institutions_by_name() -> Sequence[Institution]:
    """The whole directory, by name."""
    return db.session.scalars(
        select(Institution)
        .where(Institution.is_proposed.is_(False))
        .order_by(Institution.sort_name, Institution.id)
    ).all()


def matching(
    search: str, *, territory: str | None = None, most: int = SUGGESTED
) -> Sequence[Institution]:
    """Institutions whose names hold every word of `search`, in any script."""
    rows = select(Institution).options(joinedload(Institution.territory))
    for word in searchable(search).split():
        rows = rows.where(Institution.search_text.contains(word, autoescape=True))
    if territory:
        rows = rows.where(Institution.territory_code == territory)
    rows = rows.order_by(Institution.is_proposed, Institution.sort_name).limit(most)
    return db.session.scalars(rows).all()


def aliases_of(institution: Institution) -> Sequence[Alias]:
    """Its other names."""
    rows = select(Alias).where(Alias.institution_id == institution.id)
    return db.session.scalars(rows.order_by(Alias.name)).all()


def consortia_of(institution: Institution) -> Sequence[Membership]:
    """Its seats in consortia, with these."""
    rows = (
        select(Membership)
        .options(joinedload(Membership.consortium))
        .where(Membership.institution_id == institution.id)
    )
    return db.session.scalars(rows.order_by(Membership.position)).all()


def consortium_names(institutions: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The short names of the consortia to which these institutions belong."""
    rows = db.session.execute(
        select(Membership.institution_id, Consortium.short_name)
        .join(Membership.consortium)
        .where(Membership.institution_id.in_(institutions))
    )
    found: dict[UUID, list[str]] = {}
    for key, name in rows:
        found.setdefault(key, []).append(name or "")
    return found


def members_of(consortia: Sequence[UUID]) -> Sequence[Membership]:
    """The seats in these consortia, with their holders, in the documents' order."""
    rows = (
        select(Membership)
        .options(joinedload(Membership.institution))
        .where(Membership.consortium_id.in_(consortia))
        .order_by(Membership.consortium_id, Membership.position)
    )
    return db.session.scalars(rows).all()
