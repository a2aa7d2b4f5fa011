"""Reading the vault without opening it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.vault.models import Sealed


def sealed(subject_id: UUID, kind: str) -> Sealed | None:
    """What is sealed of this kind about a subject."""
    rows = select(Sealed).where(Sealed.subject_id == subject_id, Sealed.kind == kind)
    return db.session.scalar(rows)


def holds_any(subject_id: UUID) -> bool:
    """Whether anything is sealed about a subject."""
    rows = select(Sealed.id).where(Sealed.subject_id == subject_id).limit(1)
    return db.session.scalar(rows) is not None


def masks_of(subjects: Collection[UUID], kind: str) -> Mapping[UUID, Mapping[str, str]]:
    """What lists may show of each subject of whom something is sealed."""
    rows = select(Sealed.subject_id, Sealed.masks).where(
        Sealed.subject_id.in_(subjects), Sealed.kind == kind
    )
    return dict(db.session.execute(rows).all())
