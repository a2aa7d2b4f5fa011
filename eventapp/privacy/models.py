"""How long a week keeps what, what was erased, and the totals that stay."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose
from eventapp.privacy.vocabulary import CountName, ErasureReason
from eventapp.programme.models.weeks import Week


class Retention(Model):
    """How long one week keeps what serves one purpose; none: the usual number."""

    __tablename__ = "retention"
    __table_args__ = (CheckConstraint("days >= 1", name="days_at_least_one"),)

    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), primary_key=True
    )
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose), primary_key=True)
    days: Mapped[int]  # after the last day of the week
    announced_at: Mapped[datetime | None]  # the office was told what will go
    purged_at: Mapped[datetime | None]  # for the last time

    week: Mapped[Week] = relationship()


class Purge(Model):
    """The report of one purge: what was emptied, in numbers alone."""

    __tablename__ = "purge"
    __table_args__ = (Index(None, "week_id", "purged_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    purged_at: Mapped[datetime]
    actor: Mapped[str | None] = mapped_column(String(200))  # None: by itself
    rows: Mapped[dict[str, Any]] = mapped_column(default=dict)  # by table
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()


class Erasure(Model):
    """The report of one person's erasure: when, by whom, why; never who it was.

    The key alone is kept, so that a restored backup can be erased again.
    """

    __tablename__ = "erasure"
    __table_args__ = (Index(None, "week_id", "erased_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reason: Mapped[ErasureReason] = mapped_column(choice(ErasureReason))
    erased_at: Mapped[datetime]
    actor: Mapped[str | None] = mapped_column(String(200))  # None: the person
    rows: Mapped[dict[str, Any]] = mapped_column(default=dict)  # by table
    registration_id: Mapped[UUID] = mapped_column(index=True)  # the key, no more
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()


class WeekCount(Model):
    """One total of a week, kept when what it was counted from is emptied."""

    __tablename__ = "week_count"

    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[CountName] = mapped_column(choice(CountName), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)  # "vegan", "PL"
    number: Mapped[int]

    week: Mapped[Week] = relationship()
