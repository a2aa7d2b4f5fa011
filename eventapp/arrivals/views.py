"""All pages of arrivals: importing this registers every branch."""

from eventapp.arrivals import (
    acting,
    cars,
    driving,
    hotels,
    listing,
    mine,
    office,
    places,
    shift,
    together,
)
from eventapp.arrivals.words import (
    finding_tag,
    mark_tag,
    payer_word,
    pickup_tag,
    point_word,
    room_word,
    travel_word,
    vehicle_word,
)

__all__ = ["BLUEPRINTS", "BRANCHES"]

BRANCHES = (listing, places, cars, acting, hotels)
BLUEPRINTS = (office.bp, mine.bp, together.bp, driving.bp, shift.bp)

for _say in (
    finding_tag,
    mark_tag,
    payer_word,
    pickup_tag,
    point_word,
    room_word,
    travel_word,
    vehicle_word,
):
    office.bp.add_app_template_filter(_say)
