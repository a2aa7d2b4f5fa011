"""A registration desk registers somebody who walks in: one short form, then a badge."""

from uuid import UUID, uuid5

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.checkin.duty import Duty, at_desk, on_duty
from eventapp.checkin.forms_of_people import WalkInForm, suggestions
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.post import bp, desk_at, event_at
from eventapp.checkin.queries.desk_people import look_alikes
from eventapp.checkin.service.deciding import Presentation
from eventapp.checkin.service.presenting import present
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel import clock
from eventapp.kernel.i18n import spoken
from eventapp.programme.models.events import Event
from eventapp.registration.errors import (
    ConsentNeeded,
    ReasonNeeded,
    RegistrationClosed,
    SupervisorNeeded,
)
from eventapp.registration.finding import where
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import walking_in
from eventapp.registration.service.walking_in import Steward, Threshold

__all__ = ("bp",)  # views.py adds the other pages to it

WALKED_IN = UUID("5f0d3d0e-5f0b-4d5e-9a54-6f2b6f6d7a10")  # names keys of registrations
UNPROCESSABLE = 422


@bp.route("/<uuid:desk_id>/walk-in", methods=["GET", "POST"])
@at_desk(DeskRole.REGISTRATION)
def walk_in(desk_id: UUID) -> ResponseReturnValue:
    """Register somebody, admit them, and lead to their badge."""
    desk, duty = desk_at(desk_id), on_duty()
    event = event_at(desk, request.values.get("event"))
    needed = walking_in.threshold(desk.week)
    form = WalkInForm().offer(desk.week, needed)
    alike = []
    problem = None
    if form.validate_on_submit():
        alike = [] if form.is_other.data else _alike(desk, form)
        if not alike:
            try:
                registration = _register(desk, form, duty)
            except (
                RegistrationClosed,
                SupervisorNeeded,
                ReasonNeeded,
                ConsentNeeded,
            ) as refusal:
                problem = str(refusal)
            else:
                if form.admits.data:
                    _admit(desk, event, registration, duty)
                return redirect(_person_page(desk, event, registration), 303)
    form.offer_key()
    language, text = desk.week.privacy.chosen(spoken().tag)
    page = render_template(
        "checkin/walk_in.html",
        desk=desk,
        event=event,
        form=form,
        alike=alike,
        problem=problem,
        needed=needed,
        is_barred=needed is Threshold.SUPERVISOR and not duty.may(DeskRole.SUPERVISOR),
        privacy=text,
        privacy_language=language,
    )
    return page, UNPROCESSABLE if alike or problem else form.status


@bp.get("/<uuid:desk_id>/institutions")
@at_desk(DeskRole.REGISTRATION)
def institutions(desk_id: UUID) -> ResponseReturnValue:
    """Institutions of the directory that fit, while somebody types."""
    desk_at(desk_id)
    found = suggestions(request.args.get("q", "")[:300])
    return jsonify(
        institutions=[
            {"name": str(one.name), "native": one.native_name, "where": where(one)}
            for one in found
        ]
    )


def _alike(desk: Desk, form: WalkInForm) -> list[Registration]:
    """Others of this name; the one that this very page made is no other."""
    own = _key(form)
    return [one for one in look_alikes(desk.week_id, form.name) if one.id != own]


def _register(desk: Desk, form: WalkInForm, duty: Duty) -> Registration:
    by = Steward(
        name=duty.name,
        desk=str(desk.name),
        may_decide=duty.may(DeskRole.SUPERVISOR),
        account_id=duty.account_id,
        reason=(form.reason.data or "") if form.reason else "",
    )
    return walking_in.register_walk_in(
        desk.week, form.entry(), form.consents(), key=_key(form), by=by
    )


def _admit(desk: Desk, event: Event, registration: Registration, duty: Duty) -> None:
    present(
        Presentation(
            scan_id=_scan_of(registration),
            desk_id=desk.id,
            event_id=event.id,
            registration_id=registration.id,
            scanned_at=clock.now(),
            steward_id=duty.account_id,
            device_id=duty.device_id,
            steward_name=duty.name,
            week_id=duty.week_id,
        )
    )


def _key(form: WalkInForm) -> UUID:
    """The same page makes the same registration, however often it is sent."""
    return uuid5(WALKED_IN, form.key or abort(422))


def _scan_of(registration: Registration) -> UUID:
    return uuid5(registration.id, "admission")


def _person_page(desk: Desk, event: Event, registration: Registration) -> str:
    return url_for(
        ".person",
        desk_id=desk.id,
        registration_id=registration.id,
        event=event.id,
        scan=_scan_of(registration),
    )
