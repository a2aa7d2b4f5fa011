"""A coach goes, with the headcount of that moment."""

from eventapp.coaches.models.counts import Departure
from eventapp.coaches.queries import manifests
from eventapp.coaches.service.cases import Case, note_about
from eventapp.coaches.vocabulary import Told
from eventapp.kernel import clock
from eventapp.kernel.db import add, db


def depart(case: Case) -> Told:
    """Let the coach go, with the headcount of this moment."""
    order = case.order
    if manifests.departure_of(case.stop, order.coach.id) is None:
        load = manifests.load_of(order.event, order.coach, case.stop)
        add(
            Departure(
                left_at=clock.now(),
                left_by=order.by,
                on_board=len(load.on_board),
                expected=len(load.expected),
                missing=tuple(str(one.registration_id) for one in load.missing),
                stop_id=case.stop.id,
                venue_id=order.coach.id,
            )
        )
        note_about(
            "coach.departed",
            case,
            on_board=len(load.on_board),
            expected=len(load.expected),
        )
    return Told.DEPARTED


def reopen(case: Case) -> Told:
    """Let the coach be there after all."""
    departure = manifests.departure_of(case.stop, case.order.coach.id)
    if departure is not None:
        db.session.delete(departure)
        db.session.flush()
        note_about("coach.reopened", case)
    return Told.REOPENED
