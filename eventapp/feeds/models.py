"""Private calendar addresses of organisers and persons, and marks of all feeds."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.accounts.models import Account
from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week


class FeedKind(StrEnum):
    """What a private calendar shows that is no delegate's agenda."""

    OFFICE = "office"  # the whole week as planned, for an account
    PARTS = "parts"  # where a person speaks, signs, interprets, presides


class FeedAddress(Model):
    """The private calendar address of an account or a person for one week.

    The token in it is derived (docs/decisions/0005); a new generation ends the old.
    """

    __tablename__ = "feed_address"
    __table_args__ = (
        CheckConstraint(
            "(account_id IS NULL) <> (person_id IS NULL)", name="one_owner"
        ),
        UniqueConstraint("week_id", "account_id"),
        UniqueConstraint("week_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[FeedKind] = mapped_column(choice(FeedKind))
    digest: Mapped[bytes | None] = mapped_column(
        LargeBinary(32), unique=True, info=personal(Purpose.ANNOUNCING)
    )  # None: it has ended
    generation: Mapped[int] = mapped_column(default=1)  # raised: a new address
    language: Mapped[str] = mapped_column(String(35))  # where the address says none
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    account_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )

    week: Mapped[Week] = relationship()
    account: Mapped[Account | None] = relationship()
    person: Mapped[Person | None] = relationship()


class FeedEvent(Model):
    """An event as one private calendar showed it last, in one language.

    What it shows comes from many rows: a draft, a run of show, a pick-up. `turns`
    grows whenever the octets become others, and is added to the event's sequence.
    """

    __tablename__ = "feed_event"
    __table_args__ = (
        CheckConstraint(
            "(address_id IS NULL) <> (registration_id IS NULL)", name="one_calendar"
        ),
        UniqueConstraint("address_id", "language", "uid"),
        UniqueConstraint("registration_id", "language", "uid"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    uid: Mapped[UUID]
    language: Mapped[str] = mapped_column(String(35))
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(16))
    turns: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    starts_at: Mapped[datetime] = mapped_column(
        info=personal(Purpose.TRAVELLING, takes_row=True)
    )  # a pick-up that was taken away is struck out where it stood
    ends_at: Mapped[datetime]
    address_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("feed_address.id", ondelete="CASCADE")
    )
    registration_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )


class FeedMark(Model):
    """What one feed answered last: its validators survive a restart.

    `version` is what decided about the octets; while it is the same, `etag` is known
    without rendering. `changed_at` moves, by whole seconds and only forward, when
    the octets become others.
    """

    __tablename__ = "feed_mark"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    version: Mapped[str] = mapped_column(String(64))
    etag: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime]
    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), index=True
    )
