"""Institutions, their other names, countries or regions, consortia."""

from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised


class InstitutionType(StrEnum):
    """What sort of organisation it is."""

    UNIVERSITY = "university"
    COMPANY = "company"
    ASSOCIATION = "association"
    PUBLIC_AUTHORITY = "public_authority"
    MINISTRY = "ministry"
    REPRESENTATIVE_OFFICE = "representative_office"
    INCUBATOR = "incubator"
    OTHER = "other"


class Territory(Model):
    """A country or region, under the label that the organisers chose."""

    __tablename__ = "territory"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)  # ISO 3166-1
    label: Mapped[Localised]


class Institution(Model):
    """A university or organisation in the directory."""

    __tablename__ = "institution"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str | None] = mapped_column(String(60), unique=True)  # for imports
    name: Mapped[Localised]
    short_name: Mapped[str | None] = mapped_column(String(60))
    native_name: Mapped[str | None] = mapped_column(String(300))
    native_language: Mapped[str | None] = mapped_column(String(35))
    type: Mapped[InstitutionType] = mapped_column(choice(InstitutionType))
    city: Mapped[str | None] = mapped_column(String(120))
    ror: Mapped[str | None] = mapped_column(String(9))  # Research Organization Registry
    is_proposed: Mapped[bool] = mapped_column(default=False)  # by a delegate, unchecked
    sort_name: Mapped[str] = mapped_column(String(300), index=True)
    search_text: Mapped[str] = mapped_column(String(2000))  # all names, folded
    territory_code: Mapped[str | None] = mapped_column(
        ForeignKey("territory.code"), index=True
    )
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("institution.id"))

    territory: Mapped[Territory | None] = relationship()


class Alias(Model):
    """Another name under which an institution is found."""

    __tablename__ = "alias"
    __table_args__ = (UniqueConstraint("institution_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(300))
    institution_id: Mapped[UUID] = mapped_column(
        ForeignKey("institution.id", ondelete="CASCADE")
    )

    institution: Mapped[Institution] = relationship()


class Consortium(Model):
    """A lasting union of institutions."""

    __tablename__ = "consortium"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str | None] = mapped_column(String(60), unique=True)
    name: Mapped[Localised]
    short_name: Mapped[str | None] = mapped_column(String(60))
    established: Mapped[KnownDate] = composite(
        mapped_column("established_first"),
        mapped_column("established_last", nullable=True),
        mapped_column("established_precision", choice(DatePrecision)),
    )


class Membership(Model):
    """An institution's seat in a consortium, in the order of its document."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("consortium_id", "institution_id"),
        Index(None, "institution_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    role: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    consortium_id: Mapped[UUID] = mapped_column(
        ForeignKey("consortium.id", ondelete="CASCADE")
    )
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))

    consortium: Mapped[Consortium] = relationship()
    institution: Mapped[Institution] = relationship()
