"""What did not arrive: many at once sent again, withdrawn, and addresses cleared."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.correspondence.office import bp
from eventapp.journal.service import note
from eventapp.kernel.db import db
from eventapp.mail import barring, service
from eventapp.mail.models import Message, MessageStatus
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.web.lookup import get_or_404


@bp.post("/outbox/all-failed-again")
@requires(Right.MANAGE)
def send_all_again(slug: str) -> ResponseReturnValue:
    """Queue all that failed once more; not what perhaps was sent."""
    week = week_at(slug)
    failed = db.session.scalars(
        select(Message).where(
            Message.week_id == week.id, Message.status == MessageStatus.FAILED
        )
    ).all()
    for message in failed:
        service.send_again(message)
    count = len(failed)
    if count:
        _note(week, "message.queued_again", _many(count))
    flash(
        ngettext(
            "%(num)s message will be sent again.",
            "%(num)s messages will be sent again.",
            count,
        )
    )
    return redirect(url_for("dashboard.outbox", slug=slug))


@bp.post("/outbox/withdraw-all")
@requires(Right.MANAGE)
def withdraw_all(slug: str) -> ResponseReturnValue:
    """Let nothing of this week be sent that waits still."""
    week = week_at(slug)
    count = service.withdraw_all(Message.week_id == week.id)
    if count:
        _note(week, "message.withdrawn", _many(count))
    flash(
        ngettext(
            "%(num)s message is withdrawn.", "%(num)s messages are withdrawn.", count
        )
    )
    return redirect(url_for("dashboard.outbox", slug=slug))


@bp.post("/outbox/<uuid:message_id>/withdraw")
@requires(Right.MANAGE)
def withdraw(slug: str, message_id: UUID) -> ResponseReturnValue:
    """Let a message that waits never be sent."""
    week = week_at(slug)
    message = _message(week, message_id)
    service.withdraw(message)
    _note(week, "message.withdrawn", message.subject, message.id)
    flash(_("The message is withdrawn."))
    return redirect(url_for("dashboard.message", slug=slug, message_id=message.id))


@bp.post("/outbox/<uuid:message_id>/clear-address")
@requires(Right.MANAGE)
def clear_address(slug: str, message_id: UUID) -> ResponseReturnValue:
    """Write to an address again from which mails came back."""
    week = week_at(slug)
    message = _message(week, message_id)
    if barring.clear(message.to_address):
        _note(week, "address.cleared", message.to_name, message.about_id)
    flash(_("We write to this address again."))
    return redirect(url_for("dashboard.message", slug=slug, message_id=message.id))


def _many(count: int) -> str:
    return ngettext("%(num)s message", "%(num)s messages", count)


def _note(week: Week, action: str, subject: str, key: UUID | None = None) -> None:
    by = signed_in()
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=subject,
        subject_id=key,
        week_id=week.id,
    )


def _message(week: Week, key: UUID) -> Message:
    found = get_or_404(Message, key)
    return found if found.week_id == week.id else abort(404)
