"""Persons, and their parts in events; planned ones until they are published."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, composite, declared_attr, mapped_column, relationship

from eventapp.institutions.models import Institution
from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import Part


class Person(Model):
    """Somebody who has parts in events, from week to week: a rector, an interpreter.

    The address is personal: the office writes to it, and no page shows it.
    """

    __tablename__ = "person"
    __table_args__ = (Index(None, "sort_name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str | None] = mapped_column(
        String(60), unique=True, info=personal(Purpose.ANNOUNCING)
    )  # of a list
    name: Mapped[PersonName] = composite(
        mapped_column("name_latin", String(200), info=personal(Purpose.ANNOUNCING)),
        mapped_column(
            "name_native", String(200), nullable=True, info=personal(Purpose.ANNOUNCING)
        ),
        mapped_column(
            "name_native_language",
            String(35),
            nullable=True,
            info=personal(Purpose.ANNOUNCING),
        ),
        mapped_column(
            "name_order",
            choice(NameOrder),
            nullable=True,
            info=personal(Purpose.ANNOUNCING),
        ),
        mapped_column(
            "name_on_badge",
            String(200),
            nullable=True,
            info=personal(Purpose.ANNOUNCING),
        ),
        mapped_column(
            "honorific", String(60), nullable=True, info=personal(Purpose.ANNOUNCING)
        ),
        mapped_column(
            "academic_title",
            String(60),
            nullable=True,
            info=personal(Purpose.ANNOUNCING),
        ),
    )
    office: Mapped[Localised | None]  # the usual one; a part may have another
    sort_name: Mapped[str] = mapped_column(
        String(420), info=personal(Purpose.ANNOUNCING)
    )
    languages: Mapped[tuple[str, ...]] = mapped_column(default=())  # spoken
    address: Mapped[str | None] = mapped_column(
        String(254), info=personal(Purpose.ANNOUNCING)
    )  # e-mail
    language: Mapped[str] = mapped_column(String(35), default="en")  # of our mails
    created_at: Mapped[datetime]
    institution_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("institution.id"), index=True
    )

    institution: Mapped[Institution | None] = relationship()


class Assigned:
    """What an organiser decides about a part in an event; see `PartPlan`."""

    part: Mapped[Part] = mapped_column(choice(Part))
    position: Mapped[int]
    office: Mapped[Localised | None]  # to be announced there; None: the usual one
    from_language: Mapped[str | None] = mapped_column(String(35))  # of an interpreter
    into_language: Mapped[str | None] = mapped_column(String(35))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id"), index=True
    )  # None: to be named

    @declared_attr
    def person(cls) -> Mapped[Person | None]:  # noqa: N805 - SQLAlchemy's way
        return relationship(Person)


class Assignment(Assigned, Model):
    """A person's part in an event, as published."""

    __tablename__ = "assignment"
    __table_args__ = (Index(None, "event_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)

    event: Mapped[Event] = relationship()

    @property
    def name(self) -> PersonName | None:
        """The name to be announced; None while somebody is to be named."""
        return self.person.name if self.person else None

    @property
    def announced(self) -> Localised | None:
        """The office to be announced."""
        return self.office or (self.person.office if self.person else None)

    @property
    def institution(self) -> Institution | None:
        """Where the person comes from."""
        return self.person.institution if self.person else None


class DraftAssignment(Assigned, Model):
    """A part in an event as planned, for a `Draft` that has people of its own."""

    __tablename__ = "draft_assignment"
    __table_args__ = (Index(None, "event_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
