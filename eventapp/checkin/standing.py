"""The beat: every few seconds a desk says how it is, and is told how things stand."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from eventapp.checkin import answers
from eventapp.checkin.duty import Duty, at_desk, on_duty
from eventapp.checkin.expected.kept import mark, revoked_since
from eventapp.checkin.post import bp, desk_at, event_at
from eventapp.checkin.queries import scans as kept
from eventapp.checkin.queries.conflicts import OpenConflict, open_conflicts
from eventapp.checkin.queries.rules import rules_at, rules_json
from eventapp.checkin.queries.standing import Standing, standing
from eventapp.checkin.service.hearing import News, hear_account, hear_device
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel import clock
from eventapp.kernel.codes import show_number
from eventapp.kernel.i18n import spoken
from eventapp.kernel.lately import Lately
from eventapp.web import assets
from eventapp.web.filters import iso
from eventapp.web.forms import one_line

MOST_WAITING = 100_000
LONGEST_NAME = 120
FACTS_LAST = 3.0  # seconds; so late a changed rule is heard
SCANS_LAST = 60.0  # seconds; new ones have another mark
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@bp.get("/<uuid:desk_id>/token")
@at_desk(DeskRole.KIOSK)
def token(desk_id: UUID) -> ResponseReturnValue:
    """A token for a page that started without network, or whose session has ended."""
    desk_at(desk_id)
    return jsonify(csrf=generate_csrf(), server_time=iso(clock.now()))


@dataclass(frozen=True)
class Facts:
    """What seldom changes about a desk and an event; read anew every few seconds."""

    week_id: UUID
    zone: ZoneInfo
    rules: dict[str, Any]


_facts: Lately[tuple[UUID, str], Facts] = Lately(FACTS_LAST)
_told: Lately[tuple[Any, ...], list[dict[str, Any]]] = Lately(SCANS_LAST)


@bp.post("/<uuid:desk_id>/beat")
@at_desk(DeskRole.KIOSK)
def beat(desk_id: UUID) -> ResponseReturnValue:
    """Hear how a desk is, and tell how things stand at its event."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        abort(400)
    key = body.get("event")
    event = key if isinstance(key, str) else ""
    facts = _facts_of(desk_id, event)
    duty = on_duty()
    news = _news(body, desk_id, UUID(event))
    if duty.device_id:
        hear_device(duty.device_id, news)
    elif duty.account_id:
        hear_account(duty.account_id, news)
    return jsonify(_state(news, facts, duty))


def _facts_of(desk_id: UUID, event: str) -> Facts:
    known = _facts.get((desk_id, event))
    if known is None:
        desk = desk_at(desk_id)
        found = event_at(desk, event)
        rules = rules_json(found, rules_at(found.id, desk.id), desk.direction)
        known = Facts(desk.week_id, desk.week.tzinfo, rules)
        _facts.keep((desk_id, event), known)
    if not on_duty().serves(desk_id, known.week_id):
        abort(404)
    g.zone = known.zone
    return known


def _state(news: News, facts: Facts, duty: Duty) -> dict[str, Any]:
    now, rules = clock.now(), facts.rules
    found = standing(news.desk_id, facts.week_id, news.event_id)
    made_at = news.list_made_at
    return {
        "csrf": generate_csrf(),
        "server_time": iso(now),
        "inside": found.inside,
        "admitted": found.admitted,
        "capacity": rules["capacity"],
        "limit": rules["limit"],
        "warn": rules["warn"],
        **_named(news, found, duty, now),
        "holds": found.holds,
        "alerts": found.alerts,
        "list": {"mark": mark(facts.week_id)},
        "revoked": revoked_since(facts.week_id, made_at) if made_at else [],
        "rules": rules,
        "build": assets.build_of(current_app.static_folder or ""),
        "device": duty.device_id
        and {
            "id": str(duty.device_id),
            "name": duty.device_name,
            "role": duty.role.value,
        },
    }


def _named(
    news: News, found: Standing, duty: Duty, now: datetime
) -> dict[str, list[dict[str, Any]]]:
    """The last scans and the open conflicts; a kiosk hears nobody's name."""
    if not duty.may(DeskRole.STEWARD):
        return {"last": [], "conflicts": []}
    at = (news.desk_id, news.event_id, spoken().tag)
    key = ("scans", *at, found.mark_of_scans)
    last = _told.get(key)
    if last is None:
        last = _last(news, found.inside, now)
        _told.keep(key, last)
    if not found.conflicts:
        return {"last": last, "conflicts": []}
    key = ("conflicts", *at, found.mark_of_conflicts)
    conflicts = _told.get(key)
    if conflicts is None:
        desk = desk_at(news.desk_id)
        conflicts = [_conflict(one) for one in open_conflicts(desk)]
        _told.keep(key, conflicts)
    return {"last": last, "conflicts": conflicts}


def _last(news: News, inside: int, now: datetime) -> list[dict[str, Any]]:
    desk = desk_at(news.desk_id)
    scans = kept.last_scans(desk, event_at(desk, str(news.event_id)))
    return [
        answers.as_json(
            answers.stored_view(scan, now), count=inside, capacity=None, now=now
        )
        for scan in scans
    ]


def _conflict(one: OpenConflict) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "kind": one.kind.value,
        "name": one.name and one.name.forms(),
        "number": show_number(one.number) or None,
        "event": str(one.event_id),
        "desks": [str(passage.desk) for passage in one.passages],
        "times": [iso(passage.scanned_at) for passage in one.passages],
        "stewards": [passage.steward for passage in one.passages],
    }


def _news(body: dict[str, Any], desk_id: UUID, event_id: UUID) -> News:
    return News(
        desk_id=desk_id,
        event_id=event_id,
        waiting=count_of(body.get("waiting")),
        list_made_at=instant_of(body.get("list_made_at")),
        steward_name=name_of(body.get("steward_name")),
    )


def count_of(value: object) -> int:
    """How many a device says that there are; 0 where nobody can read it."""
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return min(max(value, 0), MOST_WAITING)


def instant_of(value: object) -> datetime | None:
    """When a device says that something was; None where nobody can believe it.

    An instant at the edge of all years would break each page that shows its day.
    """
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        return at.astimezone(UTC) if at and at.tzinfo and FIRST <= at < LAST else None
    except (ValueError, OverflowError):
        return None


def name_of(value: object) -> str | None:
    """Who is on duty, as a device says it: on one line, without what nobody sees."""
    name = one_line(value)
    return name[:LONGEST_NAME].strip() or None if isinstance(name, str) else None
