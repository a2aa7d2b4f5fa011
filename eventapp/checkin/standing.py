"""The beat: every few seconds a desk says how it is, and is told how things stand."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from eventapp.checkin import answers
from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.post import bp, desk_at, event_at
from eventapp.checkin.queries import scans as kept
from eventapp.checkin.queries.standing import standing
from eventapp.checkin.service.hearing import News, hear_account, hear_device
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel import clock
from eventapp.programme.models.events import Event
from eventapp.web import assets
from eventapp.web.filters import iso

MOST_WAITING = 100_000
LONGEST_NAME = 120
WARN = 0.9  # of the limit


@bp.get("/<uuid:desk_id>/token")
@at_desk(DeskRole.KIOSK)
def token(desk_id: UUID) -> ResponseReturnValue:
    """A token for a page that started without network, or whose session has ended."""
    desk_at(desk_id)
    return jsonify(csrf=generate_csrf(), server_time=iso(clock.now()))


@bp.post("/<uuid:desk_id>/beat")
@at_desk(DeskRole.KIOSK)
def beat(desk_id: UUID) -> ResponseReturnValue:
    """Hear how a desk is, and tell how things stand at its event."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        abort(400)
    desk = desk_at(desk_id)
    key = body.get("event")
    event = event_at(desk, key if isinstance(key, str) else None)
    duty = on_duty()
    news = _news(body, desk.id, event.id)
    if duty.device_id:
        hear_device(duty.device_id, news)
    elif duty.account_id:
        hear_account(duty.account_id, news)
    return jsonify(state(desk, event))


def state(desk: Desk, event: Event) -> dict[str, Any]:
    """How things stand at `event`, as a script reads it."""
    now = clock.now()
    duty = on_duty()
    found = standing(desk.week_id, event.id)
    limit = event.capacity
    return {
        "csrf": generate_csrf(),
        "server_time": iso(now),
        "inside": found.inside,
        "admitted": found.admitted,
        "capacity": event.capacity,
        "limit": limit,
        "warn": int(limit * WARN) if limit else None,
        "last": [
            answers.as_json(
                answers.stored_view(scan, now),
                count=found.inside,
                capacity=event.capacity,
                now=now,
            )
            for scan in kept.last_scans(desk, event)
        ],
        "conflicts": [],
        "holds": found.holds,
        "alerts": found.alerts,
        "list": None,
        "revoked": [],
        "rules": None,
        "build": assets.build_of(current_app.static_folder or ""),
        "device": duty.device_id
        and {
            "id": str(duty.device_id),
            "name": duty.device_name,
            "role": duty.role.value,
        },
    }


def _news(body: dict[str, Any], desk_id: UUID, event_id: UUID) -> News:
    name = body.get("steward_name")
    return News(
        desk_id=desk_id,
        event_id=event_id,
        waiting=count_of(body.get("waiting")),
        list_made_at=instant_of(body.get("list_made_at")),
        steward_name=name.strip()[:LONGEST_NAME] if isinstance(name, str) else None,
    )


def count_of(value: object) -> int:
    """How many a device says that there are; 0 where nobody can read it."""
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return min(max(value, 0), MOST_WAITING)


def instant_of(value: object) -> datetime | None:
    """When a device says that something was; None where nobody can read it."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        return at.astimezone(UTC) if at and at.tzinfo else None
    except (ValueError, OverflowError):  # the year 1, east of Greenwich
        return None
