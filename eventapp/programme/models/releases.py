"""Releases of the programme with what they changed, and the steps of planning."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import ChangeKind


class Release(Model):
    """A numbered publication of the programme."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("week_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[int]  # from 1 in each week
    note: Mapped[Localised | None]  # for the public
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(200))  # not for the public
    told: Mapped[int] = mapped_column(default=0)  # to how many a mail was written
    calendar_mails: Mapped[int] = mapped_column(default=0)  # that followed these
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()


class Change(Model):
    """What one release did to one event: its plan before and after, as JSON."""

    __tablename__ = "release_change"
    __table_args__ = (UniqueConstraint("release_id", "event_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[ChangeKind] = mapped_column(choice(ChangeKind))
    before: Mapped[dict[str, Any] | None]  # None: it was new; see `plans.kept`
    after: Mapped[dict[str, Any]]
    release_id: Mapped[UUID] = mapped_column(
        ForeignKey("release.id", ondelete="CASCADE")
    )
    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )

    release: Mapped[Release] = relationship()
    event: Mapped[Event] = relationship()


class Step(Model):
    """One step of planning, which can be undone until something else was planned."""

    __tablename__ = "plan_step"
    __table_args__ = (Index(None, "week_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    actor: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    before: Mapped[
        dict[str, Any] | None
    ]  # what was planned; None: nothing, or no event
    is_first: Mapped[bool] = mapped_column(default=False)  # it made the event
    version: Mapped[int]  # of the event, after this step
    actor_id: Mapped[UUID]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )

    event: Mapped[Event] = relationship()
