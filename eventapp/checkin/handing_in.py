"""What waited on a device when it was ended is handed in, to be decided."""

from typing import Any

from flask import abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from eventapp.checkin.duty import as_device, own_device
from eventapp.checkin.models.desks import Device
from eventapp.checkin.post import LONGEST_CODE, bp
from eventapp.checkin.service.handing_in import LeftOver
from eventapp.checkin.service.handing_in import hand_in as keep
from eventapp.checkin.standing import instant_of
from eventapp.checkin.vocabulary import Direction, Verdict
from eventapp.kernel import clock
from eventapp.web.audience import public
from eventapp.web.forms import as_uuid

MOST_SCANS = 100  # in one request


@bp.get("/devices/ended")
@as_device
def device_ended() -> ResponseReturnValue:
    """Hand in what waits, and forget: the page's script does both."""
    device = own_device()
    if device.is_valid(clock.now()):
        abort(404)
    return render_template("checkin/device_ended.html", week=device.week, device=device)


@bp.get("/devices/signed-out")
@public
def device_signed_out() -> ResponseReturnValue:
    """Say that this device is nobody's any more."""
    return render_template("checkin/signed_out.html")


@bp.post("/devices/hand-in")
@as_device
def hand_in() -> ResponseReturnValue:
    """Keep scans of a device that was ended; they admit nobody."""
    device = own_device()
    body = request.get_json(silent=True)
    scans = body.get("scans") if isinstance(body, dict) else None
    if not isinstance(scans, list):
        abort(400)
    if len(scans) > MOST_SCANS:
        abort(413)
    read = [scan for one in scans if (scan := _left_over(device, one))]
    return jsonify(kept=keep(device, read), unread=len(scans) - len(read))


def _left_over(device: Device, body: Any) -> LeftOver | None:  # noqa: ANN401 - any JSON
    if not isinstance(body, dict):
        return None
    words = {name: value for name, value in body.items() if isinstance(value, str)}
    scan_id, event_id = as_uuid(words.get("scan_id")), as_uuid(words.get("event"))
    desk_id = as_uuid(words.get("desk")) or device.desk_id
    code = words.get("code", "")[:LONGEST_CODE]
    person = words.get("registration", "")[:LONGEST_CODE]
    if not (scan_id and event_id and desk_id and (code or person)):
        return None
    told = words.get("told")
    return LeftOver(
        scan_id=scan_id,
        desk_id=desk_id,
        event_id=event_id,
        scanned_at=instant_of(words.get("scanned_at")) or clock.now(),
        code=code,
        registration=person,
        direction=Direction.OUT if words.get("direction") == "out" else Direction.IN,
        told=Verdict(told) if told in set(Verdict) else None,
    )
