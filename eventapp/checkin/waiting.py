"""Who came late and waits outside a door, for the steward who stands there."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.judging import Room
from eventapp.checkin.models.scans import Hold
from eventapp.checkin.post import bp, desk_at, event_at
from eventapp.checkin.queries import holds as known
from eventapp.checkin.queries import scans
from eventapp.checkin.queries.rules import rule_of
from eventapp.checkin.service import holding
from eventapp.checkin.service.holding import Steward, admit_at_the_break
from eventapp.checkin.vocabulary import DeskRole, Verdict
from eventapp.programme.models.events import Event
from eventapp.web.forms import as_uuid


@bp.get("/<uuid:desk_id>/holds")
@at_desk(DeskRole.STEWARD)
def holds(desk_id: UUID) -> ResponseReturnValue:
    """Those who wait for one event, in the order in which they came."""
    desk = desk_at(desk_id)
    event = event_at(desk, request.args.get("event"))
    return render_template(
        "checkin/holds.html",
        desk=desk,
        event=event,
        holds=known.waiting(event.id),
        room=_room(event),
    )


@bp.post("/<uuid:desk_id>/holds")
@at_desk(DeskRole.STEWARD)
def admit_holds(desk_id: UUID) -> ResponseReturnValue:
    """Let all of them in, or the one that was pressed, as long as there is room."""
    desk = desk_at(desk_id)
    event = event_at(desk, request.form.get("event"))
    waiting = known.waiting(event.id)
    if pressed := as_uuid(request.form.get("hold")):
        waiting = [one for one in waiting if one.id == pressed]
    answers = admit_at_the_break(event, desk, waiting, _steward())
    came = sum(one.verdict is Verdict.ADMITTED for one in answers)
    if came:
        flash(ngettext("One person came in.", "%(num)s people came in.", came))
    if came < len(answers):
        flash(
            ngettext(
                "One person still waits: there is no room, or they were cancelled.",
                "%(num)s people still wait: there is no room, or they were cancelled.",
                len(answers) - came,
            ),
            "warn",
        )
    return redirect(url_for(".holds", desk_id=desk_id, event=event.id), 303)


@bp.post("/<uuid:desk_id>/holds/<uuid:hold_id>/end")
@at_desk(DeskRole.STEWARD)
def end_hold(desk_id: UUID, hold_id: UUID) -> ResponseReturnValue:
    """Take somebody off the list who has gone."""
    desk = desk_at(desk_id)
    found = _hold(hold_id)
    event = event_at(desk, str(found.event_id))
    holding.let_go(found, _steward())
    flash(_("They do not wait any longer."))
    return redirect(url_for(".holds", desk_id=desk_id, event=event.id), 303)


def _room(event: Event) -> Room:
    """How many are inside, and the limit that counts: places, or the fire limit."""
    general = rule_of(event.id, None)
    return Room(
        scans.inside(event.id),
        event.capacity,
        general.most_inside if general else None,
        general.warn_inside if general else None,
    )


def _hold(key: UUID) -> Hold:
    return known.hold(key) or abort(404)


def _steward() -> Steward:
    duty = on_duty()
    return Steward(duty.name, duty.account_id, duty.device_id)
