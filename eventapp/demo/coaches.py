"""The demonstration's tours: where they stop, and who rides in which coach."""

from collections.abc import Mapping
from datetime import timedelta

from eventapp.accounts.models import Account
from eventapp.coaches.queries.proposals import proposal_of
from eventapp.coaches.service import seating
from eventapp.coaches.service.stops import StopPlan, plan_stops
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event

TOURS = ("e-city", "e-visit")
STOPS = {
    "e-city": (
        (Localised({"en": "Campus main gate", "zh-Hans": "校园正门"}), 0),
        (Localised({"en": "The Bund", "zh-Hans": "外滩"}), 180),
        (Localised({"en": "Yu Garden", "zh-Hans": "豫园"}), 420),
    )
}


def plant_coaches(events: Mapping[str, Event], *, by: Account) -> None:
    """Plan the stops of the city tour, and give everybody with a place a seat."""
    for key in TOURS:
        event = events[key]
        if stops := STOPS.get(key, ()):
            plans = [
                StopPlan(name, event.starts_at + timedelta(minutes=minutes))
                for name, minutes in stops
            ]
            plan_stops(event, plans, by=by.name, by_id=by.id)
        seen = seating.mark_of(proposal_of(event))
        seating.take_proposal(event, seen=seen, by=by.name, by_id=by.id)
