"""The registration desk sees who is expected and not here, and which guests came."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.checkin.duty import at_desk, on_duty
from eventapp.checkin.models.awaiting import Alert
from eventapp.checkin.post import LONGEST_CODE, bp, desk_at, event_at
from eventapp.checkin.queries import alerts as known
from eventapp.checkin.queries.missing import PAGE, expected
from eventapp.checkin.service import alerting
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel import clock
from eventapp.web.addresses import neighbours, page_number

__all__ = ("bp",)  # views.py adds the other pages to it


@bp.get("/<uuid:desk_id>/missing")
@at_desk(DeskRole.REGISTRATION)
def missing(desk_id: UUID) -> ResponseReturnValue:
    """Who is expected at an event and not here yet, by delegation."""
    desk = desk_at(desk_id)
    event = event_at(desk, request.args.get("event"))
    words = request.args.get("q", "")[:LONGEST_CODE]
    page = page_number()
    found = expected(event, words, page)
    return render_template(
        "checkin/missing.html",
        desk=desk,
        event=event,
        words=words,
        expected=found,
        page=page,
        size=PAGE,
        pages=neighbours(page, has_more=found.has_more),
    )


@bp.get("/<uuid:desk_id>/alerts")
@at_desk(DeskRole.REGISTRATION)
def alerts(desk_id: UUID) -> ResponseReturnValue:
    """Awaited guests who have come: whose hosts have seen it, and whose have not."""
    desk = desk_at(desk_id)
    since = clock.now() - known.SEEN_FOR
    return render_template(
        "checkin/alerts.html",
        desk=desk,
        hosts=_by_host(known.unseen_alerts(desk.week_id)),
        seen=known.seen_alerts(desk.week_id, since),
        event=request.args.get("event"),
    )


@bp.post("/<uuid:desk_id>/alerts/<uuid:awaited_id>/seen")
@at_desk(DeskRole.REGISTRATION)
def tell_host(desk_id: UUID, awaited_id: UUID) -> ResponseReturnValue:
    """Note that the desk has told the host, by phone or at the desk."""
    desk, duty = desk_at(desk_id), on_duty()
    awaited = known.awaited(awaited_id)
    if awaited is None or awaited.week_id != desk.week_id:
        abort(404)
    alerting.see(awaited, duty.name, by_id=duty.account_id)
    flash(_("Noted: the host knows."))
    event = request.form.get("event") or None
    return redirect(url_for(".alerts", desk_id=desk.id, event=event), 303)


def _by_host(alerts: Sequence[Alert]) -> list[list[Alert]]:
    """The guests of each host together, in the order of the first ones."""
    found: dict[UUID, list[Alert]] = {}
    for alert in alerts:
        found.setdefault(alert.awaited_id, []).append(alert)
    return list(found.values())
