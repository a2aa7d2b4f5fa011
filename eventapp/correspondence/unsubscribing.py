"""Doing without mails that are not essential: no sign-in, and never by looking."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.kernel.db import db
from eventapp.mail import barring, words
from eventapp.mail.models import MailKind, Message
from eventapp.mail.unsubscribing import message_of
from eventapp.programme.models.weeks import Week
from eventapp.web.audience import keyed, public

bp = Blueprint("unsubscribing", __name__, url_prefix="/mails")
OFFERED = (MailKind.NEWS, MailKind.REMINDER, MailKind.INVITATION)


@bp.get("/<token>")
@public
def choose(token: str) -> ResponseReturnValue:
    """Which mails somebody gets from a week."""
    message, week = _found(token)
    unwanted = barring.unwanted_kinds(message.to_address, week.id)
    user, _at, domain = message.to_address.partition("@")
    kinds = [kind for kind in OFFERED if kind not in unwanted]
    return render_template(
        "correspondence/choose.html",
        week=week,
        token=token,
        address=f"{user[:1]}…@{domain}",
        came_from=words.mail_kind_word(message.kind) if message.kind in kinds else "",
        others=[kind.value for kind in kinds if kind is not message.kind],
        kinds=[
            (kind.value, words.mail_kind_word(kind), kind not in unwanted)
            for kind in OFFERED
        ],
    )


@bp.post("/<token>")
@public
def keep(token: str) -> ResponseReturnValue:
    """Send the ticked kinds, and no others."""
    message, week = _found(token)
    wanted = {kind for kind in OFFERED if kind.value in request.form.getlist("kind")}
    barring.subscribe(message.to_address, week.id, *wanted)
    barring.unsubscribe(message.to_address, week.id, *(set(OFFERED) - wanted))
    flash(_("Saved."))
    return redirect(url_for(".choose", token=token))


@bp.get("/<token>/at-once")
@public
def look(token: str) -> ResponseReturnValue:
    """Whoever follows the address that programs post to may choose."""
    return redirect(url_for(".choose", token=token))


@bp.post("/<token>/at-once")
@public
@keyed
def end(token: str) -> ResponseReturnValue:
    """One press in a mail program: no more mails of this kind (RFC 8058)."""
    message, week = _found(token)
    barring.unsubscribe(message.to_address, week.id, message.kind)
    return "", 204


def _found(token: str) -> tuple[Message, Week]:
    message = message_of(token) or abort(404)
    return message, db.session.get(Week, message.week_id) or abort(404)
