"""A host's own page: who of the awaited guests has come. Opened by a private link."""

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.checkin.models.awaiting import Awaited
from eventapp.checkin.queries import alerts as known
from eventapp.checkin.queries.groups import presence
from eventapp.checkin.service import alerting
from eventapp.kernel.tokens import digest
from eventapp.web.audience import public
from eventapp.web.forms import one_line

bp = Blueprint("hosts", __name__, url_prefix="/awaited")

LONGEST_NAME = 200


@bp.after_request
def keep_private(response: Response) -> Response:
    """No search engine and no other site learns of these addresses."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/<token>")
@public
def guests(token: str) -> ResponseReturnValue:
    """Who has come, when and where; who has seen it."""
    awaited = _awaited(token)
    event = awaited.event
    return render_template(
        "checkin/host.html",
        week=awaited.week,
        awaited=awaited,
        alerts=known.alerts_of(awaited),
        presence=presence(awaited.delegation_id, event.id)
        if awaited.delegation_id and event
        else None,
        token=token,
    )


@bp.post("/<token>/seen")
@public
def see(token: str) -> ResponseReturnValue:
    """Say that somebody has seen it, and cares for the guests."""
    awaited = _awaited(token)
    typed = str(one_line(request.form.get("name", "")))
    name = " ".join(typed.split())[:LONGEST_NAME]
    if alerting.see(awaited, name or awaited.host_name):
        flash(_("Thank you. The desk sees that you know."))
    return redirect(url_for(".guests", token=token), 303)


def _awaited(token: str) -> Awaited:
    """What the link opens; unknown and ended ones look alike."""
    found = known.awaited_by_link(digest(token)) or abort(404)
    g.zone = found.week.tzinfo
    return found
