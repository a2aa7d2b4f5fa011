"""What opens a registration: confirmations, private links, invitations."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration


class Confirmation(Model):
    """An address that waits to be confirmed by a code or a link from a mail."""

    __tablename__ = "confirmation"
    __table_args__ = (Index(None, "week_id", "address"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    address: Mapped[str] = mapped_column(
        String(254), info=personal(Purpose.TAKING_PART, takes_row=True)
    )
    language: Mapped[str] = mapped_column(String(35))
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    link_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"))

    week: Mapped[Week] = relationship()


class PrivateLink(Model):
    """A secret address that opens one registration; can be sent again, and ended."""

    __tablename__ = "private_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_digest: Mapped[bytes] = mapped_column(
        LargeBinary(32), unique=True, info=personal(Purpose.TAKING_PART, takes_row=True)
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )

    registration: Mapped[Registration] = relationship()


class Invitation(Model):
    """A code that lets somebody register for a week by invitation."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("week_id", "code_digest"),
        CheckConstraint("used <= uses_allowed", name="used_within_allowed"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    label: Mapped[str] = mapped_column(String(200), info=personal(Purpose.TAKING_PART))
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    uses_allowed: Mapped[int] = mapped_column(default=1)
    used: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()

    def has_ended(self, at: datetime) -> bool:
        """Whether it lets nobody in any more, however seldom it was used."""
        return self.expires_at is not None and self.expires_at <= at
