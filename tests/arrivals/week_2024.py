"""The travel of the 500 invented delegates of 2024, brought in as an import does."""

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from eventapp.arrivals.entries import JourneyEntry, StayEntry, Travel
from eventapp.arrivals.models.journeys import Point
from eventapp.arrivals.service.importing import keep_many
from eventapp.arrivals.service.points import point_for
from eventapp.arrivals.vocabulary import Direction, RoomType, TravelMode
from eventapp.programme.models.weeks import Week
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import make_registration

HERE = Path(__file__).parent / "data"
STATUSES = {
    "approved": RegistrationStatus.CONFIRMED,
    "pending": RegistrationStatus.SUBMITTED,
    "cancelled": RegistrationStatus.CANCELLED,
    "rejected": RegistrationStatus.DECLINED,
}


def expected() -> dict[str, dict[str, int]]:
    """What somebody else counted in the same file."""
    text = (HERE / "expected.json").read_text(encoding="utf-8")
    counted: dict[str, dict[str, int]] = json.loads(text)
    return counted


def bring_travel(week: Week) -> None:
    """Enter the delegates and their travel."""
    with (HERE / "travel_2024.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    points: dict[str, Point] = {}
    for text in {line["arrival_point"] for line in lines} - {""}:
        points[text] = point_for(week, text)
    keep_many(week, [_travel(line, week, points) for line in lines], by="")


def _travel(line: dict[str, str], week: Week, points: dict[str, Point]) -> Travel:
    registration = make_registration(
        week, key=line["delegate_id"], status=STATUSES[line["status"]]
    )
    return Travel(
        registration.id,
        arrival=_journey(line, Direction.ARRIVAL, points),
        departure=_journey(line, Direction.DEPARTURE, points),
        stay=StayEntry(
            needs_hotel=line["hotel_needed"] == "true",
            check_in=_day(line["check_in"]),
            check_out=_day(line["check_out"]),
            room=RoomType(line["room_type"]) if line["room_type"] else None,
        ),
    )


def _journey(
    line: dict[str, str], direction: Direction, points: dict[str, Point]
) -> JourneyEntry | None:
    if not line[f"{direction}_at"]:
        return None
    values: dict[str, Any] = {}
    if direction is Direction.ARRIVAL:
        values["needs_pickup"] = line["pickup_needed"] == "true"
    return JourneyEntry(
        direction,
        mode=TravelMode(line["arrival_mode"]),
        number=line[f"{direction}_number"],
        point_id=points[line["arrival_point"]].id,
        at=datetime.fromisoformat(line[f"{direction}_at"]),
        **values,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
