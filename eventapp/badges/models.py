"""Badges and cards: credentials; how badges look, and when they were printed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.badges.formats import Format
from eventapp.badges.vocabulary import Homes, Lead, Reprint, Reverse
from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration


class Credential:
    """A code of which a digest is kept; revoked and reissued, never edited."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code_digest: Mapped[bytes] = mapped_column(
        LargeBinary(32), unique=True, info=personal(Purpose.TAKING_PART, takes_row=True)
    )
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    @property
    def is_revoked(self) -> bool:
        """Whether another one took its place."""
        return self.revoked_at is not None


class Badge(Credential, Model):
    """The credential of a confirmed registration."""

    __tablename__ = "badge"
    __table_args__ = (
        Index(
            "uq_badge_one_live",
            "registration_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )

    registration: Mapped[Registration] = relationship()


class Card(Credential, Model):
    """The card of a delegation: one scan shows all its people."""

    __tablename__ = "card"
    __table_args__ = (
        Index(
            "uq_card_one_live",
            "delegation_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    delegation_id: Mapped[UUID] = mapped_column(
        ForeignKey("delegation.id", ondelete="CASCADE"), index=True
    )

    delegation: Mapped[Delegation] = relationship()


class BadgeDesign(Model):
    """How the badges of a week look; see `designs.Design`."""

    __tablename__ = "badge_design"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    lead: Mapped[Lead] = mapped_column(choice(Lead))
    homes: Mapped[Homes] = mapped_column(choice(Homes))
    has_territory: Mapped[bool]
    has_languages: Mapped[bool]
    has_number: Mapped[bool]
    has_reference: Mapped[bool]
    language: Mapped[str | None] = mapped_column(String(35))
    heading: Mapped[Localised | None]
    bands: Mapped[dict[str, Any]]  # kind of delegate: track
    words: Mapped[dict[str, Any]]  # kind of delegate: texts by language
    reverse: Mapped[Reverse] = mapped_column(choice(Reverse))
    reverse_text: Mapped[Localised | None]
    reverse_on: Mapped[date | None]
    sheet_format: Mapped[Format] = mapped_column(choice(Format))
    desk_format: Mapped[Format] = mapped_column(choice(Format))
    kiosk_prints: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), unique=True
    )

    week: Mapped[Week] = relationship()


class BadgePrint(Model):
    """A badge was printed once: when, by whom, where, and why again."""

    __tablename__ = "badge_print"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    printed_at: Mapped[datetime]
    printed_by: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))  # a desk or a device; else empty
    format: Mapped[Format] = mapped_column(choice(Format))
    reason: Mapped[Reprint | None] = mapped_column(choice(Reprint))  # None: the first
    mark: Mapped[bytes] = mapped_column(LargeBinary(32))  # of what stood on it
    badge_id: Mapped[UUID] = mapped_column(
        ForeignKey("badge.id", ondelete="CASCADE"), index=True
    )

    badge: Mapped[Badge] = relationship()
