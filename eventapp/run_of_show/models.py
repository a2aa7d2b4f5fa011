"""The run of show of a ceremony: its cues, with planned and real times."""

from datetime import datetime, time
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.vocabulary import Part


class Run(Model):
    """The order of what happens at one event, and the link for its presider."""

    __tablename__ = "run"

    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(default=1)  # no organiser overwrites another
    presses: Mapped[int] = mapped_column(default=0)  # of "next" and of "back"
    link_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    link_generation: Mapped[int] = mapped_column(default=0)
    link_presses: Mapped[bool] = mapped_column(default=False)  # else it only shows
    changed_at: Mapped[datetime]

    event: Mapped[Event] = relationship()


class Cue(Model):
    """One numbered step of a run: what happens, how long, with which things."""

    __tablename__ = "cue"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("least_minutes > 0", name="least_positive"),
        CheckConstraint("ended_at >= began_at", name="ends_after_beginning"),
        Index(None, "event_id", "position"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    position: Mapped[int]
    what: Mapped[Localised]
    minutes: Mapped[int]
    least_minutes: Mapped[int | None]  # None: it cannot be made shorter
    begins: Mapped[time | None]  # by the week's clock; None: after the cue before
    slides: Mapped[str | None] = mapped_column(String(100))
    props: Mapped[Localised | None]
    notes: Mapped[Localised | None]  # for the crew
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    event_id: Mapped[UUID] = mapped_column(
        ForeignKey("run.event_id", ondelete="CASCADE")
    )

    @property
    def has_begun(self) -> bool:
        """Whether it is running or over."""
        return self.began_at is not None

    @property
    def is_running(self) -> bool:
        """Whether it has begun and is not over."""
        return self.began_at is not None and self.ended_at is None


class CuePerson(Model):
    """Somebody who acts in a cue."""

    __tablename__ = "cue_person"

    cue_id: Mapped[UUID] = mapped_column(
        ForeignKey("cue.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    part: Mapped[Part | None] = mapped_column(choice(Part))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)

    person: Mapped[Person] = relationship()
