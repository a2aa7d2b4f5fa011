"""Hotels, nights in them, and the rooming lists that were sent to them."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.arrivals.models.journeys import OF_HEALTH, TRAVELLING
from eventapp.arrivals.vocabulary import Payer, RoomType
from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration


class Hotel(Model):
    """Where delegates sleep, with the rooms that are held for the week each night."""

    __tablename__ = "hotel"
    __table_args__ = (
        UniqueConstraint("week_id", "key"),
        CheckConstraint("single_rooms >= 0", name="single_rooms_counted"),
        CheckConstraint("twin_rooms >= 0", name="twin_rooms_counted"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[Localised]
    address: Mapped[Localised | None]
    phone: Mapped[str | None] = mapped_column(String(40))
    single_rooms: Mapped[int] = mapped_column(default=0)
    twin_rooms: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()

    @property
    def rooms(self) -> dict[RoomType, int]:
        """The contingent of a night."""
        return {RoomType.SINGLE: self.single_rooms, RoomType.TWIN: self.twin_rooms}


class Stay(Model):
    """The nights of one delegate; those who accompany sleep in the same room."""

    __tablename__ = "stay"
    __table_args__ = (
        CheckConstraint("check_out > check_in", name="one_night_at_least"),
        CheckConstraint("shares_with_id <> registration_id", name="with_somebody_else"),
        UniqueConstraint("shares_with_id"),
        Index(None, "hotel_id", "check_in"),
    )

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True
    )
    needs_hotel: Mapped[bool | None] = mapped_column(
        info=TRAVELLING
    )  # None: not known yet
    check_in: Mapped[date | None] = mapped_column(info=TRAVELLING)
    check_out: Mapped[date | None] = mapped_column(info=TRAVELLING)
    room: Mapped[RoomType | None] = mapped_column(choice(RoomType), info=TRAVELLING)
    shares_wish: Mapped[str | None] = mapped_column(
        String(200), info=TRAVELLING
    )  # with whom, as the delegate wrote it
    wishes: Mapped[str | None] = mapped_column(String(300), info=OF_HEALTH)
    payer: Mapped[Payer | None] = mapped_column(choice(Payer), info=TRAVELLING)
    confirmation: Mapped[str | None] = mapped_column(
        String(60), info=TRAVELLING
    )  # the hotel's number
    changed_at: Mapped[datetime]
    left_at: Mapped[datetime | None]  # cancelled, and the office has not seen it yet
    hotel_id: Mapped[UUID | None] = mapped_column(ForeignKey("hotel.id"))
    shares_with_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL"), info=TRAVELLING
    )  # as the office decided; both rows say it

    registration: Mapped[Registration] = relationship(
        foreign_keys="Stay.registration_id"
    )
    shares_with: Mapped[Registration | None] = relationship(
        foreign_keys="Stay.shares_with_id"
    )
    hotel: Mapped[Hotel | None] = relationship()

    @property
    def nights(self) -> list[date]:
        """The nights, each by the day on which it begins."""
        if not (self.needs_hotel and self.check_in and self.check_out):
            return []
        count = (self.check_out - self.check_in).days
        return [self.check_in + timedelta(days=number) for number in range(count)]


class RoomingList(Model):
    """That the list of a hotel was sent to it; its lines say what stood there."""

    __tablename__ = "rooming_list"
    __table_args__ = (Index(None, "hotel_id", "sent_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    sent_at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    hotel_id: Mapped[UUID] = mapped_column(ForeignKey("hotel.id", ondelete="CASCADE"))

    hotel: Mapped[Hotel] = relationship()


class RoomingLine(Model):
    """One guest on a list that was sent."""

    __tablename__ = "rooming_line"

    list_id: Mapped[UUID] = mapped_column(
        ForeignKey("rooming_list.id", ondelete="CASCADE"), primary_key=True
    )
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    check_in: Mapped[date] = mapped_column(info=TRAVELLING)
    check_out: Mapped[date] = mapped_column(info=TRAVELLING)
    room: Mapped[RoomType] = mapped_column(choice(RoomType), info=TRAVELLING)
    people: Mapped[int] = mapped_column(default=1)  # with those who accompany
    wishes: Mapped[str | None] = mapped_column(String(300), info=OF_HEALTH)
    shares_with_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("registration.id", ondelete="SET NULL"), info=TRAVELLING
    )

    registration: Mapped[Registration] = relationship(
        foreign_keys="RoomingLine.registration_id"
    )
