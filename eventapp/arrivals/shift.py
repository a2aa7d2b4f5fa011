"""The driver's own page: their cars ahead, and who else drives today."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eventapp.accounts.access import requires, signed_in, weeks_with
from eventapp.accounts.vocabulary import Right
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.runs import Run, runs_between
from eventapp.arrivals.service.meeting import link_token
from eventapp.kernel import clock
from eventapp.kernel.names import searchable

bp = Blueprint("driving", __name__, url_prefix="/driving")
JUST_NOW = timedelta(hours=12)  # a car of this morning may still have to be settled
AHEAD = timedelta(days=40)


@dataclass(frozen=True)
class OwnCar:
    """A car that one drives oneself, with the way to whom it meets."""

    run: Run
    token: str | None  # None: the office has not handed it over yet


@bp.get("/")
@requires(Right.DRIVE, in_some_week=True)
def cars() -> ResponseReturnValue:
    """The cars that one drives, by day, and the others of the next day on which any is.

    A car is one's own when its driver is called as the account is.
    """
    now, own = clock.now(), searchable(signed_in().name)
    runs = runs_between(weeks_with(Right.DRIVE), now - JUST_NOW, now + AHEAD)
    mine = [one for one in runs if searchable(one.pickup.driver_name or "") == own]
    others = [one for one in runs if one not in mine and not one.pickup.is_over]
    first = _day(others[0].pickup) if others else None
    return render_template(
        "driving/cars.html",
        days=[
            (day, [OwnCar(one, link_token(one.pickup)) for one in those])
            for day, those in groupby(mine, key=lambda one: _day(one.pickup))
        ],
        day=first,
        others=[one for one in others if _day(one.pickup) == first],
        name=signed_in().name,
    )


def _day(pickup: Pickup) -> object:
    return pickup.starts_at.astimezone(pickup.point.tzinfo).date()
