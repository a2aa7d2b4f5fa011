"""The desk: choose it, scan, find by name, undo."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from flask import (
    abort,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.checkin import (
    answers,
    application,
    badges,
    devices,
    handing_in,
    reading,
    setting_up,
    standing,
)
from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Scan
from eventapp.checkin.post import LONGEST_CODE, bp, desk_at, event_at
from eventapp.checkin.queries import desks as known
from eventapp.checkin.queries import people as guests
from eventapp.checkin.queries import scans as kept
from eventapp.checkin.queries.alerts import unseen_alerts
from eventapp.checkin.queries.people import Guest
from eventapp.checkin.reading import has_questions_for_desks
from eventapp.checkin.service.presenting import Presentation, present
from eventapp.checkin.service.undoing import undo as take_back
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import Outcome
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.web import assets
from eventapp.web.forms import as_uuid

__all__ = ("BRANCHES", "bp")

# Pages of the desk in modules of their own.
BRANCHES = (application, reading, standing, devices, setting_up, handing_in, badges)
MOST_SCANS = 100  # in one request
WORKER_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
)


@bp.get("/")
@at_desk(DeskRole.STEWARD)
def desks() -> ResponseReturnValue:
    """Choose a desk and an event."""
    now = clock.now()
    duty = on_duty()
    found = [one for one in known.open_desks() if duty.serves(one.id, one.week_id)]
    if found:
        g.zone = found[0].week.tzinfo
    events: dict[UUID, list[Any]] = {}
    suggested: dict[UUID, UUID] = {}
    for week in {desk.week for desk in found}:
        counts = kept.inside_by_event(week.id)
        of_week = programme.events_of(week)
        events[week.id] = [_choice(event, counts.get(event.id, 0)) for event in of_week]
        later = [event for event in of_week if event.ends_at > now] or list(of_week)
        if later:
            suggested[week.id] = later[0].id
    return render_template(
        "checkin/desks.html",
        desks=found,
        events=events,
        suggested=suggested,
        is_shell=is_shell(),
    )


@bp.get("/<uuid:desk_id>/")
@at_desk(DeskRole.STEWARD)
def desk(desk_id: UUID) -> ResponseReturnValue:
    """The scanning page of a desk, for one event; or what devices keep of it."""
    desk = desk_at(desk_id)
    events = programme.events_of(desk.week)
    event = _chosen(events, request.args.get("event"))
    if is_shell() and events:
        return _shell(desk, event or events[0], events)
    if event is None:
        return redirect(url_for(".desks"))
    now = clock.now()
    words = request.args.get("q", "")[:LONGEST_CODE]
    return render_template(
        "checkin/desk.html",
        desk=desk,
        event=event,
        events=events,
        count=kept.inside(event.id),
        capacity=event.capacity,
        last=[answers.stored_view(scan, now) for scan in kept.last_scans(desk, event)],
        people=[_found(guest) for guest in guests.people(event, words)],
        scan_id=uuid4(),
        has_answers=has_questions_for_desks(desk.week),
        is_device=on_duty().device_id is not None,
        is_shell=False,
    )


def _shell(desk: Desk, event: Event, events: Sequence[Event]) -> str:
    """The page of a desk without anybody's name, number or token."""
    return render_template(
        "checkin/desk.html",
        desk=desk,
        event=event,
        events=events,
        count=None,
        capacity=None,
        last=[],
        people=[],
        has_answers=has_questions_for_desks(desk.week),
        is_device=on_duty().device_id is not None,
        is_shell=True,
    )


def is_shell() -> bool:
    """Whether a device asks for the page that it keeps, to start without network."""
    return "shell" in request.args


@bp.post("/<uuid:desk_id>/scans")
@at_desk(DeskRole.KIOSK)
def scans(desk_id: UUID) -> ResponseReturnValue:
    """Decide about one scan, or about several that waited; the same again, if asked."""
    if not request.is_json:
        return _scan_by_form(desk_id)
    body = request.get_json(silent=True)
    if isinstance(body, dict) and isinstance(body.get("scans"), list):
        if len(body["scans"]) > MOST_SCANS:
            abort(413)
        return jsonify(answers=[_decide(desk_id, one) for one in body["scans"]])
    return jsonify(_decide(desk_id, body))


@bp.get("/<uuid:desk_id>/scans/<uuid:scan_id>")
@at_desk(DeskRole.STEWARD)
def scan(desk_id: UUID, scan_id: UUID) -> ResponseReturnValue:
    """The verdict as a page, for desks without script."""
    found = _scan(desk_id, scan_id)
    g.zone = found.desk.week.tzinfo
    return render_template(
        "checkin/scan.html",
        desk=found.desk,
        event=found.event,
        scan=answers.stored_view(found, clock.now()),
        count=kept.inside(found.event_id),
        capacity=found.event.capacity,
    )


@bp.post("/<uuid:desk_id>/scans/<uuid:scan_id>/undo")
@at_desk(DeskRole.STEWARD)
def undo(desk_id: UUID, scan_id: UUID) -> ResponseReturnValue:
    """Take an admission back."""
    found = _scan(desk_id, scan_id)
    duty = on_duty()
    take_back(
        found,
        by=duty.name,
        by_id=duty.account_id,
        may_always=duty.may(DeskRole.SUPERVISOR),
    )
    if request.is_json:
        return jsonify(_told(found.id))
    flash(_("The admission was undone."))
    return redirect(url_for(".desk", desk_id=desk_id, event=found.event_id), 303)


