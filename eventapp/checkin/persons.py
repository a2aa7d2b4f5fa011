"""One person at a registration desk: state, events, badge; a lost one is replaced."""

from datetime import datetime
from uuid import UUID

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from eventapp.badges import service as badges
from eventapp.badges.models import Badge
from eventapp.checkin import answers
from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.forms_of_people import ReplaceForm
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.post import bp, desk_at, event_at
from eventapp.checkin.queries import people as guests
from eventapp.checkin.queries import scans as kept
from eventapp.checkin.queries.desk_people import (
    badges_of,
    registration_at,
    visits_of,
)
from eventapp.checkin.queries.groups import presence
from eventapp.checkin.reading import answers_for_desks
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel import clock, qr
from eventapp.kernel.codes import show_number
from eventapp.programme.models.events import Event
from eventapp.registration import notices as letters
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.opening import spares
from eventapp.web.forms import as_uuid

__all__ = ("bp",)  # views.py adds the other pages to it

DIGITS = 3  # nobody has lost a thousand badges


@bp.get("/<uuid:desk_id>/people/<uuid:registration_id>")
@at_desk(DeskRole.REGISTRATION)
def person(desk_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Who it is, where they stand, and what can be done for them here."""
    desk = desk_at(desk_id)
    event = event_at(desk, request.args.get("event"))
    found = _person(desk, registration_id)
    guest = guests.guest_at(event, found.id) or abort(404)
    known = badges_of(found)
    delegation = found.delegation_id and presence(found.delegation_id, event.id)
    return render_template(
        "checkin/person.html",
        desk=desk,
        event=event,
        registration=found,
        state=answers.state_of(guest),
        guest=guest,
        visits=visits_of(found),
        badges=known,
        code=_picture(found, known.live),
        delegation=delegation,
        said=answers_for_desks(desk.week, [guest])[0].lines,
        scan=_scan(desk, request.args.get("scan"), clock.now()),
        form=ReplaceForm().offer(),
    )


@bp.post("/<uuid:desk_id>/people/<uuid:registration_id>/replace")
@at_desk(DeskRole.REGISTRATION)
def replace_badge(desk_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """End the lost badge at once, everywhere, and make another one."""
    desk = desk_at(desk_id)
    found = _person(desk, registration_id)
    form = ReplaceForm().offer()
    if not form.validate_on_submit():
        flash(_("Choose why the badge is replaced."), "warn")
    elif badges_of(found).replaced == _seen(request.form.get("replaced")):
        duty = on_duty()
        reason = form.reason.data
        badges.reissue(found, actor=duty.name, actor_id=duty.account_id, reason=reason)
        flash(_("The old code no longer opens any door. Print the new badge."))
    return redirect(_back(desk, found), 303)


@bp.post("/<uuid:desk_id>/people/<uuid:registration_id>/link")
@at_desk(DeskRole.REGISTRATION)
def send_badge_link(desk_id: UUID, registration_id: UUID) -> ResponseReturnValue:
    """Send the link to the badge again, to where our mails go already."""
    desk = desk_at(desk_id)
    found = _person(desk, registration_id)
    if not found.address or not found.is_live:
        abort(404)
    if spares(found.address):
        letters.send_link(found)
        flash(_("We sent the link to the badge."))
    else:
        flash(_("We sent this link several times. Wait some minutes."), "warn")
    return redirect(_back(desk, found), 303)


def _person(desk: Desk, key: UUID) -> Registration:
    found = registration_at(desk.week_id, key)
    if found is None or not found.is_named:
        abort(404)
    g.zone = desk.week.tzinfo
    return found


def _picture(registration: Registration, badge: Badge | None) -> Markup | None:
    """The code to photograph; None where there is none, or it cannot be made again."""
    code = badges.code_of(badge) if badge else None
    if code is None or not registration.is_confirmed:
        return None
    number = show_number(registration.number)
    return Markup(qr.svg(code, _("Badge %(number)s", number=number)))  # noqa: S704 - ours


def _scan(desk: Desk, key: str | None, now: datetime) -> answers.ScanView | None:
    """What became of the admission that led to this page."""
    scan_id = as_uuid(key)
    scan = kept.scan(scan_id) if scan_id else None
    if scan is None or scan.desk_id != desk.id:
        return None
    return answers.stored_view(scan, now)


def _seen(text: str | None) -> int:
    """How many badges were replaced when the page was made; so one press is one."""
    is_count = text is not None and text.isdecimal() and len(text) <= DIGITS
    return int(text or "") if is_count else -1


def _back(desk: Desk, registration: Registration) -> str:
    event: Event = event_at(desk, request.form.get("event"))
    return url_for(
        ".person", desk_id=desk.id, registration_id=registration.id, event=event.id
    )
