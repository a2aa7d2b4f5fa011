"""Scans of a desk: one, or several that waited; their verdicts; undoing them."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import DataError, IntegrityError
from werkzeug.exceptions import HTTPException

from eventapp.checkin import answers
from eventapp.checkin.answers import ScanView
from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.groups import group_json
from eventapp.checkin.kiosk_answers import for_kiosk
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Scan
from eventapp.checkin.overruling import may_overrule
from eventapp.checkin.post import LONGEST_CODE, bp
from eventapp.checkin.queries import scans as kept
from eventapp.checkin.queries.earlier import Earlier
from eventapp.checkin.service.holding import hold_events
from eventapp.checkin.service.keeping import Answer
from eventapp.checkin.service.presenting import Presentation, present
from eventapp.checkin.service.retelling import retell
from eventapp.checkin.service.undoing import undo as take_back
from eventapp.checkin.shown import key_of, presentation_of
from eventapp.checkin.vocabulary import DeskRole, Direction, Verdict
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import Outcome
from eventapp.kernel.db import db, may_write
from eventapp.kernel.errors import Refusal
from eventapp.kernel.together import Together
from eventapp.programme.models.events import Event
from eventapp.web.forms import as_uuid

log = logging.getLogger(__name__)

MOST_SCANS = 100  # in one request
Decided = tuple[Answer, Earlier | None]


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
        hold_events({key_of(one, "event") for one in body["scans"]} - {None})
        return jsonify(answers=[_decide_apart(desk_id, one) for one in body["scans"]])
    return jsonify(_decide(desk_id, body, _decided_at_once))


@bp.get("/<uuid:desk_id>/scans/<uuid:scan_id>")
@at_desk(DeskRole.STEWARD)
def scan(desk_id: UUID, scan_id: UUID) -> ResponseReturnValue:
    """The verdict as a page, for desks without script."""
    found = _scan(desk_id, scan_id)
    g.zone = found.desk.week.tzinfo
    answer = retell(found) or abort(404)
    return render_template(
        "checkin/scan.html",
        desk=found.desk,
        event=found.event,
        scan=_view(found, answer),
        count=answer.inside,
        capacity=answer.room.limit,
        may_overrule=may_overrule(answer, on_duty()),
        scan_id=uuid4(),
    )


@bp.post("/<uuid:desk_id>/scans/<uuid:scan_id>/undo")
@at_desk(DeskRole.STEWARD)
def undo(desk_id: UUID, scan_id: UUID) -> ResponseReturnValue:
    """Take an admission, or an exit, back."""
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
    if found.direction is Direction.OUT:
        flash(_("They count as inside again."))
    else:
        flash(_("The admission was undone."))
    return redirect(url_for(".desk", desk_id=desk_id, event=found.event_id), 303)


def _decide(
    desk_id: UUID,
    body: object,
    decided: Callable[[Presentation], Decided | None] | None = None,
) -> dict[str, Any]:
    shown = presentation_of(desk_id, body if isinstance(body, dict) else {})
    known = (decided or _decided)(shown)
    if known is None:
        return _told(shown.scan_id)
    answer, earlier = known
    view = answers.view_of(answer, earlier, desk_id, clock.now())
    may = may_overrule(answer, on_duty())
    return _json(replace(view, may_overrule=may), answer, desk_id)


def _decided(shown: Presentation) -> Decided | None:
    answer = present(shown)
    return (answer, answers.earlier_of(answer)) if answer else None


_decided_with_others = Together(
    _decided, order=lambda shown: f"{shown.event_id}{shown.code}"
)


def _decided_at_once(shown: Presentation) -> Decided | None:
    """Decide in one transaction with the scans that arrive at this moment."""
    known = _decided_with_others(shown)
    may_write(allowed=False)  # it is kept; what is asked from now on disturbs no writer
    return known


def _decide_apart(desk_id: UUID, body: object) -> dict[str, Any]:
    """One of several: what is wrong with it spoils no other."""
    scan_id = body.get("scan_id") if isinstance(body, dict) else None
    try:
        with db.session.begin_nested():
            return _decide(desk_id, body)
    except Refusal as refusal:
        status, sentence = refusal.status, str(refusal)
    except HTTPException as error:
        status, sentence = error.code or 400, _("This scan could not be read.")
    except (DataError, IntegrityError, UnicodeError):
        log.exception("a scan could not be kept")
        status, sentence = 422, _("This scan could not be kept.")
    return {"scan_id": scan_id, "error": {"status": status, "sentence": sentence}}


def _told(scan_id: UUID) -> dict[str, Any]:
    stored = kept.scan(scan_id) or abort(404)
    if not on_duty().serves(stored.desk_id, stored.desk.week_id):
        abort(404)
    g.zone = stored.desk.week.tzinfo
    answer = retell(stored) or abort(404)
    return _json(_view(stored, answer), answer, stored.desk_id)


def _view(stored: Scan, answer: Answer) -> ScanView:
    earlier = answers.earlier_of(answer)
    view = answers.view_of(answer, earlier, stored.desk_id, clock.now())
    if stored.undone_at:
        return answers.undone(view)
    return replace(view, may_overrule=may_overrule(answer, on_duty()))


def _json(view: ScanView, answer: Answer, desk_id: UUID) -> dict[str, Any]:
    room = answer.room
    told = answers.as_json(
        view,
        count=room.inside,
        capacity=room.capacity,
        now=clock.now(),
        limit=room.limit,
        warn=room.warns_at,
    )
    if not on_duty().may(DeskRole.STEWARD):
        return for_kiosk(told)
    if answer.delegation_id is not None:
        told["group"] = _group(answer, desk_id)
    return told


def _group(answer: Answer, desk_id: UUID) -> dict[str, Any] | None:
    desk = db.session.get_one(Desk, desk_id)
    event = db.session.get_one(Event, answer.event_id)
    return group_json(
        answer.delegation_id or abort(404),
        desk,
        event,
        answer.scan_id,
        answer.direction,
    )


def _scan_by_form(desk_id: UUID) -> ResponseReturnValue:
    typed = request.form.get("code", "")[:LONGEST_CODE]
    registration = as_uuid(request.form.get("registration"))
    overrules = as_uuid(request.form.get("overrules"))
    event = request.form.get("event")
    is_foreign = codes.parse(typed).outcome is Outcome.FOREIGN
    if registration is None and overrules is None and is_foreign:
        # A number, a reference or a name: look it up, and let the steward glance twice.
        return redirect(url_for(".desk", desk_id=desk_id, event=event, q=typed), 303)
    scan_id = as_uuid(request.form.get("scan_id")) or uuid4()
    names = ("event", "registration", "overrules", "reason", "direction")
    body = {name: request.form.get(name) for name in names}
    shown = presentation_of(desk_id, body | {"scan_id": str(scan_id), "code": typed})
    answer = present(shown)
    if answer is not None and answer.verdict is Verdict.GROUP:
        address = url_for(".group", desk_id=desk_id, scan_id=scan_id, event=event)
        return redirect(address, 303)
    return redirect(url_for(".scan", desk_id=desk_id, scan_id=scan_id), 303)


def _scan(desk_id: UUID, scan_id: UUID) -> Scan:
    """A scan of this desk, which whoever is on duty may see."""
    found = kept.scan(scan_id)
    if found is None or found.desk_id != desk_id:
        abort(404)
    if not on_duty().serves(desk_id, found.desk.week_id):
        abort(404)
    return found