@bp.get("/<uuid:desk_id>/people")
@at_desk(DeskRole.REGISTRATION)
def search(desk_id: UUID) -> ResponseReturnValue:
    """People whose names match, in either script, from one character."""
    event = event_at(desk_at(desk_id), request.args.get("event"))
    words = request.args.get("q", "")[:LONGEST_CODE]
    found = guests.people(event, words)
    return jsonify(people=[answers.person_json(guest) for guest in found])


@bp.get("/<uuid:desk_id>/status")
@at_desk(DeskRole.STEWARD)
def status(desk_id: UUID) -> ResponseReturnValue:
    """How many are inside, and what this desk scanned lately."""
    desk = desk_at(desk_id)
    event = event_at(desk, request.args.get("event"))
    now = clock.now()
    count = kept.inside(event.id)
    last = [
        answers.as_json(
            answers.stored_view(scan, now),
            count=count,
            capacity=event.capacity,
            now=now,
        )
        for scan in kept.last_scans(desk, event)
    ]
    return jsonify(
        count=count,
        capacity=event.capacity,
        server_time=now.isoformat(),
        last=last,
        alerts=len(unseen_alerts(desk.week_id)),
    )


@bp.get("/decoder-worker.js")
@at_desk(DeskRole.KIOSK)
def decoder() -> ResponseReturnValue:
    """The worker that reads codes; it alone may compile the reader's wasm."""
    response = assets.send("js/desk/decoder-worker.js")
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    return response


def _decide(desk_id: UUID, body: object) -> dict[str, Any]:
    presentation = _presentation(desk_id, body if isinstance(body, dict) else {})
    answer = present(presentation)
    if answer is None:
        return _told(presentation.scan_id)
    now = clock.now()
    view = answers.fresh_view(answer, now)
    return answers.as_json(view, count=answer.inside, capacity=answer.capacity, now=now)


def _told(scan_id: UUID) -> dict[str, Any]:
    stored = kept.scan(scan_id) or abort(404)
    g.zone = stored.desk.week.tzinfo
    now = clock.now()
    return answers.as_json(
        answers.stored_view(stored, now),
        count=kept.inside(stored.event_id),
        capacity=stored.event.capacity,
        now=now,
    )


def _scan_by_form(desk_id: UUID) -> ResponseReturnValue:
    typed = request.form.get("code", "")[:LONGEST_CODE]
    registration = as_uuid(request.form.get("registration"))
    event = request.form.get("event")
    outcome = codes.parse(typed).outcome
    if registration is None and outcome is Outcome.FOREIGN:
        # A number, a reference or a name: look it up, and let the steward glance twice.
        return redirect(url_for(".desk", desk_id=desk_id, event=event, q=typed), 303)
    scan_id = as_uuid(request.form.get("scan_id")) or uuid4()
    body = {
        "scan_id": str(scan_id),
        "event": event,
        "code": typed,
        "registration": registration and str(registration),
    }
    present(_presentation(desk_id, body))
    return redirect(url_for(".scan", desk_id=desk_id, scan_id=scan_id), 303)


def _presentation(desk_id: UUID, body: dict[str, Any]) -> Presentation:
    scan_id, event_id = _key(body, "scan_id"), _key(body, "event")
    code, registration_id = body.get("code"), _key(body, "registration")
    if scan_id is None or event_id is None:
        abort(400)
    if not isinstance(code, str | None) or not (code or registration_id):
        abort(400)
    duty = on_duty()
    return Presentation(
        scan_id=scan_id,
        desk_id=desk_id,
        event_id=event_id,
        code=(code or "")[:LONGEST_CODE],
        registration_id=registration_id,
        scanned_at=_instant(body.get("scanned_at")),
        was_offline=body.get("offline") is True,
        steward_id=duty.account_id,
        device_id=duty.device_id,
        steward_name=duty.name,
    )


def _key(body: dict[str, Any], name: str) -> UUID | None:
    value = body.get(name)
    return as_uuid(value) if isinstance(value, str) else None


def _instant(value: object) -> datetime:
    """The device's clock informs; a wrong one never stops a scan."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        return at.astimezone(UTC) if at and at.tzinfo else clock.now()
    except (ValueError, OverflowError):  # the year 1, east of Greenwich
        return clock.now()


def _scan(desk_id: UUID, scan_id: UUID) -> Scan:
    found = kept.scan(scan_id)
    if found is None or found.desk_id != desk_id:
        abort(404)
    return found


def _chosen(events: Any, key: str | None) -> Event | None:  # noqa: ANN401 - events
    wanted = as_uuid(key)
    return next((event for event in events if event.id == wanted), None)


def _choice(event: Event, admitted: int) -> dict[str, Any]:
    return {
        "id": event.id,
        "title": event.title,
        "starts_at": event.starts_at,
        "admitted": admitted,
        "capacity": event.capacity,
    }


def _found(guest: Guest) -> dict[str, Any]:
    return {
        "registration": guest.registration_id,
        "name": guest.name,
        "number": answers.number_of(guest) or "",
        "reference": codes.show_reference(guest.reference),
        "role": answers.role_of(guest),
        "institution": guest.institution,
    }
