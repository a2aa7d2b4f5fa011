"""The card of a delegation: shown to its head, kept by the office."""

from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Role
from eventapp.badges import cards, qr
from eventapp.badges.cards import CardFace
from eventapp.delegations import access, organise, queries
from eventapp.delegations.pages import bp
from eventapp.programme.access import week_at
from eventapp.registration.access import delegate
from eventapp.registration.models.delegations import Delegation

__all__ = ("bp",)  # views.py adds the other pages to it


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
    return _svg(_face(access.own_delegation(delegation_id)))


@organise.bp.get("/<slug>/delegations/<uuid:delegation_id>/card.svg")
@requires(Role.ORGANISER)
def office_card(slug: str, delegation_id: UUID) -> ResponseReturnValue:
    """The same for the office."""
    return _svg(_face(_delegation(slug, delegation_id)))


@organise.bp.post("/<slug>/delegations/<uuid:delegation_id>/card")
@requires(Role.ORGANISER)
def replace_card(slug: str, delegation_id: UUID) -> ResponseReturnValue:
    """End a lost card at once, everywhere, and make another one."""
    found = _delegation(slug, delegation_id)
    cards.reissue_card(found, actor=signed_in().name)
    flash(_("There is a new card. The old one no longer opens any list."))
    return redirect(
        url_for("delegations.delegation", slug=slug, delegation_id=found.id)
    )


def _delegation(slug: str, key: UUID) -> Delegation:
    found = queries.delegation(key)
    if found is None or found.week_id != week_at(slug).id:
        abort(404)
    return found


def _face(delegation: Delegation) -> CardFace:
    live = cards.card_of(delegation.id) if delegation.is_confirmed else None
    return (cards.card_face(live) if live else None) or abort(404)


def _svg(face: CardFace) -> Response:
    title = _("Card of %(delegation)s", delegation=face.title)
    return Response(qr.svg(face.code, title), mimetype="image/svg+xml")
