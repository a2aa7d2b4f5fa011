"""A delegate's page about the own calendar: how events come into it, its address."""

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from eventapp import config
from eventapp.feeds.answering import MEDIA_TYPE
from eventapp.feeds.clients import present_client
from eventapp.feeds.own_views import write_agenda
from eventapp.feeds.ways import ways
from eventapp.kernel import clock, i18n, qr
from eventapp.registration.access import delegate, own_registration
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import agenda
from eventapp.registration.service.noting import note_about
from eventapp.scheduling import queries
from eventapp.scheduling.errors import AddressTaken, NoAddress
from eventapp.scheduling.forms import WayForm
from eventapp.scheduling.service.ways import choose, way_of
from eventapp.scheduling.vocabulary import CalendarWay

bp = Blueprint(
    "own_calendar", __name__, url_prefix="/me/<uuid:registration_id>/calendar"
)


@bp.after_request
def keep_private(response: Response) -> Response:
    """Keep the address on the page out of memories, and out of what links tell."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.route("", methods=["GET", "POST"])
@delegate
def show(registration_id: UUID) -> ResponseReturnValue:
    """How my events come into my calendar: by subscription, by mail, or not."""
    registration = _confirmed(registration_id)
    form = WayForm().offer()
    refused = None
    if form.validate_on_submit():
        try:
            way = CalendarWay(form.way.data)
            drops = form.take_back.data or _drops_mails(registration, way)
            choose(registration, way, take_back=drops)
        except (AddressTaken, NoAddress) as refusal:
            refused = refusal
        else:
            flash(_("Saved."))
            return redirect(url_for(".show", registration_id=registration.id))
    page = _page(registration, form, refused)
    return page, refused.status if refused else form.status


@bp.get("/my-events.ics")
@delegate
def file(registration_id: UUID) -> ResponseReturnValue:
    """My events as they are now, to be saved; changes do not reach it."""
    registration = _confirmed(registration_id)
    response = Response(write_agenda(registration.id))
    response.headers["Content-Type"] = MEDIA_TYPE
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Disposition"] = 'attachment; filename="my-events.ics"'
    return response


@bp.post("/renew")
@delegate
def renew(registration_id: UUID) -> ResponseReturnValue:
    """Give the private calendar a new address."""
    registration = _confirmed(registration_id)
    agenda.renew_agenda(registration)
    note_about(registration, "calendar.address_renewed")
    flash(_("Your calendar has a new address. The old one has ended."))
    return redirect(url_for(".show", registration_id=registration.id))


def _confirmed(registration_id: UUID) -> Registration:
    """The delegate's own registration; before it is confirmed, it has no calendar."""
    registration = own_registration(registration_id)
    return registration if registration.is_confirmed else abort(404)


def _drops_mails(registration: Registration, way: CalendarWay) -> bool:
    """Who subscribes would see twice what came by mail; a wish once said stays."""
    before = queries.way_chosen(registration)
    is_wished = before is not None and before.takes_back
    return is_wished or way is CalendarWay.SUBSCRIPTION


def _page(registration: Registration, form: WayForm, refused: Exception | None) -> str:
    week = registration.week
    way = way_of(registration)
    if way is CalendarWay.MAIL and not week.invites_by_mail:
        way = CalendarWay.NEITHER
    return render_template(
        "scheduling/mine.html",
        registration=registration,
        week=week,
        form=form,
        refused=refused,
        way=way.value,
        is_off=way_of(registration) is CalendarWay.MAIL and way is not CalendarWay.MAIL,
        by_mail=queries.mailed_events(registration, clock.now()),
        client=present_client(),
        has_mail=config.current().smtp is not None,
        **(_address(registration) if way is CalendarWay.SUBSCRIPTION else {}),
    )


def _address(registration: Registration) -> dict[str, object]:
    """The private address in every way, also as a code for this page alone."""
    path = url_for(
        "feeds.agenda",
        token=agenda.agenda_token(registration),
        lang=i18n.spoken().tag,
    )
    name = _("%(week)s: my events", week=registration.week.name)
    copy = url_for(".file", registration_id=registration.id)
    told = ways(path, name, copy)
    title = _("QR code of your private calendar address")
    code = qr.svg(told.webcal, title, is_address=True)
    return {"ways": told, "code": Markup(code)}  # noqa: S704 - drawn by us
