"""What a row says about travel, nights, visa letters and those who come along."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from eventapp.arrivals.vocabulary import RoomType, TravelMode
from eventapp.intake import values
from eventapp.intake.candidates import Nights, Way
from eventapp.intake.territories import code_of
from eventapp.intake.values import Moment

if TYPE_CHECKING:
    from eventapp.intake.reading import Cells

AROUND = timedelta(days=1)  # who comes earlier or leaves later is listed
MOST_COMPANIONS = 9


def read_travel(cells: "Cells") -> None:
    """Read the days, the ways, the nights, and who comes along."""
    candidate = cells.candidate
    arrival = _moment(cells, "arrival_at")
    departure = _moment(cells, "departure_at")
    if "arrival_at" in cells and not cells.text("arrival_at"):
        cells.find("arrival_missing", "arrival_at")
    if arrival and departure and _is_before(departure, arrival):
        cells.find("departure_before_arrival", "departure_at")
    candidate.values |= {
        "arrives_on": arrival.on if arrival else None,
        "departs_on": departure.on if departure else None,
        "needs_visa_letter": cells.answer("visa"),
    }
    candidate.arrival = _way(cells, "arrival", arrival)
    candidate.departure = _way(cells, "departure", departure)
    _read_nights(cells)
    _read_companions(cells)
    _read_passport(cells)


def _moment(cells: "Cells", field: str) -> Moment | None:
    week = cells.known.week
    found = cells.read(
        field, lambda text: values.moment(text, week.zone, cells.manner.day_order)
    )
    if found is None:
        return None
    if found.is_assumed:
        cells.find("local_time_assumed", field, cells.text(field))
    if not week.first - AROUND <= found.on <= week.last + AROUND:
        cells.find("outside_week", field, cells.text(field))
    return found


def _is_before(one: Moment, other: Moment) -> bool:
    if one.at and other.at:
        return one.at < other.at
    return one.on < other.on


def _way(cells: "Cells", direction: str, found: Moment | None) -> Way | None:
    mode = cells.word(f"{direction}_mode", "mode", "word_unknown")
    number = cells.text(f"{direction}_number")
    point = cells.text(f"{direction}_point")
    pickup = cells.answer("pickup") if direction == "arrival" else None
    if found is None or found.at is None:
        return None
    return Way(
        at=found.at,
        mode=TravelMode(mode) if mode else None,
        number=number or None,
        point=point,
        needs_pickup=pickup,
    )


def _read_nights(cells: "Cells") -> None:
    week, order = cells.known.week, cells.manner.day_order

    def day(text: str) -> date:
        return values.day(text, week.zone, order)

    needs = cells.answer("hotel")
    first, last = cells.read("check_in", day), cells.read("check_out", day)
    room = cells.word("room", "room", "word_unknown")
    if first and last and last <= first:
        cells.find("nights_invalid", "check_out")
    if needs is None and first:
        needs = True
    if needs is None and not room:
        return
    cells.candidate.nights = Nights(
        needs, first, last, RoomType(room) if room else None
    )


def _read_companions(cells: "Cells") -> None:
    text = cells.text("companions")
    if not text:
        return
    if text.isascii() and text.isdigit() and int(text[:3]) <= MOST_COMPANIONS:
        cells.candidate.companions = int(text)
    else:
        cells.find("count_unclear", "companions", text)


def _read_passport(cells: "Cells") -> None:
    week, order = cells.known.week, cells.manner.day_order

    def day(text: str) -> str:
        return values.day(text, week.zone, order).isoformat()

    citizenship = cells.text("nationality")
    found = {
        "passport_number": cells.text("passport_number"),
        "passport_expires_on": cells.read("passport_expiry", day) or "",
        "citizenship": code_of(citizenship) or "" if citizenship else "",
        "born_on": cells.read("born_on", day) or "",
    }
    if not found["passport_number"]:
        return
    if week.writes_letters and cells.candidate.values["needs_visa_letter"]:
        cells.candidate.passport = {name: it for name, it in found.items() if it}
    else:
        cells.find("passport_left_out", "passport_number")
