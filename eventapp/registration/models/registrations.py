"""Registrations, and what their bearers agreed to."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from eventapp.institutions.models import Institution, Territory
from eventapp.kernel.db import Model, choice
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.kernel.personal import Purpose, Sensitivity, personal
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    DelegateKind,
    Diet,
    RegistrationStatus,
)


class Registration(Model):
    """A delegate's request to take part in one week; saved at each step."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("week_id", "number"),
        UniqueConstraint("week_id", "key"),
        CheckConstraint("departs_on >= arrives_on", name="departs_after_arrival"),
        Index(None, "week_id", "status"),
        Index(None, "week_id", "address"),
        Index(None, "week_id", "submitted_at"),
        Index(
            "uq_registration_one_head",
            "delegation_id",
            unique=True,
            sqlite_where=text("is_head AND status NOT IN ('declined', 'cancelled')"),
            postgresql_where=text(
                "is_head AND status NOT IN ('declined', 'cancelled')"
            ),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str | None] = mapped_column(
        String(60), info=personal(Purpose.TAKING_PART)
    )  # of the list it came from
    reference: Mapped[str] = mapped_column(String(8), unique=True)
    number: Mapped[int | None]  # on the badge; given when submitted
    status: Mapped[RegistrationStatus] = mapped_column(choice(RegistrationStatus))
    address: Mapped[str] = mapped_column(
        String(254), info=personal(Purpose.TAKING_PART)
    )  # e-mail; to which we write
    has_own_address: Mapped[bool] = mapped_column(default=True)  # else a secretary's
    language: Mapped[str] = mapped_column(String(35))  # in which we write
    name: Mapped[PersonName] = composite(
        mapped_column(
            "name_latin", String(300), default="", info=personal(Purpose.PROVING)
        ),
        mapped_column(
            "name_native", String(300), nullable=True, info=personal(Purpose.PROVING)
        ),
        mapped_column(
            "name_native_language",
            String(35),
            nullable=True,
            info=personal(Purpose.PROVING),
        ),
        mapped_column(
            "name_order",
            choice(NameOrder),
            nullable=True,
            info=personal(Purpose.PROVING),
        ),
        mapped_column(
            "name_on_badge", String(200), nullable=True, info=personal(Purpose.PROVING)
        ),
        mapped_column(
            "honorific", String(60), nullable=True, info=personal(Purpose.PROVING)
        ),
        mapped_column(
            "academic_title", String(60), nullable=True, info=personal(Purpose.PROVING)
        ),
    )
    search_text: Mapped[str] = mapped_column(
        String(1200), default="", info=personal(Purpose.TAKING_PART)
    )
    kind: Mapped[DelegateKind | None] = mapped_column(choice(DelegateKind))
    to_be_named: Mapped[str | None] = mapped_column(
        String(120), info=personal(Purpose.TAKING_PART)
    )  # "our dean"
    is_head: Mapped[bool] = mapped_column(default=False)  # of the delegation
    position: Mapped[str | None] = mapped_column(
        String(200), info=personal(Purpose.TAKING_PART)
    )
    proposed_institution: Mapped[str | None] = mapped_column(
        String(300), info=personal(Purpose.TAKING_PART)
    )
    phone: Mapped[str | None] = mapped_column(
        String(40), info=personal(Purpose.TAKING_PART)
    )
    languages: Mapped[tuple[str, ...]] = mapped_column(
        default=(), info=personal(Purpose.PREPARING)
    )
    interpretation: Mapped[str | None] = mapped_column(
        String(35), info=personal(Purpose.PREPARING)
    )  # into this language
    diet: Mapped[Diet | None] = mapped_column(
        choice(Diet), info=personal(Purpose.PREPARING, Sensitivity.SENSITIVE)
    )
    diet_note: Mapped[str | None] = mapped_column(
        String(500), info=personal(Purpose.PREPARING, Sensitivity.SENSITIVE)
    )
    access: Mapped[tuple[str, ...]] = mapped_column(
        default=(), info=personal(Purpose.PREPARING, Sensitivity.SENSITIVE)
    )
    access_note: Mapped[str | None] = mapped_column(
        String(500), info=personal(Purpose.PREPARING, Sensitivity.SENSITIVE)
    )
    arrives_on: Mapped[date | None] = mapped_column(info=personal(Purpose.TRAVELLING))
    departs_on: Mapped[date | None] = mapped_column(info=personal(Purpose.TRAVELLING))
    needs_visa_letter: Mapped[bool | None] = mapped_column(info=personal(Purpose.VISA))
    wishes: Mapped[tuple[str, ...]] = mapped_column(
        default=(), info=personal(Purpose.TAKING_PART)
    )  # until confirmed
    steps_done: Mapped[tuple[str, ...]] = mapped_column(default=())
    decision_note: Mapped[str | None] = mapped_column(
        String(500), info=personal(Purpose.TAKING_PART)
    )
    note: Mapped[str | None] = mapped_column(
        String(1000), info=personal(Purpose.TAKING_PART)
    )  # the office's own
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]  # nobody is known by it any more
    agenda_changed_at: Mapped[datetime]  # its address or events; places: see Turn
    agenda_generation: Mapped[int] = mapped_column(default=1)  # raised: new address
    agenda_digest: Mapped[bytes | None] = mapped_column(
        LargeBinary(32), unique=True, info=personal(Purpose.TAKING_PART)
    )
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    institution_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("institution.id"), index=True
    )
    territory_code: Mapped[str | None] = mapped_column(ForeignKey("territory.code"))
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("invitation.id"))
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), index=True, info=personal(Purpose.TAKING_PART)
    )  # who also has parts in events
    delegation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("delegation.id"), index=True
    )
    accompanies_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )  # the delegate with whom this person comes

    week: Mapped[Week] = relationship()
    institution: Mapped[Institution | None] = relationship()
    territory: Mapped[Territory | None] = relationship()
    delegation: Mapped[Delegation | None] = relationship()

    @property
    def is_named(self) -> bool:
        """Whether we know who comes; a delegation may name its people later."""
        return bool(self.name.latin or self.name.native)

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


class Consent(Model):
    """What somebody agreed to, or not, with the text as it was shown."""

    __tablename__ = "consent"
    __table_args__ = (Index(None, "registration_id", "purpose"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    purpose: Mapped[ConsentPurpose] = mapped_column(choice(ConsentPurpose))
    is_given: Mapped[bool] = mapped_column(
        info=personal(Purpose.PROVING, takes_row=True)
    )
    text: Mapped[str]
    version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(35))
    at: Mapped[datetime]
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )

    registration: Mapped[Registration] = relationship()
