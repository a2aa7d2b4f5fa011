"""The kiosk: a guest scans alone, hears one friendly sentence, and may get a badge."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import (
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.service.limits import check_limit, count
from eventapp.badges import queries
from eventapp.badges.models import Badge
from eventapp.badges.prints import record_print
from eventapp.checkin import kiosk_words
from eventapp.checkin.badges import drawn, layout_of, place_of
from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.models.scans import Scan
from eventapp.checkin.post import LONGEST_CODE, bp, desk_at
from eventapp.checkin.queries import people as guests
from eventapp.checkin.queries import scans as kept
from eventapp.checkin.service.desks import tell_printer
from eventapp.checkin.service.presenting import Presentation, present
from eventapp.checkin.vocabulary import DeskRole, Verdict
from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.codes import ALPHABET, Outcome, parse, show_number
from eventapp.kernel.db import writing
from eventapp.kernel.i18n import LANGUAGES
from eventapp.kernel.tokens import derive, digest
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.web.forms import as_uuid

SHOWN_SECONDS = 8
TOLD_FOR = timedelta(minutes=2)  # so long a scan of a kiosk can be seen, and printed
MOST_TRIES = 20  # within fifteen minutes, of references that nobody has
MOST_LEAVING = 5
DIGITS = 6
WELCOME, HERE, AGAIN, DESK = "welcome", "here", "again", "desk"
OUTCOMES = {
    Verdict.ADMITTED: WELCOME,
    Verdict.ALREADY_HERE: HERE,
    Verdict.MISREAD: AGAIN,
}
"""All else leads to the registration desk, where a reason embarrasses nobody."""


@bp.get("/<uuid:desk_id>/kiosk")
@at_desk(DeskRole.KIOSK)
def kiosk(desk_id: UUID) -> ResponseReturnValue:
    """The whole screen of a kiosk; with `?scan=`, what became of a typed code."""
    desk = desk_at(desk_id)
    event = _event(desk, request.args.get("event"))
    if event is None:
        abort(404)
    scan = _lately(desk, as_uuid(request.args.get("scan")))
    facts = {
        "desk": desk,
        "week": desk.week,
        "event": event,
        "is_shell": "shell" in request.args,
        "outcome": _outcome(scan) if scan else None,
        "guest": scan.registration if scan else None,
        "seconds": SHOWN_SECONDS,
    }
    return render_template(
        "checkin/kiosk.html",
        **facts,
        start=url_for(".kiosk", desk_id=desk_id, event=request.args.get("event")),
        keys=ALPHABET,
        scan_id=uuid4(),
        layout=layout_of(desk),
        languages=LANGUAGES,
        says=kiosk_words.sentences(**facts),
        words=kiosk_words.words_around(desk, event),
    )


@bp.post("/<uuid:desk_id>/kiosk")
@at_desk(DeskRole.KIOSK)
def kiosk_scan(desk_id: UUID) -> ResponseReturnValue:
    """Somebody typed a code or the reference of their mail; with script, a scan too."""
    desk = desk_at(desk_id)
    sent = request.get_json(silent=True) if request.is_json else request.form.to_dict()
    body: dict[str, Any] = sent if isinstance(sent, dict) else {}
    event = _event(desk, _text(body, "event")) or abort(404)
    typed = _text(body, "code")[:LONGEST_CODE]
    scan_id = as_uuid(_text(body, "scan_id")) or uuid4()
    verdict = _present(desk, event, scan_id, typed)
    if not request.is_json:
        there = url_for(".kiosk", desk_id=desk_id, event=event.id, scan=scan_id)
        return redirect(there, 303)
    scan = _lately(desk, scan_id)
    guest = scan.registration if scan else None
    is_told = guest is not None and verdict in {Verdict.ADMITTED, Verdict.ALREADY_HERE}
    return jsonify(
        scan_id=str(scan_id),
        verdict=str(verdict),
        name=guest.name.forms() if guest and is_told else None,
        number=show_number(guest.number) or None if guest and is_told else None,
    )


@bp.post("/<uuid:desk_id>/kiosk/scans/<uuid:scan_id>/badge")
@at_desk(DeskRole.KIOSK)
def kiosk_print(desk_id: UUID, scan_id: UUID) -> ResponseReturnValue:
    """Let the kiosk print the badge of whom it admitted just now, once."""
    desk = desk_at(desk_id)
    badge = _to_print(desk, scan_id)
    if badge is None:
        return jsonify(paper=None)
    duty = on_duty()
    record_print(
        badge,
        layout_of(desk),
        by=duty.name,
        by_id=duty.account_id,
        place=place_of(desk),
        key=scan_id,
    )
    paper = url_for(".kiosk_paper", desk_id=desk_id, scan_id=scan_id)
    return jsonify(paper=paper)


@bp.get("/<uuid:desk_id>/kiosk/scans/<uuid:scan_id>.svg")
@at_desk(DeskRole.KIOSK)
def kiosk_paper(desk_id: UUID, scan_id: UUID) -> ResponseReturnValue:
    """The badge that this kiosk prints at the moment."""
    desk = desk_at(desk_id)
    badge = _to_print(desk, scan_id) or abort(404)
    return drawn(badge, layout_of(desk))


@bp.route("/<uuid:desk_id>/kiosk/leave", methods=["GET", "POST"])
@at_desk(DeskRole.KIOSK)
def leave_kiosk(desk_id: UUID) -> ResponseReturnValue:
    """Only who knows the code of the day leads the kiosk to other pages.

    Raises:
        TooManyAttempts: five wrong codes within fifteen minutes.
    """
    desk = desk_at(desk_id)
    if request.method == "POST":
        subject = digest(str(desk.id))
        with writing():
            check_limit("kiosk", subject, MOST_LEAVING)
            is_right = _text(request.form.to_dict(), "code").strip() in _codes(desk)
            if not is_right:
                count("kiosk", subject)
        if is_right:
            may_go_on = on_duty().may(DeskRole.STEWARD)
            return redirect(url_for(".desks" if may_go_on else ".shift"))
        flash(_("This is not the code of today."), "bad")
    return render_template("checkin/leave_kiosk.html", desk=desk_at(desk_id))


@bp.get("/<uuid:desk_id>/kiosk/code")
@at_desk(DeskRole.SUPERVISOR)
def kiosk_code(desk_id: UUID) -> ResponseReturnValue:
    """How to set a kiosk up, and the code with which staff leave it today."""
    desk = desk_at(desk_id)
    return render_template(
        "checkin/kiosk_code.html",
        desk=desk,
        week=desk.week,
        code=leaving_code(desk, _today(desk)),
        address=current().address + url_for(".kiosk", desk_id=desk_id),
        design=queries.design_of(desk.week_id),
    )


@bp.post("/<uuid:desk_id>/kiosk/printer")
@at_desk(DeskRole.SUPERVISOR)
def kiosk_printer(desk_id: UUID) -> ResponseReturnValue:
    """Say whether badges come out of the printer of this kiosk."""
    works = _text(request.form.to_dict(), "works") == "yes"
    duty = on_duty()
    tell_printer(desk_at(desk_id), works=works, by=duty.name, by_id=duty.account_id)
    return redirect(url_for(".kiosk_code", desk_id=desk_id), 303)


def leaving_code(desk: Desk, on: date) -> str:
    """Six digits that open this kiosk on this day; nobody keeps them."""
    secret = derive(current().secret_key, "kiosk", f"{desk.id} {on.isoformat()}")
    return f"{int.from_bytes(secret) % 10**DIGITS:0{DIGITS}d}"


def _codes(desk: Desk) -> set[str]:
    """Today's code, and yesterday's for who stands there at midnight."""
    today = _today(desk)
    return {leaving_code(desk, today - timedelta(days=days)) for days in (0, 1)}


def _today(desk: Desk) -> date:
    return clock.now().astimezone(desk.week.tzinfo).date()


def _present(desk: Desk, event: Event, scan_id: UUID, typed: str) -> Verdict:
    """What the door says to a code, or to a reference that is typed in full."""
    named = None
    if parse(typed).outcome is Outcome.FOREIGN:
        subject = digest(f"reference {desk.id}")
        with writing():
            check_limit("kiosk", subject, MOST_TRIES)
            named = guests.registration_of(typed)
            if named is None:
                count("kiosk", subject)
    duty = on_duty()
    answer = present(
        Presentation(
            scan_id=scan_id,
            desk_id=desk.id,
            event_id=event.id,
            scanned_at=clock.now(),
            code="" if named else typed,
            registration_id=named,
            steward_id=duty.account_id,
            device_id=duty.device_id,
            steward_name=duty.name,
            week_id=duty.week_id,
        )
    )
    if answer is not None:
        return answer.verdict
    stored = kept.scan(scan_id) or abort(404)
    return stored.verdict


def _event(desk: Desk, key: str | None) -> Event | None:
    """The event that is named; else the one that runs, or begins next."""
    events = programme.events_of(desk.week)
    named = as_uuid(key)
    if named:
        return next((one for one in events if one.id == named), None)
    now = clock.now()
    later = [one for one in events if one.ends_at > now]
    last = events[-1] if events else None
    return later[0] if later else last


def _lately(desk: Desk, key: UUID | None) -> Scan | None:
    """A scan of this kiosk that was made just now."""
    scan = kept.scan(key) if key else None
    is_fresh = scan is not None and clock.now() - scan.received_at < TOLD_FOR
    return scan if scan and is_fresh and scan.desk_id == desk.id else None


def _outcome(scan: Scan) -> str:
    return OUTCOMES.get(scan.verdict, DESK)


def _to_print(desk: Desk, scan_id: UUID) -> Badge | None:
    """The badge that may be printed after a scan.

    Not one that was printed before: whoever shows it holds it. And only where somebody
    saw the printer of this kiosk work.
    """
    scan = _lately(desk, scan_id)
    if scan is None or scan.verdict is not Verdict.ADMITTED or scan.undone_at:
        return None
    if not desk.has_printer or not scan.registration_id:
        return None
    if not queries.design_of(desk.week_id).kiosk_prints:
        return None
    badge = queries.badge_of_week(desk.week_id, scan.registration_id)
    if badge is None:
        return None
    others = [
        one
        for one in queries.prints_of(scan.registration_id)
        if one.badge_id == badge.id and one.id != scan_id
    ]
    return None if others else badge


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""
