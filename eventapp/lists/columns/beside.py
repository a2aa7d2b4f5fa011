"""Columns of what stands beside a registration: events, travel, hotel, hosts, tags."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from eventapp.arrivals.models.journeys import Journey
from eventapp.arrivals.models.stays import Stay
from eventapp.arrivals.travellers import Traveller
from eventapp.arrivals.words import payer_word, room_word, travel_word, vehicle_word
from eventapp.kernel.codes import show_reference
from eventapp.kernel.i18n import lazy_gettext
from eventapp.lists.columns.column import PersonColumn as C
from eventapp.lists.people import Line, Need
from eventapp.lists.tables import Value
from eventapp.programme.models.people import Person
from eventapp.registration.models.delegations import Delegation
from eventapp.web.filters import listing

EVENTS, STAY, HOSTS = (Need.EVENTS,), (Need.STAY,), (Need.HOSTS_PEOPLE,)
ARRIVAL, DEPARTURE = (Need.ARRIVAL,), (Need.DEPARTURE,)
Cell = Callable[[Line], Value]


def _arriving(read: Callable[[Journey], Value]) -> Cell:
    return lambda line: _of_way(line.more.arrivals.get(line.key), read)


def _leaving(read: Callable[[Journey], Value]) -> Cell:
    return lambda line: _of_way(line.more.departures.get(line.key), read)


def _of_way(traveller: Traveller | None, read: Callable[[Journey], Value]) -> Value:
    return read(traveller.journey) if traveller and traveller.journey else None


def at_of(way: Journey) -> datetime | None:
    """When, by the clocks of the point."""
    return way.at.astimezone(way.tzinfo).replace(tzinfo=None) if way.at else None


def by_of(way: Journey) -> str:
    """How: Flight ZZ359."""
    return " ".join(one for one in (travel_word(way.mode), way.number) if one)


def point_of(way: Journey) -> str:
    """Where."""
    return str(way.point.name) if way.point else way.place or ""


def _staying(read: Callable[[Stay], Any]) -> Cell:
    def cell(line: Line) -> Value:
        guest = line.more.stays.get(line.key)
        found: Value = read(guest.stay) if guest else None
        return found

    return cell


def _nights(stay: Stay) -> int | None:
    return len(stay.nights) or None


def _wishes(line: Line) -> str:
    guest = line.more.stays.get(line.key)
    return (guest.stay.wishes or "") if guest and guest.agrees else ""


def _in_room(line: Line) -> int | None:
    guest = line.more.stays.get(line.key)
    return guest.people if guest else None


def _hosted(read: Callable[[Delegation], Person | None]) -> Cell:
    def cell(line: Line) -> Value:
        key = line.registration.delegation_id
        found = line.more.delegations.get(key) if key else None
        person = read(found) if found else None
        return str(person.name) if person else ""

    return cell


def _car(line: Line) -> str:
    run = line.more.pickups.get(line.key)
    if run is None:
        return ""
    return listing((vehicle_word(run.vehicle), run.plate, run.driver_name))


def _events(line: Line) -> str:
    return "; ".join(str(one.title) for one in line.more.events.get(line.key, ()))


def _beside(line: Line) -> str:
    found = line.more.hosts.get(line.key)
    return show_reference(found) if found else ""


BESIDE: tuple[C, ...] = (
    C(
        "counterpart",
        lazy_gettext("Counterpart"),
        _hosted(lambda x: x.counterpart),
        4,
        HOSTS,
    ),
    C("greeter", lazy_gettext("Greeted by"), _hosted(lambda x: x.greeter), 4, HOSTS),
    C("events", lazy_gettext("Events with a place"), _events, 6, EVENTS),
    C(
        "places",
        lazy_gettext("Places"),
        lambda x: len(x.more.events.get(x.key, ())),
        2,
        EVENTS,
    ),
    C("arrival_at", lazy_gettext("Arrival"), _arriving(at_of), 3, ARRIVAL),
    C("arrival_by", lazy_gettext("Arrives by"), _arriving(by_of), 3, ARRIVAL),
    C("arrival_point", lazy_gettext("Arrives at"), _arriving(point_of), 4, ARRIVAL),
    C("car", lazy_gettext("Met by"), _car, 4, (Need.PICKUP,)),
    C("departure_at", lazy_gettext("Departure"), _leaving(at_of), 3, DEPARTURE),
    C("departure_by", lazy_gettext("Leaves by"), _leaving(by_of), 3, DEPARTURE),
    C("departure_point", lazy_gettext("Leaves from"), _leaving(point_of), 4, DEPARTURE),
    C(
        "hotel",
        lazy_gettext("Hotel"),
        _staying(lambda x: str(x.hotel.name) if x.hotel else ""),
        4,
        STAY,
    ),
    C("room", lazy_gettext("Room"), _staying(lambda x: room_word(x.room)), 3, STAY),
    C("check_in", lazy_gettext("First night"), _staying(lambda x: x.check_in), 3, STAY),
    C(
        "check_out",
        lazy_gettext("Day of departure"),
        _staying(lambda x: x.check_out),
        3,
        STAY,
    ),
    C("nights", lazy_gettext("Nights"), _staying(_nights), 2, STAY),
    C(
        "mate",
        lazy_gettext("Shares with"),
        _staying(lambda x: str(x.shares_with.name) if x.shares_with else ""),
        4,
        STAY,
    ),
    C("people", lazy_gettext("People"), _in_room, 2, STAY),
    C("wishes", lazy_gettext("Wishes"), _wishes, 4, STAY),
    C(
        "payer",
        lazy_gettext("Who pays"),
        _staying(lambda x: payer_word(x.payer)),
        2,
        STAY,
    ),
    C("beside", lazy_gettext("Accompanies (reference)"), _beside, 3, (Need.HOST,)),
    C(
        "here",
        lazy_gettext("Here"),
        lambda x: _("Yes") if x.key in x.more.here else _("No"),
        2,
        (Need.HERE,),
    ),
    C(
        "badge",
        lazy_gettext("Badge printed"),
        lambda x: _("Yes") if x.key in x.more.printed else _("No"),
        2,
        (Need.BADGE,),
    ),
    C(
        "tags",
        lazy_gettext("Tags"),
        lambda x: listing(x.more.tags.get(x.key, ())),
        4,
        (Need.TAGS,),
    ),
)
