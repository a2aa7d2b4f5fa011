"""What a lead's phone is told: the manifest of a coach, and what came of each deed."""

from datetime import datetime
from typing import Any

from flask_wtf.csrf import generate_csrf

from eventapp.coaches.models.counts import CoachDeed, Departure
from eventapp.coaches.models.seats import Stop
from eventapp.coaches.queries import deeds
from eventapp.coaches.queries.manifests import Rider, loads, stops_of
from eventapp.kernel.codes import show_number
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.web import filters

LAST_MOVES = 6
MARK = 16  # octets of a code's digest: enough to know a badge by


def manifest_json(
    event: Event, coach: Venue, stop: Stop | None, now: datetime
) -> dict[str, Any]:
    """All that a lead needs without network; of other coaches no names."""
    every = loads(event, stop)
    own = next(one for one in every if one.coach.id == coach.id)
    return {
        "server_time": filters.iso(now),
        "csrf": generate_csrf(),
        "stop": str(stop.id) if stop else None,
        "stops": [_stop(one) for one in stops_of(event)],
        "now_at": str(own.stop.id) if own.stop else None,
        "left": _departure(own.departure),
        "last_left": _departure(own.last_departure),
        "capacity": coach.capacity,
        "riders": [_rider(one) for one in own.riders],
        "others": [
            {
                "mark": _mark(rider),
                "registration": str(rider.registration_id),
                "coach": str(load.coach.id),
                "aboard": rider.is_on_board,
            }
            for load in every
            if load.coach.id != coach.id
            for rider in load.expected
        ],
        "coaches": [
            {
                "id": str(one.coach.id),
                "name": filters.plain(one.coach.name),
                "on_board": len(one.on_board),
                "expected": len(one.expected),
                "free": one.free,
                "left": one.departure is not None,
            }
            for one in every
        ],
        "moves": [
            deed_json(one) for one in deeds.moves_of(event, coach.id, LAST_MOVES)
        ],
        "open": [deed_json(one) for one in deeds.open_deeds([event.id])],
    }


def deed_json(deed: CoachDeed) -> dict[str, Any]:
    """What came of one deed."""
    person = deed.registration
    other = deed.other
    return {
        "scan_id": str(deed.id),
        "kind": deed.kind.value,
        "verdict": deed.verdict.value,
        "name": person.name.forms() if person else None,
        "registration": str(person.id) if person else None,
        "coach": str(deed.venue_id),
        "coach_name": filters.plain(deed.coach.name),
        "other": str(other.id) if other else None,
        "other_name": filters.plain(other.name) if other else None,
        "stop": str(deed.stop_id) if deed.stop_id else None,
        "at": filters.iso(deed.received_at),
        "by": deed.by,
        "open": deed.is_open,
    }


def _rider(one: Rider) -> dict[str, Any]:
    return {
        "registration": str(one.registration_id),
        "name": one.name.forms(),
        "number": show_number(one.number) or None,
        "institution": filters.plain(one.institution) or None,
        "mark": _mark(one),
        "comes": one.is_expected,
        "extra": one.is_extra,
        "at": filters.iso(one.counted_at)
        if one.counted_at and one.is_on_board
        else None,
        "elsewhere": str(one.counted_in)
        if one.counted_in and not one.is_on_board
        else None,
    }


def _mark(one: Rider) -> str | None:
    return one.code_digest[:MARK].hex() if one.code_digest else None


def _stop(one: Stop) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "name": filters.plain(one.name),
        "leaves_at": filters.iso(one.leaves_at) if one.leaves_at else None,
    }


def _departure(found: Departure | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "stop": str(found.stop_id),
        "at": filters.iso(found.left_at),
        "by": found.left_by,
        "on_board": found.on_board,
        "expected": found.expected,
    }
