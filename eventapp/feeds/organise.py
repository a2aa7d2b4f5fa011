"""Where the office gives private calendars, shows them again, and ends them."""

from collections.abc import Callable
from uuid import UUID

from flask import (
    Blueprint,
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
from markupsafe import Markup

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Account
from eventapp.accounts.vocabulary import Right
from eventapp.feeds import queries
from eventapp.feeds.clients import present_client
from eventapp.feeds.models import FeedAddress
from eventapp.feeds.own import roles_of
from eventapp.feeds.service import addresses
from eventapp.feeds.ways import ways
from eventapp.kernel import qr
from eventapp.kernel.i18n import spoken
from eventapp.planning.queries.itinerary import itinerary
from eventapp.programme.access import row_at, week_at
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.web.lookup import get_or_404

bp = Blueprint("feed_office", __name__, url_prefix="/organise")


@bp.after_request
def keep_private(response: Response) -> Response:
    """Keep the addresses on a page out of memories, and out of what links tell."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/<slug>/calendars")
@requires(Right.READ)
def calendars(slug: str) -> ResponseReturnValue:
    """One's own calendar of the week as planned, and all that were given."""
    week = week_at(slug)
    address = queries.address_of(week, signed_in())
    given = [one for one in queries.given_in(week) if one is not address]
    return render_template(
        "feeds/calendars.html",
        week=week,
        given=given,
        **_shown(address, spoken().tag),
    )


@bp.post("/<slug>/calendars")
@requires(Right.READ)
def act(slug: str) -> ResponseReturnValue:
    """Give oneself a calendar, another address of it, or none."""
    week, account = week_at(slug), signed_in()
    _deed()(week, account, account)
    return redirect(url_for(".calendars", slug=slug))


@bp.post("/<slug>/calendars/<uuid:feed_id>/end")
@requires(Right.MANAGE)
def end(slug: str, feed_id: UUID) -> ResponseReturnValue:
    """End an address that was given, whoever has it."""
    address = row_at(week_at(slug), FeedAddress, feed_id)
    addresses.end(address, by=signed_in())
    flash(_("The address has ended."))
    return redirect(url_for(".calendars", slug=slug))


@bp.get("/<slug>/people/<uuid:person_id>/calendar")
@requires(Right.MANAGE)
def person(slug: str, person_id: UUID) -> ResponseReturnValue:
    """The calendar of a person with parts: to be given, shown, sent, ended."""
    week = week_at(slug)
    someone = _expected(week, person_id)
    return render_template(
        "feeds/person_calendar.html",
        week=week,
        person=someone,
        count=len(roles_of(week.id, someone.id)),
        **_shown(queries.address_of(week, someone), someone.language),
    )


@bp.post("/<slug>/people/<uuid:person_id>/calendar")
@requires(Right.MANAGE)
def act_for(slug: str, person_id: UUID) -> ResponseReturnValue:
    """What a button of that page does."""
    week = week_at(slug)
    someone = _expected(week, person_id)
    _deed()(week, someone, signed_in())
    return redirect(url_for(".person", slug=slug, person_id=person_id))


def _expected(week: Week, person_id: UUID) -> Person:
    """Somebody with a part in this week, planned too, or with a calendar of it."""
    someone = get_or_404(Person, person_id)
    if not itinerary(week, someone) and queries.address_of(week, someone) is None:
        abort(404)
    return someone


def _give(week: Week, owner: Account | Person, by: Account) -> None:
    before = queries.address_of(week, owner)
    was_given = before is not None and before.digest is not None
    addresses.give(week, owner, by=by)
    if was_given:
        flash(_("The calendar has a new address. The old one has ended."))
    else:
        flash(_("The calendar has an address now."))


def _end(week: Week, owner: Account | Person, by: Account) -> None:
    addresses.end(_given(week, owner), by=by)
    flash(_("The address has ended."))


def _send(week: Week, owner: Account | Person, by: Account) -> None:
    addresses.send(_given(week, owner), by=by)
    flash(_("The message is on its way."))


_DEEDS: dict[str, Callable[[Week, Account | Person, Account], None]] = {
    "give": _give,
    "end": _end,
    "send": _send,
}


def _deed() -> Callable[[Week, Account | Person, Account], None]:
    return _DEEDS.get(request.form.get("do", "")) or abort(400)


def _given(week: Week, owner: Account | Person) -> FeedAddress:
    return queries.address_of(week, owner) or abort(404)


def _shown(address: FeedAddress | None, tag: str) -> dict[str, object]:
    """An address in every way, as it is shown to those who may see it."""
    is_given = address is not None and address.digest is not None
    path = addresses.path_of(address) if address and is_given else None
    shown: dict[str, object] = {"address": address if is_given else None, "ways": None}
    if address is None or path is None:
        return shown
    told = ways(f"{path}?lang={tag}", str(address.week.name))
    title = _("QR code of the private calendar address")
    code = qr.svg(told.webcal, title, is_address=True)
    return shown | {
        "ways": told,
        "client": present_client(),
        "code": Markup(code),  # noqa: S704 - drawn by us
    }
