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
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from eventapp.institutions.models import Institution
from eventapp.kernel.db import Model, choice
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import DelegateKind, InvitationState


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
    """What lets somebody register by invitation: a code, a link, and whom it is for.

    Where it stands follows from its dates. One that is tied lets in its address alone.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("week_id", "code_digest"),
        CheckConstraint("used <= uses_allowed", name="used_within_allowed"),
        CheckConstraint("NOT is_tied OR address IS NOT NULL", name="tied_to_something"),
        Index(None, "week_id", "address"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    label: Mapped[str] = mapped_column(
        String(200), info=personal(Purpose.TAKING_PART)
    )  # how the office calls it: the name, else the institution
    name: Mapped[PersonName] = composite(
        mapped_column(
            "name_latin",
            String(200),
            default="",
            info=personal(Purpose.TAKING_PART),
        ),
        mapped_column(
            "name_native",
            String(200),
            nullable=True,
            info=personal(Purpose.TAKING_PART),
        ),
        mapped_column(
            "name_native_language",
            String(35),
            nullable=True,
            info=personal(Purpose.TAKING_PART),
        ),
        mapped_column(
            "name_order",
            choice(NameOrder),
            nullable=True,
            info=personal(Purpose.TAKING_PART),
        ),
        mapped_column(
            "name_on_badge",
            String(200),
            nullable=True,
            info=personal(Purpose.TAKING_PART),
        ),
        mapped_column(
            "honorific", String(60), nullable=True, info=personal(Purpose.TAKING_PART)
        ),
        mapped_column(
            "academic_title",
            String(60),
            nullable=True,
            info=personal(Purpose.TAKING_PART),
        ),
    )
    address: Mapped[str | None] = mapped_column(
        String(254), info=personal(Purpose.TAKING_PART)
    )  # e-mail, folded; None: it is handed over otherwise
    is_tied: Mapped[bool] = mapped_column(
        default=False, info=personal(Purpose.TAKING_PART)
    )  # admits this address alone
    language: Mapped[str] = mapped_column(String(35), default="en")  # of our mails
    kind: Mapped[DelegateKind | None] = mapped_column(choice(DelegateKind))
    proposed_institution: Mapped[str | None] = mapped_column(
        String(300), info=personal(Purpose.TAKING_PART)
    )
    personal_words: Mapped[str | None] = mapped_column(
        String(2000), info=personal(Purpose.TAKING_PART)
    )
    search_text: Mapped[str] = mapped_column(
        String(1200), default="", info=personal(Purpose.TAKING_PART)
    )
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    token_digest: Mapped[bytes | None] = mapped_column(
        LargeBinary(32), unique=True, info=personal(Purpose.TAKING_PART)
    )  # None: issued when there were codes alone
    uses_allowed: Mapped[int] = mapped_column(default=1)
    used: Mapped[int] = mapped_column(default=0)
    delegation_places: Mapped[int | None]  # it opens a delegation of so many people
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]  # the link, for the first time
    answered_at: Mapped[datetime | None]  # registered, or began a delegation
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[str | None] = mapped_column(
        String(500), info=personal(Purpose.TAKING_PART)
    )
    reminded_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    institution_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("institution.id"), index=True
    )
    delegation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("delegation.id"), index=True
    )  # the one that it opened, or opens

    week: Mapped[Week] = relationship()
    institution: Mapped[Institution | None] = relationship()
    delegation: Mapped[Delegation | None] = relationship()

    @property
    def opens_delegation(self) -> bool:
        """Whether the one who accepts becomes the contact of a delegation."""
        return self.delegation_places is not None or self.delegation_id is not None

    @property
    def institution_name(self) -> str:
        """The institution as far as it is known, in the reader's language."""
        if self.institution is not None:
            return str(self.institution.name)
        return self.proposed_institution or ""

    def has_ended(self, at: datetime) -> bool:
        """Whether it lets nobody in any more, however seldom it was used."""
        return self.expires_at is not None and self.expires_at <= at

    def state(self, at: datetime) -> InvitationState:
        """Where it stands; an answer outlives the end."""
        reached = (
            (self.answered_at is not None, InvitationState.ANSWERED),
            (self.declined_at is not None, InvitationState.DECLINED),
            (self.has_ended(at), InvitationState.ENDED),
            (self.opened_at is not None, InvitationState.OPENED),
            (self.sent_at is not None, InvitationState.SENT),
        )
        return next(
            (state for is_so, state in reached if is_so), InvitationState.PREPARED
        )
