"""What devices and forms send about a scan, read into one value."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import abort

from eventapp.checkin.duty import on_duty
from eventapp.checkin.errors import BadgeOnly, ReasonMissing
from eventapp.checkin.post import LONGEST_CODE
from eventapp.checkin.queries import people as guests
from eventapp.checkin.references import bearer_of
from eventapp.checkin.service.deciding import Presentation
from eventapp.checkin.standing import instant_of
from eventapp.checkin.vocabulary import DeskRole, Direction, Verdict
from eventapp.kernel import clock
from eventapp.web.forms import as_uuid, one_line

LONGEST_REASON = 300


def presentation_of(desk_id: UUID, body: Mapping[str, Any]) -> Presentation:
    """What a device or a form says was shown; 400 where that cannot be read.

    Raises:
        BadgeOnly: this duty names nobody.
        ReasonMissing: who is admitted all the same is admitted for a reason.
    """
    scan_id, event_id = key_of(body, "scan_id"), key_of(body, "event")
    overrules_id, reason = key_of(body, "overrules"), _reason(body)
    duty, code = on_duty(), body.get("code")
    is_alone = not duty.may(DeskRole.STEWARD)  # a guest at a kiosk
    names = body.get("registration") and not duty.may(DeskRole.REGISTRATION)
    if names and (is_alone or key_of(body, "group") is None):
        raise BadgeOnly
    registration_id = _registration(body)
    if scan_id is None or event_id is None:
        abort(400)
    if not isinstance(code, str | None):
        abort(400)
    if not (code or registration_id or overrules_id):
        abort(400)
    if overrules_id is not None and is_alone:
        abort(403)
    bearer = bearer_of(code, desk_id) if code else None
    if overrules_id is not None and not reason:
        raise ReasonMissing
    return Presentation(
        scan_id=scan_id,
        desk_id=desk_id,
        event_id=event_id,
        code="" if bearer else (code or "")[:LONGEST_CODE],
        registration_id=bearer or registration_id,
        scanned_at=instant_of(body.get("scanned_at")) or clock.now(),
        direction=_direction(body) if not is_alone else Direction.IN,
        was_offline=body.get("offline") is True,
        told=_verdict(body.get("told")),
        overrules_id=overrules_id,
        reason=reason if overrules_id else "",
        group_id=key_of(body, "group"),
        steward_id=duty.account_id,
        device_id=duty.device_id,
        steward_name=duty.name,
        week_id=duty.week_id,
        may_name=bearer is not None or duty.may(DeskRole.REGISTRATION),
        may_overfill=duty.may(DeskRole.SUPERVISOR),
    )


def _direction(body: Mapping[str, Any]) -> Direction:
    return Direction.OUT if body.get("direction") == "out" else Direction.IN


def _registration(body: Mapping[str, Any]) -> UUID | None:
    """Who is named: by key, or by the reference that lists on devices hold."""
    named = body.get("registration")
    if not isinstance(named, str) or not named:
        return None
    return as_uuid(named) or guests.registration_of(named) or abort(400)


def key_of(body: object, name: str) -> UUID | None:
    """A key that a body names; None where it is none."""
    value = body.get(name) if isinstance(body, Mapping) else None
    return as_uuid(value) if isinstance(value, str) else None


def _reason(body: Mapping[str, Any]) -> str:
    said = body.get("reason")
    if not isinstance(said, str):
        return ""
    return " ".join(str(one_line(said)).split())[:LONGEST_REASON]


def _verdict(value: object) -> Verdict | None:
    """What the device said; a word that nobody knows says nothing."""
    return next((one for one in Verdict if one == value), None)
