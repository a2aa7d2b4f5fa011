"""Many journeys and stays at once, from a list; a repeat changes nothing."""

from collections.abc import Sequence

from eventapp.arrivals import queries
from eventapp.arrivals.entries import Travel
from eventapp.arrivals.models.journeys import Journey
from eventapp.arrivals.models.stays import Stay
from eventapp.arrivals.service import journeys, stays
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration


def keep_many(week: Week, travels: Sequence[Travel], *, by: str) -> None:
    """Keep what a list says of many registrations of a week, in few statements.

    What is there already goes the way of a single change, with its history.
    """
    now = clock.now()
    keys = [one.registration_id for one in travels]
    known = queries.journeys_of_many(keys)
    slept = queries.stays_of_many(keys)
    for one in travels:
        for entry in (one.arrival, one.departure):
            if entry is None:
                continue
            before = known.get((one.registration_id, entry.direction))
            if before is not None:
                if not journeys.says(before, entry):
                    journeys.keep_journey(_registration(one), entry, by=by)
                continue
            journey = Journey(
                direction=entry.direction,
                changed_at=now,
                week_id=week.id,
                registration_id=one.registration_id,
            )
            journeys.write(journey, entry)
            db.session.add(journey)
        if one.stay is None:
            continue
        if one.registration_id in slept:
            if not stays.says(slept[one.registration_id], one.stay):
                stays.keep_stay(_registration(one), one.stay)
        else:
            stay = Stay(registration_id=one.registration_id, changed_at=now)
            stays.write(stay, one.stay)
            db.session.add(stay)
    db.session.flush()


def _registration(travel: Travel) -> Registration:
    return db.session.get_one(Registration, travel.registration_id)
