"""A delegation at a desk: who is here, who may come in, all admitted at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.checkin import answers
from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.post import bp, desk_at, event_at
from eventapp.checkin.queries import groups as known
from eventapp.checkin.queries import scans as kept
from eventapp.checkin.queries.groups import Member, Presence
from eventapp.checkin.service.deciding import Presentation
from eventapp.checkin.service.presenting import foresee, present
from eventapp.checkin.service.undoing import UNDO_WITHIN
from eventapp.checkin.vocabulary import DeskRole, Direction, Verdict
from eventapp.kernel import clock
from eventapp.programme.models.events import Event
from eventapp.web import filters
from eventapp.web.errors import wants_json
from eventapp.web.forms import as_uuid

__all__ = ("bp", "group_json")  # views.py adds the other pages to it

MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Line:
    """One of a delegation's people, with what this desk would say now."""

    member: Member
    verdict: Verdict
    undo_until: datetime | None

    @property
    def state(self) -> str:
        """Whether they may pass, are here already, or may not."""
        if self.verdict.moves:
            return "may"
        return "here" if self.member.is_inside else "no"


@dataclass(frozen=True)
class Group:
    """A delegation at one desk, for one event."""

    presence: Presence
    lines: tuple[Line, ...]
    direction: Direction

    @property
    def may(self) -> list[Line]:
        """Who would pass now."""
        return [line for line in self.lines if line.state == "may"]

    @property
    def missing(self) -> list[Line]:
        """Who is expected and not here."""
        confirmed = [one for one in self.lines if one.member.is_confirmed]
        return [line for line in confirmed if not line.member.is_inside]


@bp.get("/<uuid:desk_id>/groups/<uuid:scan_id>")
@at_desk(DeskRole.STEWARD)
def group(desk_id: UUID, scan_id: UUID) -> ResponseReturnValue:
    """The delegation whose card, or one of whose badges, was scanned at this desk."""
    desk = desk_at(desk_id)
    event, delegation_id = _opened(desk, scan_id)
    return _shown(desk, event, delegation_id, scan_id)


@bp.post("/<uuid:desk_id>/groups/<uuid:scan_id>")
@at_desk(DeskRole.STEWARD)
def admit_group(desk_id: UUID, scan_id: UUID) -> ResponseReturnValue:
    """Admit those who are ticked; for desks without script."""
    desk = desk_at(desk_id)
    event, delegation_id = _opened(desk, scan_id)
    _present_all(desk, event, delegation_id, scan_id)
    return redirect(
        url_for(".group", desk_id=desk.id, scan_id=scan_id, event=event.id), 303
    )


@bp.get("/<uuid:desk_id>/delegations/<uuid:delegation_id>")
@at_desk(DeskRole.REGISTRATION)
def delegation(desk_id: UUID, delegation_id: UUID) -> ResponseReturnValue:
    """The same for a registration desk, which needs no card."""
    desk = desk_at(desk_id)
    event = event_at(desk, request.args.get("event"))
    _check_week(desk, delegation_id)
    return _shown(desk, event, delegation_id, None)


@bp.post("/<uuid:desk_id>/delegations/<uuid:delegation_id>")
@at_desk(DeskRole.REGISTRATION)
def admit_delegation(desk_id: UUID, delegation_id: UUID) -> ResponseReturnValue:
    """Admit those who are ticked, without a card."""
    desk = desk_at(desk_id)
    event = event_at(desk, request.form.get("event"))
    _check_week(desk, delegation_id)
    _present_all(desk, event, delegation_id, None)
    return redirect(
        url_for(
            ".delegation", desk_id=desk.id, delegation_id=delegation_id, event=event.id
        ),
        303,
    )


