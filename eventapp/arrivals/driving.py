"""The driver's page: opened by a private link alone, on a phone, on a slow network."""

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.arrivals import boarding, renewing
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.service import meeting
from eventapp.arrivals.vocabulary import Finding, PickupState
from eventapp.kernel import clock
from eventapp.kernel.tokens import digest
from eventapp.programme.timetable import has_passed
from eventapp.web.audience import public
from eventapp.web.forms import as_uuid

bp = Blueprint("driver", __name__, url_prefix="/driver")
PRIVATE = "private, no-cache"  # kept by the phone, asked again by each look
FINDINGS = {one.value: one for one in Finding}
STATES = {one.value: one for one in (PickupState.UNDER_WAY, PickupState.DONE)}


@bp.after_request
def keep_private(response: Response) -> Response:
    """No search engine and no other site learns of this address.

    The phone may keep the page, to show it again where there is no network.
    """
    response.headers["Cache-Control"] = PRIVATE
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Whom to meet; an unknown and an ended link look alike."""
    return render_template("arrivals/driver.html", **_shown(token))


@bp.get("/<token>/part")
@public
def part(token: str) -> ResponseReturnValue:
    """What of that page renews itself; 304 while nothing has changed."""
    content = render_template("arrivals/_driver.html", **_shown(token))
    return renewing.part(content, caching=PRIVATE)


@bp.post("/<token>/find")
@public
def find(token: str) -> ResponseReturnValue:
    """Met, not found, or neither after all; the same tap again changes nothing."""
    pickup = _pickup(token)
    person = as_uuid(request.form.get("person")) or abort(400)
    finding = FINDINGS.get(request.form.get("finding", "")) or abort(400)
    if not meeting.find(pickup, person, finding, by=_by(pickup)):
        flash(_("This person is not in your car any more."), "warn")
    return redirect(url_for(".show", token=token))


@bp.post("/<token>/state")
@public
def go(token: str) -> ResponseReturnValue:
    """The driver is at the point, or has brought everybody."""
    pickup = _pickup(token)
    state = STATES.get(request.form.get("state", "")) or abort(400)
    meeting.go(pickup, state, by=_by(pickup))
    return redirect(url_for(".show", token=token))


def _shown(token: str) -> dict[str, object]:
    pickup = _pickup(token)
    day = pickup.starts_at.astimezone(pickup.point.tzinfo).date()
    return {
        "week": pickup.week,
        "pickup": pickup,
        "car": boarding.car_of(pickup),
        "token": token,
        "others": [
            (one, meeting.link_token(one))
            for one in boarding.others_of_driver(pickup)
            if one.starts_at.astimezone(one.point.tzinfo).date() == day
        ],
    }


def _pickup(token: str) -> Pickup:
    pickup = boarding.pickup_by_link(digest(token))
    if pickup is None or has_passed(pickup.week, clock.now()):
        abort(404)
    g.zone = pickup.point.tzinfo
    return pickup


def _by(_pickup: Pickup) -> str:
    return _("The driver’s link")
