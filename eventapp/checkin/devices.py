"""The devices of a week, for who supervises: made, shown as a code, watched, ended."""

from uuid import UUID

from flask import (
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.checkin.duty import Duty, at_desk, forget, on_duty
from eventapp.checkin.forms import DeviceForm
from eventapp.checkin.models.desks import Device
from eventapp.checkin.post import bp, supervised
from eventapp.checkin.queries import desks as known
from eventapp.checkin.queries import devices as kept
from eventapp.checkin.service import devices
from eventapp.checkin.vocabulary import DeskRole
from eventapp.config import current
from eventapp.kernel import clock, qr
from eventapp.programme.models.weeks import Week
from eventapp.web.conditional import fragment
from eventapp.web.forms import as_uuid


@bp.get("/weeks/<slug>/devices")
@at_desk(DeskRole.SUPERVISOR)
def devices_of_week(slug: str) -> ResponseReturnValue:
    """All devices, those at work first."""
    week = supervised(slug)
    return render_template(
        "checkin/devices.html",
        week=week,
        devices=kept.devices_of(week.id),
        now=clock.now(),
    )


@bp.route("/weeks/<slug>/devices/new", methods=["GET", "POST"])
@at_desk(DeskRole.SUPERVISOR)
def make_device(slug: str) -> ResponseReturnValue:
    """Add a device, and show its code."""
    week = supervised(slug)
    today = clock.now().astimezone(week.tzinfo).date()
    desks = known.desks_of(week)
    duty = on_duty()
    form = DeviceForm().offer(week, desks, today, _roles(duty))
    if form.validate_on_submit():
        device = devices.make_device(
            week, form.plan(week), by=duty.name, by_id=duty.account_id
        )
        return redirect(url_for(".device", slug=slug, device_id=device.id))
    if request.method == "GET" and (desk := as_uuid(request.args.get("desk"))):
        form.desk.data = str(desk) if desk in {one.id for one in desks} else ""
    page = render_template("checkin/make_device.html", week=week, form=form)
    return page, form.status


@bp.get("/weeks/<slug>/devices/<uuid:device_id>")
@at_desk(DeskRole.SUPERVISOR)
def device(slug: str, device_id: UUID) -> ResponseReturnValue:
    """One device: its code while nobody has scanned it, else how it is."""
    week = supervised(slug)
    return render_template("checkin/device.html", **_shown(week, device_id))


@bp.get("/weeks/<slug>/devices/<uuid:device_id>/state")
@at_desk(DeskRole.SUPERVISOR)
def device_state(slug: str, device_id: UUID) -> ResponseReturnValue:
    """The part of that page which changes when the code is scanned."""
    week = supervised(slug)
    return fragment(render_template("checkin/_device.html", **_shown(week, device_id)))


@bp.get("/weeks/<slug>/devices/<uuid:device_id>/code.svg")
@at_desk(DeskRole.SUPERVISOR)
def device_code(slug: str, device_id: UUID) -> ResponseReturnValue:
    """The code as a picture, for the camera of the phone."""
    week = supervised(slug)
    link = _link(_device(week, device_id)) or abort(404)
    picture = qr.svg(link, _("Set-up code of a device"), is_address=True)
    return Response(picture, mimetype="image/svg+xml")


@bp.post("/weeks/<slug>/devices/<uuid:device_id>/code")
@at_desk(DeskRole.SUPERVISOR)
def renew_code(slug: str, device_id: UUID) -> ResponseReturnValue:
    """Show another code; the old one ends."""
    week, duty = supervised(slug), on_duty()
    devices.renew_code(_device(week, device_id), by=duty.name, by_id=duty.account_id)
    return redirect(url_for(".device", slug=slug, device_id=device_id))


@bp.route("/weeks/<slug>/devices/<uuid:device_id>/revoke", methods=["GET", "POST"])
@at_desk(DeskRole.SUPERVISOR)
def revoke_device(slug: str, device_id: UUID) -> ResponseReturnValue:
    """Say what becomes of what waits on it, then end it."""
    week, duty = supervised(slug), on_duty()
    found = _device(week, device_id)
    if request.method == "GET":
        return render_template(
            "checkin/revoke_device.html", week=week, device=found, now=clock.now()
        )
    devices.revoke(found, by=duty.name, by_id=duty.account_id)
    forget()
    flash(_("The device has ended. It forgets everything when it is next online."))
    return redirect(url_for(".device", slug=slug, device_id=device_id))


def _roles(duty: Duty) -> set[DeskRole]:
    """What the new device may be: a stolen one that supervises makes no second one."""
    return set(DeskRole) - ({DeskRole.SUPERVISOR} if duty.device_id else set())


def _shown(week: Week, key: UUID) -> dict[str, object]:
    found, now = _device(week, key), clock.now()
    return {
        "week": week,
        "device": found,
        "state": found.state(now),
        "link": _link(found),
        "own": on_duty().device_id == found.id,
    }


def _link(found: Device) -> str | None:
    """What the code holds: a phone's own camera opens it."""
    code = devices.code_of(found, clock.now())
    return code and current().address + url_for(".begin", setup=code)


def _device(week: Week, key: UUID) -> Device:
    found = kept.device(key)
    return found if found and found.week_id == week.id else abort(404)
