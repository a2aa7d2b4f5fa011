"""Registrations, consents, places, and what opens them."""

from datetime import date, datetime
from enum import StrEnum
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

from eventapp.institutions.models import Institution, Territory
from eventapp.kernel.db import Model, choice
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week


class RegistrationStatus(StrEnum):
    """Where a registration is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class DelegateKind(StrEnum):
    """In which quality somebody comes."""

    PRESIDENT = "president"
    VICE_PRESIDENT = "vice_president"
    DELEGATE = "delegate"
    TEACHER = "teacher"
    EXPERT = "expert"
    STUDENT = "student"
    ENTERPRISE = "enterprise"


class Diet(StrEnum):
    """What the kitchen must know."""

    NONE = "none"
    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"
    HALAL = "halal"
    KOSHER = "kosher"
    NO_PORK = "no_pork"
    GLUTEN_FREE = "gluten_free"
    LACTOSE_FREE = "lactose_free"
    NUT_ALLERGY = "nut_allergy"


class Access(StrEnum):
    """What somebody needs to take part."""

    WHEELCHAIR = "wheelchair"
    STEP_FREE_ROUTE = "step_free_route"
    HEARING_LOOP = "hearing_loop"
    SIGN_LANGUAGE = "sign_language"
    SCREEN_READER_DOCUMENTS = "screen_reader_documents"


class PlaceStatus(StrEnum):
    """Whether a place is one's own, or hoped for."""

    HELD = "held"
    WAITING = "waiting"


class ConsentPurpose(StrEnum):
    """What somebody agreed to."""

    PRIVACY = "privacy"
    PHOTOGRAPHS = "photographs"
    LISTED = "listed"  # name in the list of participants


class Registration(Model):
    """A delegate's request to take part in one week; saved at each step."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("week_id", "number"),
        UniqueConstraint("week_id", "key"),
        CheckConstraint("departs_on >= arrives_on", name="departs_after_arrival"),
        Index(None, "week_id", "status"),
        Index(None, "week_id", "address"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str | None] = mapped_column(String(60))  # of the list it came from
    reference: Mapped[str] = mapped_column(String(8), unique=True)
    number: Mapped[int | None]  # on the badge; given when submitted
    status: Mapped[RegistrationStatus] = mapped_column(choice(RegistrationStatus))
    address: Mapped[str] = mapped_column(String(254))  # e-mail, confirmed
    language: Mapped[str] = mapped_column(String(35))  # in which we write
    name: Mapped[PersonName] = composite(
        mapped_column("name_latin", String(200), default=""),
        mapped_column("name_native", String(200), nullable=True),
        mapped_column("name_native_language", String(35), nullable=True),
        mapped_column("name_order", choice(NameOrder), nullable=True),
        mapped_column("name_on_badge", String(200), nullable=True),
        mapped_column("honorific", String(60), nullable=True),
        mapped_column("academic_title", String(60), nullable=True),
    )
    search_text: Mapped[str] = mapped_column(String(1200), default="")
    kind: Mapped[DelegateKind | None] = mapped_column(choice(DelegateKind))
    position: Mapped[str | None] = mapped_column(String(200))
    proposed_institution: Mapped[str | None] = mapped_column(String(300))
    phone: Mapped[str | None] = mapped_column(String(40))
    languages: Mapped[tuple[str, ...]] = mapped_column(default=())
    interpretation: Mapped[str | None] = mapped_column(String(35))  # into this language
    diet: Mapped[Diet | None] = mapped_column(choice(Diet))
    diet_note: Mapped[str | None] = mapped_column(String(500))
    access: Mapped[tuple[str, ...]] = mapped_column(default=())
    access_note: Mapped[str | None] = mapped_column(String(500))
    arrives_on: Mapped[date | None]
    departs_on: Mapped[date | None]
    needs_visa_letter: Mapped[bool | None]
    wishes: Mapped[tuple[str, ...]] = mapped_column(default=())  # until confirmed
    steps_done: Mapped[tuple[str, ...]] = mapped_column(default=())
    decision_note: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    agenda_changed_at: Mapped[datetime]  # places gained or lost
    agenda_generation: Mapped[int] = mapped_column(default=1)  # raised: new address
    agenda_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    institution_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("institution.id"), index=True
    )
    territory_code: Mapped[str | None] = mapped_column(ForeignKey("territory.code"))
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"))
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # who also has parts in events

    week: Mapped[Week] = relationship()
    institution: Mapped[Institution | None] = relationship()
    territory: Mapped[Territory | None] = relationship()

    @property
    def is_confirmed(self) -> bool:
        """Whether the office expects this person."""
        return self.status is RegistrationStatus.CONFIRMED

    @property
    def is_live(self) -> bool:
        """Whether it is neither declined nor cancelled."""
        return self.status not in {
            RegistrationStatus.DECLINED,
            RegistrationStatus.CANCELLED,
        }

    @property
    def is_submitted(self) -> bool:
        """Whether the delegate has finished, and the office has not said no."""
        return self.status in {
            RegistrationStatus.SUBMITTED,
            RegistrationStatus.CONFIRMED,
        }

    @property
    def institution_name(self) -> str:
        """The institution as far as it is known, in the reader's language."""
        if self.institution is not None:
            return str(self.institution.name)
        return self.proposed_institution or ""


class Place(Model):
    """A seat at one event, held or waited for; its absence means none."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("registration_id", "event_id"),
        Index(None, "event_id", "status", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    status: Mapped[PlaceStatus] = mapped_column(choice(PlaceStatus))
    asked_at: Mapped[datetime]
    held_at: Mapped[datetime | None]
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))

    registration: Mapped[Registration] = relationship()
    event: Mapped[Event] = relationship()

    @property
    def is_held(self) -> bool:
        """Whether it is one's own."""
        return self.status is PlaceStatus.HELD


class Star(Model):
    """An event that somebody marked; it is no place, but they hear of its changes."""

    __tablename__ = "star"

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    starred_at: Mapped[datetime]


class Consent(Model):
    """What somebody agreed to, or not, with the text as it was shown."""

    __tablename__ = "consent"
    __table_args__ = (Index(None, "registration_id", "purpose"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    purpose: Mapped[ConsentPurpose] = mapped_column(choice(ConsentPurpose))
    is_given: Mapped[bool]
    text: Mapped[str]
    version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(35))
    at: Mapped[datetime]
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )

    registration: Mapped[Registration] = relationship()


class Confirmation(Model):
    """An address that waits to be confirmed by a code or a link from a mail."""

    __tablename__ = "confirmation"
    __table_args__ = (Index(None, "week_id", "address"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    address: Mapped[str] = mapped_column(String(254))
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
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
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
    label: Mapped[str] = mapped_column(String(200))
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
