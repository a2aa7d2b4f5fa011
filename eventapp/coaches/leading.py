"""The lead's pages: choose a coach, count, see who is missing, depart."""

import logging
from typing import Any
from uuid import UUID, uuid4

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy.exc import DataError, IntegrityError
from werkzeug.exceptions import HTTPException

from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.post import LONGEST_CODE
from eventapp.checkin.service.hearing import hear_lead
from eventapp.checkin.standing import count_of, instant_of
from eventapp.checkin.vocabulary import DeskRole
from eventapp.coaches import answers, words
from eventapp.coaches.errors import CoachFull, NothingToSettle
from eventapp.coaches.models.seats import Stop
from eventapp.coaches.orders import Order
from eventapp.coaches.post import bp, coach_at, own_coach
from eventapp.coaches.queries import deeds as known
from eventapp.coaches.queries.manifests import load_of, loads, stop_now, stops_of
from eventapp.coaches.queries.tours import tours
from eventapp.coaches.service import counting, looking, settling
from eventapp.coaches.vocabulary import DeedKind, Told
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import Outcome
from eventapp.kernel.db import db
from eventapp.kernel.errors import Refusal
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.web.forms import as_uuid

log = logging.getLogger(__name__)

MOST_DEEDS = 100  # in one request
KINDS = {one.value: one for one in DeedKind}
SAID = {one.value: one for one in Told}


@bp.get("/")
@at_desk(DeskRole.COACH)
def choose() -> ResponseReturnValue:
    """The coaches of all tours, how each stands; a lead chooses one.

    The device of one coach leads to that coach at once, and with `?all` to all its
    tours. The page that phones keep tells only which coaches there are.
    """
    duty, own = on_duty(), own_coach()
    found = tours({duty.week_id} if duty.week_id else duty.weeks, clock.now())
    if own is not None:
        found = [one.of_coach(own) for one in found if one.of_coach(own).loads]
    if found:
        first = found[0].event
        g.zone = first.week.tzinfo
        if own is not None and not {"shell", "all"} & set(request.args):
            return redirect(url_for(".lead", event_id=first.id, venue_id=own))
    return render_template(
        "coaches/choose.html", tours=found, is_shell="shell" in request.args
    )


@bp.get("/token")
@at_desk(DeskRole.COACH)
def token() -> ResponseReturnValue:
    """A token of the forms, for a page that began without network."""
    return jsonify(csrf=generate_csrf(), server_time=clock.now().isoformat())


@bp.get("/<uuid:event_id>/<uuid:venue_id>/")
@at_desk(DeskRole.COACH)
def lead(event_id: UUID, venue_id: UUID) -> ResponseReturnValue:
    """One coach at one stop; the page that phones keep names nobody."""
    event, coach = coach_at(event_id, venue_id)
    is_shell = "shell" in request.args
    stop = _stop(event, coach, request.args.get("stop"))
    every = loads(event, stop)
    own = next(one for one in every if one.coach.id == coach.id)
    return render_template(
        "coaches/lead.html",
        **_place(event, coach),
        stop=stop,
        stops=stops_of(event),
        load=None if is_shell else own,
        now_at=own.stop,
        closed=None if is_shell else own.closed_at(stop),
        others=[one for one in every if one.coach.id != coach.id],
        moves=() if is_shell else known.moves_of(event, coach.id, answers.LAST_MOVES),
        open_deeds=() if is_shell else known.open_deeds([event.id]),
        told=words.TOLD,
        no_seat=words.NO_SEAT,
        is_shell=is_shell,
        is_device=on_duty().device_id is not None,
        phones={},
    )


@bp.get("/<uuid:event_id>/<uuid:venue_id>/manifest")
@at_desk(DeskRole.COACH)
def manifest(event_id: UUID, venue_id: UUID) -> ResponseReturnValue:
    """The same for a script, to be kept on the phone."""
    event, coach = coach_at(event_id, venue_id)
    stop = _stop(event, coach, request.args.get("stop"))
    return jsonify(answers.manifest_json(event, coach, stop, clock.now()))


@bp.post("/<uuid:event_id>/<uuid:venue_id>/beat")
@at_desk(DeskRole.COACH)
def beat(event_id: UUID, venue_id: UUID) -> ResponseReturnValue:
    """Hear that a lead's phone is there, and what waits on it."""
    event, _coach = coach_at(event_id, venue_id)
    body = request.get_json(silent=True)
    if device_id := on_duty().device_id:
        waiting = body.get("waiting") if isinstance(body, dict) else 0
        hear_lead(device_id, event.id, count_of(waiting))
    return jsonify(server_time=clock.now().isoformat())


@bp.post("/<uuid:event_id>/<uuid:venue_id>/deeds")
@at_desk(DeskRole.COACH)
def deeds(event_id: UUID, venue_id: UUID) -> ResponseReturnValue:
    """Do one thing, or several that waited; the same answer again, if asked."""
    event, coach = coach_at(event_id, venue_id)
    if not request.is_json:
        return _do_by_form(event, coach)
    body = request.get_json(silent=True)
    if isinstance(body, dict) and isinstance(body.get("scans"), list):
        if len(body["scans"]) > MOST_DEEDS:
            abort(413)
        return jsonify(answers=[_told(event, coach, one) for one in body["scans"]])
    return jsonify(answers.deed_json(counting.do(_order(event, coach, body))))


