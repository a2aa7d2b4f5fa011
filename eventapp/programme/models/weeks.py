"""Weeks, and the institutions that take part in them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from eventapp.institutions.models import Institution
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.programme.vocabulary import (
    Mode,
    OverlapRule,
    RegistrationMode,
    Track,
)


class Week(Model):
    """One edition of the partnership week."""

    __tablename__ = "week"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[Localised]
    theme: Mapped[Localised | None]
    introduction: Mapped[Localised | None]
    city: Mapped[Localised]
    travel: Mapped[Localised | None]
    privacy: Mapped[Localised]  # what a delegate consents to
    privacy_version: Mapped[str] = mapped_column(String(40))
    mode: Mapped[Mode] = mapped_column(choice(Mode))
    accent: Mapped[Track] = mapped_column(choice(Track), default=Track.TEAL)
    languages: Mapped[tuple[str, ...]]
    contact_address: Mapped[str] = mapped_column(String(254))
    is_public: Mapped[bool] = mapped_column(default=False)
    zone: Mapped[str] = mapped_column(String(64))  # IANA
    held: Mapped[KnownDate] = composite(
        mapped_column("held_first", index=True),
        mapped_column("held_last", nullable=True),
        mapped_column("held_precision", choice(DatePrecision)),
    )
    registration_mode: Mapped[RegistrationMode] = mapped_column(
        choice(RegistrationMode)
    )
    registration_opens_at: Mapped[datetime | None]  # None: not planned here
    registration_closes_at: Mapped[datetime | None]
    approval_steps: Mapped[int] = mapped_column(default=1)  # 2: check, then decide
    rechecked: Mapped[tuple[str, ...]] = mapped_column(default=())  # see Watched
    invitation_subject: Mapped[Localised | None]  # with {placeholders}; None: ours
    invitation_text: Mapped[Localised | None]
    reminds_before_days: Mapped[int | None]  # of the last day; None: nobody is
    most_reminders: Mapped[int] = mapped_column(default=3)  # of one invitation
    overlap_rule: Mapped[OverlapRule] = mapped_column(
        choice(OverlapRule), default=OverlapRule.INFORM
    )  # of places that one delegate holds
    companions_allowed: Mapped[int] = mapped_column(default=0)  # with one delegate
    invites_by_mail: Mapped[bool] = mapped_column(
        default=True
    )  # who holds a place gets the event for their calendar
    form_mark: Mapped[str | None] = mapped_column(
        String(22)
    )  # of its own questions as they are; None: it never had any
    revision: Mapped[int] = mapped_column(default=1)  # of all that the public sees
    revised_at: Mapped[datetime]
    plan_revision: Mapped[int] = mapped_column(default=1)  # of what organisers plan
    next_number: Mapped[int] = mapped_column(default=1)  # of the next registration
    asks: Mapped[dict[str, Any]] = mapped_column(default=dict)  # of our own questions
    host_id: Mapped[UUID] = mapped_column(ForeignKey("institution.id"))

    host: Mapped[Institution] = relationship()

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone in which the week's clocks go."""
        return ZoneInfo(self.zone)

    def takes_registrations(self, at: datetime) -> bool:
        """Whether somebody may register at this instant."""
        opens, closes = self.registration_opens_at, self.registration_closes_at
        return opens is not None and opens <= at and (closes is None or at < closes)


class Participation(Model):
    """An institution taking part in a week."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("week_id", "institution_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    is_host: Mapped[bool] = mapped_column(default=False)
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    institution_id: Mapped[UUID] = mapped_column(
        ForeignKey("institution.id"), index=True
    )

    week: Mapped[Week] = relationship()
    institution: Mapped[Institution] = relationship()
