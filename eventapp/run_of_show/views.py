"""The presider's page: opened by a private link alone, on a phone."""

from flask import Blueprint, Response, abort, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.kernel import clock
from eventapp.run_of_show import live, queries
from eventapp.run_of_show.models import Run
from eventapp.web.audience import public

bp = Blueprint("run", __name__, url_prefix="/run")


@bp.after_request
def keep_private(response: Response) -> Response:
    """No cache, no search engine and no other site learns of this address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Now and next; an unknown and an ended link look alike."""
    run = _run(token)
    return live.page(
        run,
        part=url_for(".part", token=token),
        action=url_for(".press", token=token),
        may_press=run.link_presses,
        office=None,
    )


@bp.get("/<token>/part")
@public
def part(token: str) -> ResponseReturnValue:
    """What of that page renews itself."""
    return live.part(_run(token), office=False)


@bp.post("/<token>/press")
@public
def press(token: str) -> ResponseReturnValue:
    """Begin the next cue, or go back one, where the organisers allow it."""
    run = _run(token)
    if not run.link_presses:
        abort(403)
    live.press(run, by=_("The presider’s link"))
    return redirect(url_for(".show", token=token))


def _run(token: str) -> Run:
    run = queries.run_by_link(token, clock.now()) or abort(404)
    g.zone = run.event.week.tzinfo
    return run
