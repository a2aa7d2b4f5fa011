"""The travel of a delegation that comes together: entered once, by its contact."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.arrivals import queries
from eventapp.arrivals.asking import (
    DIRECTIONS,
    Traveller,
    ask_journey,
    ask_pickup,
    may_travel,
)
from eventapp.arrivals.vocabulary import Direction
from eventapp.registration.access import delegate
from eventapp.registration.models.delegations import Delegation

bp = Blueprint(
    "travel_together", __name__, url_prefix="/delegations/<uuid:delegation_id>/travel"
)


@dataclass
class Door:
    """Which delegations this browser may open: delegations says it, through app.py."""

    own_delegation: Callable[[UUID], Delegation]


def _closed(_key: UUID) -> Delegation:
    abort(404)


door = Door(_closed)


@bp.get("/")
@delegate
def travel(delegation_id: UUID) -> ResponseReturnValue:
    """How the delegation travels together."""
    delegation = door.own_delegation(delegation_id)
    return render_template(
        "arrivals/together.html",
        week=delegation.week,
        delegation=delegation,
        ways={one: queries.own_journey(delegation, one) for one in Direction},
        may_change=may_travel(delegation),
    )


@bp.route(f"/<{DIRECTIONS}:direction>", methods=["GET", "POST"])
@delegate
def journey(delegation_id: UUID, direction: str) -> ResponseReturnValue:
    """One way of all of them."""
    return ask_journey(_traveller(delegation_id), Direction(direction))


@bp.route("/pickup", methods=["GET", "POST"])
@delegate
def pickup(delegation_id: UUID) -> ResponseReturnValue:
    """Whether somebody is to meet them."""
    return ask_pickup(_traveller(delegation_id))


def _traveller(key: UUID) -> Traveller:
    delegation = door.own_delegation(key)
    return Traveller(delegation, partial(_address, key), may_travel(delegation))


def _address(key: UUID, page: str) -> str:
    return url_for(f".{page or 'travel'}", delegation_id=key)
