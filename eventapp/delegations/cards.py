"""The card of a delegation: its head's pages of it, and what the office shows, too."""

from uuid import UUID

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.badges import cards
from eventapp.badges.cards import CardFace
from eventapp.delegations import access
from eventapp.delegations.pages import bp
from eventapp.kernel import qr
from eventapp.registration.access import delegate
from eventapp.registration.models.delegations import Delegation

__all__ = ("bp", "picture_of_card")  # views.py adds the other pages to it


@bp.get("/<uuid:delegation_id>/card")
@delegate
def card(delegation_id: UUID) -> ResponseReturnValue:
    """The code for the whole delegation, large, with nothing around it."""
    found = access.own_delegation(delegation_id)
    face = _face(found)
    return render_template(
        "delegations/card.html", week=found.week, delegation=found, face=face
    )


@bp.get("/<uuid:delegation_id>/card.svg")
@delegate
def card_picture(delegation_id: UUID) -> ResponseReturnValue:
    """The same as a picture."""
    return picture_of_card(access.own_delegation(delegation_id))


def picture_of_card(delegation: Delegation) -> Response:
    """The code of a delegation's card as SVG; 404 where it has none."""
    face = _face(delegation)
    title = _("Card of %(delegation)s", delegation=face.title)
    return Response(qr.svg(face.code, title), mimetype="image/svg+xml")


def _face(delegation: Delegation) -> CardFace:
    live = cards.card_of(delegation.id) if delegation.is_confirmed else None
    return (cards.card_face(live) if live else None) or abort(404)
