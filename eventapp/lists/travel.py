"""Who is to be met, hour by hour; and who sleeps in which hotel."""

from collections import Counter
from collections.abc import Callable, Hashable
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.arrivals.models.journeys import Journey
from eventapp.arrivals.travellers import Traveller, read, ways
from eventapp.arrivals.vocabulary import Direction, RoomType
from eventapp.arrivals.words import room_word
from eventapp.kernel.names import alphabetic
from eventapp.lists.columns.beside import at_of, point_of
from eventapp.lists.columns.column import needs_of
from eventapp.lists.columns.offered import columns_for
from eventapp.lists.people import Line, Need, lines_of, more_of
from eventapp.lists.persons import sheet_of
from eventapp.lists.tables import Column, Part, Sheet
from eventapp.lists.wishes import Ask
from eventapp.selection.queries.conditions import conditions_of
from eventapp.web.filters import weekday


def pickups(ask: Ask) -> Sheet:
    """Who wants to be met: how many each hour, then who, day by day."""
    columns = columns_for(ask.columns)
    choice = ask.wish.people
    rows = ways(Direction.ARRIVAL).where(
        *conditions_of(ask.week, choice),
        Journey.needs_pickup.is_(True),
        Journey.at.is_not(None),
    )
    more = more_of(ask.week, choice, {*needs_of(columns), Need.PICKUP, Need.ARRIVAL})
    met = sorted(
        ((_when(one), Line(one.registration, more)) for one in read(rows)),
        key=lambda pair: (pair[0], pair[1].registration.number or 0),
    )
    spoken = [one.spoken() for one in columns]
    days = sorted({at.date() for at, _line in met})
    parts = [_by_hour(met)] if met else []
    for day in days:
        those = [line for at, line in met if at.date() == day]
        parts.append(Part(weekday(day), spoken, those, [_people(len(those))]))
    facts = [
        _("Here stand those who wish to be met and told when they arrive."),
        _("Hours are those of the place of arrival."),
    ]
    return sheet_of(ask, _("Pick-ups by hour"), facts, parts)


def hotels(ask: Ask) -> Sheet:
    """Who sleeps where, hotel by hotel, and the rooms of each night."""
    columns = columns_for(ask.columns)
    choice = ask.wish.people
    lines = lines_of(
        ask.week,
        choice,
        {*needs_of(columns), Need.STAY},
    )
    staying = [line for line in lines if line.key in line.more.stays]
    groups: dict[Hashable, list[Line]] = {}
    for line in sorted(staying, key=_in_hotel):
        groups.setdefault(line.more.stays[line.key].stay.hotel_id, []).append(line)
    spoken = [one.spoken() for one in columns]
    parts = [_by_night(staying)] if staying else []
    for those in groups.values():
        hotel = those[0].more.stays[those[0].key].stay.hotel
        name = str(hotel.name) if hotel else _("No hotel yet")
        people = sum(line.more.stays[line.key].people for line in those)
        parts.append(Part(name, spoken, those, [_people(people)]))
    facts = [_("Who accompanies somebody, and has no nights of their own, is counted.")]
    return sheet_of(ask, _("Hotel guests"), facts, parts)


def _when(one: Traveller) -> datetime:
    at = at_of(one.journey) if one.journey else None
    if at is None:
        message = "only those who told when"
        raise ValueError(message)
    return at


def _by_hour(met: list[tuple[datetime, Line]]) -> Part:
    """How many arrive within each hour at each point, and how many have no car."""
    people: Counter[tuple[date, int, str]] = Counter()
    without: Counter[tuple[date, int, str]] = Counter()
    for at, line in met:
        way = line.more.arrivals[line.key].journey
        key = (at.date(), at.hour, point_of(way) if way else "")
        people[key] += 1
        without[key] += line.key not in line.more.pickups
    return Part(
        _("Numbers"),
        [
            Column("day", _("Day"), lambda row: row[0], 2),
            Column("hour", _("Hour"), lambda row: _hour(row[1]), 2),
            Column("point", _("Arrives at"), lambda row: row[2], 5),
            Column("people", _("People"), lambda row: people[row], 1),
            Column("without", _("Without a car"), lambda row: without[row], 1),
        ],
        sorted(people),
    )


def _hour(hour: int) -> str:
    return f"{hour:02}:00\N{EN DASH}{(hour + 1) % 24:02}:00"


def _by_night(staying: list[Line]) -> Part:
    """People and rooms of each night."""
    guests: Counter[date] = Counter()
    people: Counter[date] = Counter()  # with those who accompany them
    halves: Counter[tuple[date, RoomType]] = Counter()
    for line in staying:
        guest = line.more.stays[line.key]
        stay, mate = guest.stay, guest.stay.shares_with_id
        other = line.more.stays.get(mate) if mate else None
        for night in stay.nights:
            guests[night] += 1
            people[night] += guest.people
            if stay.room:
                is_shared = other is not None and night in other.stay.nights
                halves[night, stay.room] += 1 if is_shared else 2
    return Part(
        _("Nights"),
        [
            Column("night", _("Night"), lambda row: row, 2),
            Column("guests", _("Delegates"), lambda row: guests[row], 1),
            Column("people", _("People"), lambda row: people[row], 1),
            *(
                Column(room, room_word(room), _rooms(halves, room), 1)
                for room in RoomType
            ),
        ],
        sorted(people),
    )


def _rooms(
    halves: Counter[tuple[date, RoomType]], room: RoomType
) -> Callable[[date], int]:
    return lambda night: halves[night, room] // 2


def _in_hotel(line: Line) -> tuple[object, ...]:
    """By hotel, those without one at the end; then by first night and number."""
    stay = line.more.stays[line.key].stay
    return (
        stay.hotel is None,
        alphabetic(str(stay.hotel.name) if stay.hotel else ""),
        stay.check_in or date.max,
        line.registration.number or 0,
    )


def _people(count: int) -> str:
    return ngettext("%(num)d person", "%(num)d people", count)
