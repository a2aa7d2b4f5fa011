"""The outbox: what was written to whom, and what became of it."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.config import current
from eventapp.dashboard import service
from eventapp.dashboard.forms.people import MessageFilter
from eventapp.dashboard.office import bp
from eventapp.mail import barring
from eventapp.mail import queries as mail
from eventapp.mail.models import Message, MessageStatus
from eventapp.mail.service import send_again as queue_again
from eventapp.mail.words import bar_word
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.web.addresses import here, neighbours, page_number, searched
from eventapp.web.lookup import get_or_404


@bp.get("/<slug>/outbox")
@requires(Right.MANAGE)
def outbox(slug: str) -> ResponseReturnValue:
    """What was written, to whom, when, and what failed."""
    week = week_at(slug)
    page = page_number()
    form = MessageFilter(request.args).offer()
    rows, has_more = mail.messages_of(
        week.id, status=form.chosen_status, search=searched(), page=page
    )
    return render_template(
        "dashboard/outbox.html",
        week=week,
        rows=rows,
        page=page,
        pages=neighbours(page, has_more=has_more),
        filter=form,
        counts=mail.counts_of(week.id),
        statuses=MessageStatus,
        has_server=current().smtp is not None,
        is_filtered=bool(form.chosen_status or searched()),
        everything=url_for(".outbox", slug=slug),
        here=here,
    )


@bp.get("/<slug>/outbox/<uuid:message_id>")
@requires(Right.MANAGE)
def message(slug: str, message_id: UUID) -> ResponseReturnValue:
    """One message as it was written."""
    week = week_at(slug)
    return render_template(
        "dashboard/message.html",
        week=week,
        message=(found := _message(week, message_id)),
        is_dead=barring.is_dead(found.to_address),
        bar=bar_word(found.bar) if found.bar else None,
        statuses=MessageStatus,
        has_server=current().smtp is not None,
    )


@bp.post("/<slug>/outbox/<uuid:message_id>/again")
@requires(Right.MANAGE)
def send_again(slug: str, message_id: UUID) -> ResponseReturnValue:
    """Queue a message that failed once more."""
    week = week_at(slug)
    found = _message(week, message_id)
    queue_again(found)
    service.keep(signed_in(), "message.queued_again", found.subject, found)
    flash(_("The message will be sent again."))
    return redirect(url_for(".message", slug=slug, message_id=found.id))


def _message(week: Week, key: UUID) -> Message:
    found = get_or_404(Message, key)
    return found if found.week_id == week.id else abort(404)
