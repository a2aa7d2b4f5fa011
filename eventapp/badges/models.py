"""Badges of confirmed registrations, cards of delegations: credentials."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model
from eventapp.kernel.personal import Purpose, personal
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration


class Badge(Model):
    """A credential with a code; revoked and reissued, never edited."""

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

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code_digest: Mapped[bytes] = mapped_column(
        LargeBinary(32), unique=True, info=personal(Purpose.TAKING_PART, takes_row=True)
    )
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )

    registration: Mapped[Registration] = relationship()

    @property
    def is_revoked(self) -> bool:
        """Whether another badge took its place."""
        return self.revoked_at is not None


class Card(Model):
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

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code_digest: Mapped[bytes] = mapped_column(
        LargeBinary(32), unique=True, info=personal(Purpose.TAKING_PART, takes_row=True)
    )
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    delegation_id: Mapped[UUID] = mapped_column(
        ForeignKey("delegation.id", ondelete="CASCADE"), index=True
    )

    delegation: Mapped[Delegation] = relationship()
