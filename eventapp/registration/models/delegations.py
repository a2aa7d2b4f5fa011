"""Delegations: the people whom one institution sends to one week."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.institutions.models import Institution
from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.registration.vocabulary import Rank, RegistrationStatus


class Delegation(Model):
    """The people one institution sends to one week, up to its quota.

    Its members are registrations; one of them may be its head. Whoever holds its
    private link adds them: by name, or to be named later.
    """

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("quota >= 1", name="quota_of_one_at_least"),
        Index(None, "week_id", "status"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    label: Mapped[str | None] = mapped_column(String(200))  # one of several
    status: Mapped[RegistrationStatus] = mapped_column(choice(RegistrationStatus))
    rank: Mapped[Rank | None] = mapped_column(choice(Rank))
    quota: Mapped[int]  # people at most, its head among them
    contact_name: Mapped[str] = mapped_column(
        String(200), info=personal(Purpose.TAKING_PART)
    )  # head or secretary
    contact_address: Mapped[str] = mapped_column(
        String(254), info=personal(Purpose.TAKING_PART)
    )  # who gets the link
    language: Mapped[str] = mapped_column(String(35))  # in which we write
    note: Mapped[str | None] = mapped_column(
        String(1000), info=personal(Purpose.TAKING_PART)
    )  # the office's own
    link_generation: Mapped[int] = mapped_column(default=1)  # raised: a new address
    link_digest: Mapped[bytes | None] = mapped_column(
        LargeBinary(32), unique=True, info=personal(Purpose.TAKING_PART)
    )
    decision_note: Mapped[str | None] = mapped_column(
        String(500), info=personal(Purpose.TAKING_PART)
    )
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    link_sent_at: Mapped[datetime | None]  # the present one, for the last time
    opened_at: Mapped[datetime | None]  # the present one, for the first time
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    institution_id: Mapped[UUID] = mapped_column(
        ForeignKey("institution.id"), index=True
    )
    counterpart_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # of the host: who speaks with them
    greeter_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # of the host: who meets them on arrival

    week: Mapped[Week] = relationship()
    institution: Mapped[Institution] = relationship()
    counterpart: Mapped[Person | None] = relationship(
        foreign_keys="Delegation.counterpart_id"
    )
    greeter: Mapped[Person | None] = relationship(foreign_keys="Delegation.greeter_id")

    @property
    def title(self) -> str:
        """The institution, and what tells this delegation from its others."""
        name = str(self.institution.name)
        return f"{name} ({self.label})" if self.label else name

    @property
    def is_live(self) -> bool:
        """Whether it is neither declined nor cancelled."""
        return self.status not in {
            RegistrationStatus.DECLINED,
            RegistrationStatus.CANCELLED,
        }

    @property
    def is_confirmed(self) -> bool:
        """Whether the office expects these people."""
        return self.status is RegistrationStatus.CONFIRMED