@bp.post("/<uuid:event_id>/<uuid:venue_id>/missing")
@at_desk(DeskRole.COACH)
def missing(event_id: UUID, venue_id: UUID) -> ResponseReturnValue:
    """Who is missing, with their phones; the journal keeps who looked."""
    event, coach = coach_at(event_id, venue_id)
    given = request.get_json(silent=True) if request.is_json else dict(request.form)
    asked = given.get("stop") if isinstance(given, dict) else None
    stop = _stop(event, coach, asked if isinstance(asked, str) else None)
    load = load_of(event, coach, stop)
    duty = on_duty()
    phones = looking.phones_of(event, load, by=duty.name, by_id=duty.account_id)
    if request.is_json:
        return jsonify(phones={str(key): phone for key, phone in phones.items()})
    return render_template(
        "coaches/missing.html",
        **_place(event, coach),
        stop=stop,
        load=load,
        phones=phones,
    )


@bp.post("/<uuid:event_id>/<uuid:venue_id>/settle")
@at_desk(DeskRole.COACH)
def settle(event_id: UUID, venue_id: UUID) -> ResponseReturnValue:
    """Say in which coach somebody sits whom two leads counted."""
    event, coach = coach_at(event_id, venue_id)
    found = known.deed(as_uuid(request.form.get("deed")) or UUID(int=0))
    if found is None or found.event_id != event.id:
        abort(404)
    duty = on_duty()
    try:
        settling.settle(
            found,
            rides_here=request.form.get("rides") == "here",
            by=duty.name,
            account_id=duty.account_id,
            device_id=duty.device_id,
        )
    except (CoachFull, NothingToSettle) as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("Settled."))
    return redirect(_home(event, coach, request.form.get("stop")), 303)


def _do_by_form(event: Event, coach: Venue) -> ResponseReturnValue:
    """Without script: the deed, and the list again."""
    form: dict[str, str | None] = dict(request.form.items())
    typed = request.form.get("code", "")[:LONGEST_CODE]
    if typed and codes.parse(typed).outcome is Outcome.FOREIGN:
        form["registration"], form["code"] = _numbered(event, coach, typed), ""
        if not form["registration"]:
            flash(str(words.TOLD[Told.UNKNOWN][1]), "error")
            return redirect(_home(event, coach, form.get("stop")), 303)
    order = _order(event, coach, {**form, "scan_id": str(uuid4())})
    if order.kind is DeedKind.DEPART and not form.get("sure"):
        waits_at = _stop(event, coach, form.get("stop"))
        load = load_of(event, coach, waits_at)
        if load.missing:
            facts = {"stop": waits_at, "load": load, **_place(event, coach)}
            home = _home(event, coach, form.get("stop"))
            return render_template("coaches/depart.html", **facts, home=home)
    deed = counting.do(order)
    if deed.verdict in {Told.OTHER_COACH, Told.ELSEWHERE, Told.NOT_LISTED}:
        page = render_template(
            "coaches/told.html",
            **_place(event, coach),
            deed=deed,
            sentence=words.told_sentence(deed),
            kind=words.told_kind(deed),
            home=_home(event, coach, form.get("stop")),
        )
        return page, 200
    flash(words.told_sentence(deed), words.told_category(deed))
    stop = None if deed.kind in counting.ABOUT_NOBODY else form.get("stop")
    return redirect(_home(event, coach, stop), 303)


def _place(event: Event, coach: Venue) -> dict[str, Any]:
    return {"week": event.week, "event": event, "coach": coach}


def _told(event: Event, coach: Venue, body: object) -> dict[str, Any]:
    """One of several: what is wrong with it spoils no other, and leaves no trace."""
    key = str(body.get("scan_id")) if isinstance(body, dict) else None
    try:
        with db.session.begin_nested():
            return answers.deed_json(counting.do(_order(event, coach, body)))
    except Refusal as refusal:
        sentence = str(refusal)
    except HTTPException:
        sentence = _("This scan could not be read.")
    except (DataError, IntegrityError):
        log.exception("a deed could not be kept")
        sentence = _("This scan could not be kept.")
    return {"scan_id": key, "error": {"sentence": sentence}}


def _order(event: Event, coach: Venue, body: object) -> Order:
    given = body if isinstance(body, dict) else {}
    kind = KINDS.get(str(given.get("kind")))
    deed_id, person = _key(given, "scan_id"), _key(given, "registration")
    code = given.get("code") or ""
    if kind is None or deed_id is None or not isinstance(code, str):
        abort(400)
    if kind not in counting.ABOUT_NOBODY and not (code or person):
        abort(400)
    duty = on_duty()
    return Order(
        deed_id=deed_id,
        kind=kind,
        event=event,
        coach=coach,
        done_at=instant_of(given.get("scanned_at")) or clock.now(),
        by=duty.name,
        stop_id=_key(given, "stop"),
        code=code[:LONGEST_CODE],
        registration_id=person,
        to_id=_key(given, "to"),
        was_offline=given.get("offline") is True,
        told=SAID.get(str(given.get("told"))),
        account_id=duty.account_id,
        device_id=duty.device_id,
    )


def _key(given: dict[str, Any], name: str) -> UUID | None:
    value = given.get(name)
    return as_uuid(value) if isinstance(value, str) else None


def _stop(event: Event, coach: Venue, key: str | None) -> Stop | None:
    """The stop that is asked for, else where the coach is, else the last one."""
    stops, wanted = stops_of(event), as_uuid(key)
    found = next((one for one in stops if one.id == wanted), None)
    last = stops[-1] if stops else None
    return found or stop_now(event, coach.id) or last


def _numbered(event: Event, coach: Venue, typed: str) -> str | None:
    """Who of this coach has this badge number."""
    if not typed.strip().isdecimal():
        return None
    riders = load_of(event, coach, None).riders
    number = int(typed.strip()[:9])
    return next(
        (str(one.registration_id) for one in riders if one.number == number), None
    )


def _home(event: Event, coach: Venue, stop: str | None) -> str:
    key = as_uuid(stop)
    return url_for(
        "coaches.lead", event_id=event.id, venue_id=coach.id, stop=key and str(key)
    )
