"""Journeys, nights and passports of those whom a list brings."""

from collections.abc import Sequence

from flask_babel import gettext as _

from eventapp.arrivals.entries import JourneyEntry, StayEntry, Travel
from eventapp.arrivals.models.journeys import Point
from eventapp.arrivals.service.importing import keep_many
from eventapp.arrivals.service.points import point_for
from eventapp.arrivals.vocabulary import Direction
from eventapp.intake.candidates import Candidate, Nights, Way
from eventapp.intake.writing import spoken_by
from eventapp.kernel.db import db
from eventapp.letters.service.asking import Agreed, ask
from eventapp.letters.vocabulary import LetterField
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus

SENT = (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)


def keep_travel(week: Week, rows: Sequence[Candidate], *, by: str) -> None:
    """Keep how these people travel and sleep; points are entered once."""
    points: dict[str, Point] = {}
    travels = []
    for one in rows:
        for way in (one.arrival, one.departure):
            if way and way.point and way.point not in points:
                points[way.point] = point_for(week, way.point)
        travel = Travel(
            one.known_id or one.id,
            arrival=_journey(Direction.ARRIVAL, one.arrival, points),
            departure=_journey(Direction.DEPARTURE, one.departure, points),
            stay=_stay(one.nights),
        )
        if travel.arrival or travel.departure or travel.stay:
            travels.append(travel)
    if travels:
        keep_many(week, travels, by=by)


def keep_passports(week: Week, rows: Sequence[Candidate], *, by: str) -> None:
    """Ask for visa letters with the passports of the list; the vault keeps these."""
    text = _("Imported list, by %(name)s", name=by)
    for one in rows:
        if not one.passport or not one.values.get("needs_visa_letter"):
            continue
        registration = db.session.get_one(Registration, one.known_id or one.id)
        if registration.status not in SENT or registration.week_id != week.id:
            continue
        answers = {
            LetterField.NAME: one.latin,
            **{LetterField(name): it for name, it in one.passport.items()},
        }
        ask(registration, answers, Agreed(text, spoken_by(one)))


def _journey(
    direction: Direction, way: Way | None, points: dict[str, Point]
) -> JourneyEntry | None:
    if way is None:
        return None
    point = points.get(way.point)
    return JourneyEntry(
        direction=direction,
        mode=way.mode,
        number=way.number,
        point_id=point.id if point else None,
        at=way.at,
        needs_pickup=way.needs_pickup,
    )


def _stay(nights: Nights | None) -> StayEntry | None:
    if nights is None:
        return None
    return StayEntry(
        needs_hotel=nights.needs_hotel,
        check_in=nights.check_in,
        check_out=nights.check_out,
        room=nights.room,
    )
