"""A phone becomes a device: set up by a code, changed over, signed out, forgotten."""

from typing import Any

from flask import (
    abort,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from eventapp.accounts.access import current_account, end_session
from eventapp.checkin.duty import (
    as_device,
    drop_credential,
    forget,
    keep_credential,
    own_device,
)
from eventapp.checkin.errors import CodeEnded
from eventapp.checkin.forms import ShiftForm
from eventapp.checkin.models.desks import Device
from eventapp.checkin.post import bp
from eventapp.checkin.service import devices
from eventapp.checkin.service.guessing import check_guesses, count_wrong_guess
from eventapp.checkin.standing import count_of, name_of
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel import clock
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.web.audience import public


@bp.route("/devices/begin/<setup>", methods=["GET", "POST"])
@public
def begin(setup: str) -> ResponseReturnValue:
    """Say what this device will be; only the press of who is on duty spends the code.

    The address is opened by cameras and by whatever looks at links before people do.
    """
    try:
        device = devices.device_to_set_up(setup)
        g.zone = device.week.tzinfo
        form = ShiftForm()
        if form.validate_on_submit():
            return _begin(setup, form)
    except CodeEnded as ended:
        # Only who is wrong waits: others of this network have codes that are right.
        whence = request.remote_addr or ""
        check_guesses(whence)
        count_wrong_guess(whence)
        page = render_template("checkin/code_ended.html", sentence=str(ended))
        return page, ended.status
    page = render_template(
        "checkin/begin.html",
        week=device.week,
        device=device,
        form=form,
        account=current_account(),
    )
    return page, form.status


@bp.route("/devices/shift", methods=["GET", "POST"])
@as_device
def shift() -> ResponseReturnValue:
    """Somebody else is on duty from now on."""
    device = own_device()
    form = ShiftForm()
    if named := name_of(_json().get("steward_name")):
        devices.change_shift(device, named)
        forget()
        return jsonify(steward_name=device.steward_name)
    if form.validate_on_submit():
        devices.change_shift(device, form.steward_name.data or "")
        forget()
        flash(_("On duty: %(name)s.", name=device.steward_name))
        return redirect(url_for(".desks"))
    page = render_template(
        "checkin/shift.html", week=device.week, device=device, form=form
    )
    return page, form.status


@bp.post("/devices/sign-out")
@as_device
def sign_out_device() -> ResponseReturnValue:
    """End this device, unless scans wait on it."""
    device = own_device()
    waiting = count_of(_json().get("waiting")) if request.is_json else device.waiting
    devices.sign_out(device, waiting)
    forget()
    if request.is_json:
        response = jsonify(signed_out=True)
    else:
        page = render_template("checkin/signed_out.html", week=device.week)
        response = make_response(page)
    drop_credential(response)
    return response


@bp.get("/devices/token")
@as_device
def device_token() -> ResponseReturnValue:
    """A token for a device that ended, which hands in what waited."""
    return jsonify(csrf=generate_csrf())


@bp.post("/devices/forgotten")
@as_device
def forgotten() -> ResponseReturnValue:
    """The device says that nothing is left on it; its cookie goes with the answer."""
    device = own_device()
    if device.is_valid(clock.now()):
        abort(409)  # one that may act is signed out instead
    devices.forgotten(device)
    response = jsonify(forgotten=True)
    drop_credential(response)
    return response


def _begin(setup: str, form: ShiftForm) -> ResponseReturnValue:
    device, token = devices.set_up(setup, form.steward_name.data or "")
    if current_account() is not None:
        end_session()  # the device acts for its own role, and for nobody's account
    forget()
    response = make_response(redirect(home_of(device), 303))
    lasts = device.ends_at - clock.now()
    # Longer than it may act: it learns that it ended, and says that it forgot.
    keep_credential(response, token, int((lasts + devices.MAY_FORGET).total_seconds()))
    return response


def home_of(device: Device) -> str:
    """Where the work of a device begins."""
    if device.desk_id is not None and device.role is DeskRole.KIOSK:
        return url_for(".kiosk", desk_id=device.desk_id)
    if device.role is DeskRole.SUPERVISOR:
        return url_for(".board", slug=device.week.slug)
    if device.role is DeskRole.COACH:
        return url_for("coaches.choose")
    if device.desk_id is None:
        return url_for(".desks")
    if device.role is DeskRole.KIOSK:
        return url_for(".kiosk", desk_id=device.desk_id)
    event = _next_event(device.week)
    return url_for(".desk", desk_id=device.desk_id, event=event and event.id)


def _next_event(week: Week) -> Event | None:
    """The event that goes on or comes next; after the last one, that."""
    now, events = clock.now(), programme.events_of(week)
    later = [one for one in events if one.ends_at > now] or events[-1:]
    return later[0] if later else None


def _json() -> dict[str, Any]:
    body = request.get_json(silent=True) if request.is_json else None
    return body if isinstance(body, dict) else {}
