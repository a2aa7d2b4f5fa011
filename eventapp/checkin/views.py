"""The desk: choose it, scan, find by name, undo."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from flask import (
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from eventapp.checkin import (
    answers,
    application,
    badges,
    devices,
    doors,
    groups,
    handing_in,
    here,
    kiosk,
    lists,
    missing,
    persons,
    reading,
    scanning,
    setting_up,
    settling,
    standing,
    waiting,
    walk_in,
    watching,
)
from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.post import LONGEST_CODE, bp, desk_at, event_at
from eventapp.checkin.queries import desks as known
from eventapp.checkin.queries import people as guests
from eventapp.checkin.queries import scans as kept
from eventapp.checkin.queries.people import Guest
from eventapp.checkin.reading import has_questions_for_desks
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel import clock, codes
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.web import assets
from eventapp.web.forms import as_uuid

__all__ = ("BRANCHES", "bp")

# Pages of the desk in modules of their own.
BRANCHES = (
    application,
    here,
    reading,
    standing,
    devices,
    setting_up,
    handing_in,
    scanning,
    badges,
    groups,
    lists,
    persons,
    missing,
    walk_in,
    settling,
    watching,
    doors,
    waiting,
    kiosk,
)
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
        may_lead=duty.may(DeskRole.COACH),
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
    may = _abilities(desk)
    found = guests.people(event, words) if may["serves_people"] else []
    return render_template(
        "checkin/desk.html",
        desk=desk,
        event=event,
        events=events,
        count=kept.inside(event.id),
        capacity=event.capacity,
        last=[answers.stored_view(scan, now) for scan in kept.last_scans(desk, event)],
        people=[_found(guest) for guest in found],
        scan_id=uuid4(),
        is_shell=False,
        **may,
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
        is_shell=True,
        **_abilities(desk),
    )


def _abilities(desk: Desk) -> dict[str, bool]:
    """What whoever is on duty may do here, beside scanning."""
    duty = on_duty()
    serves_people = duty.may(DeskRole.REGISTRATION)
    return {
        "serves_people": serves_people,
        "supervises": duty.may(DeskRole.SUPERVISOR),
        "is_device": duty.device_id is not None,
        "has_answers": serves_people and has_questions_for_desks(desk.week),
    }


def is_shell() -> bool:
    """Whether a device asks for the page that it keeps, to start without network."""
    return "shell" in request.args


@bp.get("/<uuid:desk_id>/people")
@at_desk(DeskRole.REGISTRATION)
def search(desk_id: UUID) -> ResponseReturnValue:
    """People whose names match, in either script, from one character."""
    event = event_at(desk_at(desk_id), request.args.get("event"))
    words = request.args.get("q", "")[:LONGEST_CODE]
    found = guests.people(event, words)
    return jsonify(people=[answers.person_json(guest) for guest in found])


@bp.get("/decoder-worker.js")
@at_desk(DeskRole.KIOSK)
def decoder() -> ResponseReturnValue:
    """The worker that reads codes; it alone may compile the reader's wasm."""
    response = assets.send("js/desk/decoder-worker.js")
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    return response


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
