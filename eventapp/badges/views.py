"""A delegate's badge: on the phone, as a picture, on paper."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.badges import printing, queries, sheets
from eventapp.badges.faces import BadgeFace
from eventapp.kernel import qr
from eventapp.registration.access import delegate, own_registration

bp = Blueprint("badges", __name__, url_prefix="/me/<uuid:registration_id>")


@bp.get("/badge")
@delegate
def show(registration_id: UUID) -> ResponseReturnValue:
    """The code, large, with nothing around it."""
    registration = own_registration(registration_id)
    return render_template(
        "badges/show.html",
        week=registration.week,
        registration=registration,
        face=_face(registration_id),
    )


@bp.get("/badge.<any(svg, png, pdf):form>")
@delegate
def picture(registration_id: UUID, form: str) -> ResponseReturnValue:
    """The badge to show, to save as a picture, or to print."""
    face = _face(registration_id)
    response = Response(_DRAWN[form](face), mimetype=_MEDIA[form])
    response.headers["Content-Disposition"] = (
        f'inline; filename="badge-{face.number}.{form}"'
    )
    return response


def _svg(face: BadgeFace) -> str:
    return qr.svg(face.code, _("Badge %(number)s", number=face.number))


def _face(registration_id: UUID) -> BadgeFace:
    registration = own_registration(registration_id)
    if not registration.is_confirmed:
        abort(404)
    badge = queries.badge_of(registration) or abort(404)
    return printing.face_of(badge, queries.design_of(registration.week_id))


_DRAWN: dict[str, Callable[[BadgeFace], str | bytes]] = {
    "svg": _svg,
    "png": sheets.badge_png,
    "pdf": sheets.badge_pdf,
}
_MEDIA = {"svg": "image/svg+xml", "png": "image/png", "pdf": printing.PDF}