def group_json(
    delegation_id: UUID,
    desk: Desk,
    event: Event,
    scan_id: UUID | None = None,
    direction: Direction = Direction.IN,
) -> dict[str, Any] | None:
    """A delegation for a script; names in both writings."""
    found = _group(desk, event, delegation_id, direction)
    if found is None:
        return None
    return {
        "scan_id": scan_id and str(scan_id),
        "event": str(event.id),
        "direction": found.direction.value,
        "delegation": {
            "id": str(found.presence.id),
            "title": found.presence.title,
        },
        "here": found.presence.here,
        "of": found.presence.of,
        "members": [_line_json(line) for line in found.lines],
    }


def _line_json(line: Line) -> dict[str, Any]:
    member = line.member
    return answers.person_json(member.guest) | {
        "is_head": member.is_head,
        "is_confirmed": member.is_confirmed,
        "state": line.state,
        "verdict": line.verdict.value,
        "inside": member.is_inside,
        "moved_at": member.moved_at and filters.iso(member.moved_at),
        "scan_id": member.scan_id and str(member.scan_id),
        "undo_until": line.undo_until and filters.iso(line.undo_until),
    }


def _shown(
    desk: Desk, event: Event, delegation_id: UUID, scan_id: UUID | None
) -> ResponseReturnValue:
    way = Direction.OUT if request.args.get("direction") == "out" else Direction.IN
    if wants_json():
        found = group_json(delegation_id, desk, event, scan_id, way) or abort(404)
        return jsonify(found)
    return render_template(
        "checkin/group.html",
        desk=desk,
        event=event,
        scan_id=scan_id,
        group=_group(desk, event, delegation_id, way) or abort(404),
        new_key=uuid4,
    )


def _opened(desk: Desk, scan_id: UUID) -> tuple[Event, UUID]:
    """The event and the delegation of a scan that was made at this desk."""
    scan = kept.scan(scan_id)
    if scan is None or scan.desk_id != desk.id:
        abort(404)
    delegation_id = known.delegation_of_scan(scan) or abort(404)
    _check_week(desk, delegation_id)
    return scan.event, delegation_id


def _check_week(desk: Desk, delegation_id: UUID) -> None:
    """No desk learns of the delegations of another week."""
    if known.week_of(delegation_id) != desk.week_id:
        abort(404)
    g.zone = desk.week.tzinfo


def _group(
    desk: Desk, event: Event, delegation_id: UUID, direction: Direction
) -> Group | None:
    presence = known.presence(delegation_id, event.id)
    if presence is None:
        return None
    members = known.members_at(delegation_id, event.id)
    keys = [one.guest.registration_id for one in members]
    way = desk.direction or direction
    verdicts = foresee(desk.id, event.id, keys, way)
    now = clock.now()
    lines = tuple(
        Line(
            member,
            verdicts.get(member.guest.registration_id, Verdict.UNKNOWN),
            _undo_until(member, now),
        )
        for member in members
    )
    return Group(presence, lines, way)


def _undo_until(member: Member, now: datetime) -> datetime | None:
    if not member.is_inside or member.moved_at is None:
        return None
    until = member.moved_at + UNDO_WITHIN
    may = on_duty().may(DeskRole.SUPERVISOR)
    return until if now < until or may else None


def _present_all(
    desk: Desk, event: Event, delegation_id: UUID, scan_id: UUID | None
) -> None:
    """Present each ticked person under the key that the page gave them."""
    duty = on_duty()
    way = Direction.OUT if request.form.get("direction") == "out" else Direction.IN
    people = {
        one.guest.registration_id for one in known.members_at(delegation_id, event.id)
    }
    ticked = [as_uuid(one) for one in request.form.getlist("registration")]
    for key in [one for one in ticked if one in people][:MOST_AT_ONCE]:
        present(
            Presentation(
                scan_id=as_uuid(request.form.get(f"key-{key}")) or uuid4(),
                desk_id=desk.id,
                event_id=event.id,
                registration_id=key,
                scanned_at=clock.now(),
                direction=way,
                group_id=scan_id,
                steward_id=duty.account_id,
                device_id=duty.device_id,
                steward_name=duty.name,
                week_id=duty.week_id,
            )
        )
    if not ticked:
        flash(_("Tick one person at least."), "warn")
