"""What the plan of an event is at odds with: places, seats, other events."""

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.planning.queries.seats import surroundings
from eventapp.programme.models.events import Event
from eventapp.web.filters import listing


def warn_of_odds(event: Event) -> None:
    """Name what the plan is at odds with; it is saved all the same."""
    if event.is_cancelled:
        return
    around, capacity = surroundings(event), event.capacity
    if capacity is not None and capacity < around.held:
        sentence = ngettext(
            "%(num)d place is held, %(capacity)s are allowed.",
            "%(num)d places are held, %(capacity)s are allowed.",
            around.held,
            capacity=capacity,
        )
        flash(sentence, "warn")
    if capacity and around.venue_seats and capacity > around.venue_seats:
        sentence = _(
            "More places (%(capacity)s) than seats in the venue (%(seats)s).",
            capacity=capacity,
            seats=around.venue_seats,
        )
        flash(sentence, "warn")
    if around.neighbours:
        names = listing(map(str, around.neighbours))
        sentence = _("In the same venue at this time: %(events)s.", events=names)
        flash(sentence, "warn")
