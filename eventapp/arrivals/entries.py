"""What somebody enters about travel, as values; forms and imports make them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from eventapp.arrivals.vocabulary import (
    Direction,
    Payer,
    PointKind,
    RoomType,
    TravelMode,
    Vehicle,
)
from eventapp.kernel.i18n import Localised


@dataclass(frozen=True)
class PointEntry:
    """Where people arrive and leave. `key` is what lists call it: PVG."""

    key: str
    kind: PointKind
    name: Localised
    city: Localised | None = None
    zone: str | None = None
    meeting_place: Localised | None = None


@dataclass(frozen=True)
class JourneyEntry:
    """One way. Without `at` it is not known yet, and nothing else counts."""

    direction: Direction
    mode: TravelMode | None = None
    number: str | None = None
    point_id: UUID | None = None
    at: datetime | None = None
    place: str | None = None
    note: str | None = None
    needs_pickup: bool | None = None
    phone: str | None = None


@dataclass(frozen=True)
class StayEntry:
    """Nights in a hotel. `needs_hotel` None: not known yet."""

    needs_hotel: bool | None = None
    check_in: date | None = None
    check_out: date | None = None
    room: RoomType | None = None
    shares_wish: str | None = None
    wishes: str | None = None
    payer: Payer | None = None


@dataclass(frozen=True)
class Travel:
    """All that a list says about the travel of one registration."""

    registration_id: UUID
    arrival: JourneyEntry | None = None
    departure: JourneyEntry | None = None
    stay: StayEntry | None = None


@dataclass(frozen=True)
class PickupEntry:
    """What the office plans for one run of a car."""

    point_id: UUID
    starts_at: datetime
    ends_at: datetime
    vehicle: Vehicle
    seats: int
    plate: str | None = None
    driver_name: str | None = None
    driver_phone: str | None = None
    greeter_id: UUID | None = None
    greeter_name: str | None = None
    meeting_place: str | None = None
    sign: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class HotelEntry:
    """A hotel, and the rooms it holds for the week each night."""

    name: Localised
    address: Localised | None = None
    phone: str | None = None
    single_rooms: int = 0
    twin_rooms: int = 0
