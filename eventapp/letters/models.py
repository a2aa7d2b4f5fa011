"""Requests for invitation letters, and how a week writes them."""

from datetime import date, datetime
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

from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.kernel.personal import Purpose, personal
from eventapp.letters.vocabulary import (
    ANSWERABLE,
    ENDED,
    MADE,
    LetterField,
    LetterStatus,
    Outcome,
)
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration


class LetterSettings(Model):
    """How a week writes its letters: what is asked, the letterhead, the words."""

    __tablename__ = "letter_settings"
    __table_args__ = (CheckConstraint("keep_days >= 0", name="keep_days_ahead"),)

    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), primary_key=True
    )
    is_offered: Mapped[bool] = mapped_column(default=False)
    fields: Mapped[tuple[str, ...]]
    last_day: Mapped[date | None]  # to ask
    keep_days: Mapped[int] = mapped_column(default=30)  # after the week
    number_pattern: Mapped[str] = mapped_column(String(60))  # "PW2027-{number:04d}"
    next_number: Mapped[int] = mapped_column(default=1)
    head: Mapped[Localised]  # who writes: the host
    contact: Mapped[Localised]  # its address lines
    signatory: Mapped[Localised]
    office: Mapped[Localised]  # of the signatory
    costs: Mapped[Localised]  # who pays
    body: Mapped[Localised]
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    logo_type: Mapped[str | None] = mapped_column(String(10))  # "png", "jpg"
    changed_at: Mapped[datetime]

    week: Mapped[Week] = relationship()

    @property
    def wanted(self) -> tuple[LetterField, ...]:
        """What the authority wants, in the order of the letter."""
        return tuple(one for one in LetterField if one.value in self.fields)


class LetterRequest(Model):
    """One delegate's request for a letter; what they answered is in the vault."""

    __tablename__ = "letter_request"
    __table_args__ = (
        UniqueConstraint("week_id", "number"),
        Index(None, "week_id", "status", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    status: Mapped[LetterStatus] = mapped_column(choice(LetterStatus))
    number: Mapped[int | None]  # given when approved, and never again
    numbered: Mapped[str | None] = mapped_column(String(80))  # as it is printed
    outcome: Mapped[Outcome | None] = mapped_column(
        choice(Outcome), info=personal(Purpose.VISA)
    )
    warned: Mapped[tuple[str, ...]] = mapped_column(
        default=(), info=personal(Purpose.VISA)
    )
    note: Mapped[str | None] = mapped_column(
        String(500), info=personal(Purpose.VISA)
    )  # what is missing, or why not
    consent: Mapped[str | None] = mapped_column(
        info=personal(Purpose.PROVING)
    )  # as it was shown; None: the person is erased, and somebody else may ask
    consent_language: Mapped[str] = mapped_column(String(35))
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    issued_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # the outcome
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )

    week: Mapped[Week] = relationship()
    registration: Mapped[Registration] = relationship()

    @property
    def is_answerable(self) -> bool:
        """Whether the delegate may still change the answers."""
        return self.status in ANSWERABLE

    @property
    def is_made(self) -> bool:
        """Whether there is, or was, a letter to hand out."""
        return self.status in MADE

    @property
    def has_ended(self) -> bool:
        """Whether it was refused or taken back."""
        return self.status in ENDED

    @property
    def label(self) -> str:
        """How the journal calls it: nothing that is guarded."""
        name = self.registration.name.latin or self.registration.reference
        return f"{self.numbered} · {name}" if self.numbered else name
