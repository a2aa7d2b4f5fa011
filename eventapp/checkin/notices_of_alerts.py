"""Letters to hosts: who has come, who came after all not, who has not looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from eventapp.checkin.models.awaiting import Alert, Awaited
from eventapp.config import current
from eventapp.kernel.db import db
from eventapp.kernel.i18n import speaking
from eventapp.kernel.tokens import address_token, derive
from eventapp.mail.models import Message, MessageStatus
from eventapp.mail.service import put
from eventapp.registration.notices import letter

COME, UNDONE, UNSEEN = "awaited.come", "awaited.undone", "awaited.unseen"


@dataclass(frozen=True)
class Letter:
    """What a host reads."""

    subject: str
    text: str


def link_token(awaited_id: UUID) -> str:
    """What stands at the end of a host's private address."""
    return address_token(derive(current().secret_key, "awaited", str(awaited_id)))


def link_of(awaited: Awaited) -> str:
    """The private address of a host."""
    return f"{current().address}/awaited/{link_token(awaited.id)}"


def tell_come(awaited: Awaited, alerts: Sequence[Alert], *, is_news: bool) -> None:
    """Write who has come; what is still in the outbox is written anew instead.

    So nine people who come with one card make one letter. Without news, nothing else
    is sent: the page of the host shows the rest.
    """
    waiting = _in_outbox(COME, alerts)
    if not awaited.host_address or not (waiting or is_news):
        return
    with speaking(awaited.language):
        told = _come(awaited, alerts)
    if waiting is not None:
        waiting.subject, waiting.text = told.subject[:300], told.text
        return
    _put(COME, awaited, awaited.host_address, told, alerts[-1])


def tell_undone(awaited: Awaited, alert: Alert, others: Sequence[Alert]) -> None:
    """Say that somebody has not come after all, or never say that they had."""
    waiting = _in_outbox(COME, [alert, *others])
    if waiting is not None and not others:
        db.session.delete(waiting)
        return
    if waiting is not None:
        waiting.about_id = others[0].registration_id
        tell_come(awaited, others, is_news=False)
        return
    if not awaited.host_address:
        return
    with speaking(awaited.language):
        name = str(alert.registration.name)
        told = Letter(
            _("Not here yet after all: %(name)s", name=name),
            _letter(
                awaited,
                _(
                    "We wrote that %(name)s has come. The desk has taken this back."
                    " We write again on arrival.",
                    name=name,
                ),
            ),
        )
    _put(UNDONE, awaited, awaited.host_address, told, alert)


def tell_unseen(awaited: Awaited, alerts: Sequence[Alert]) -> None:
    """Ask somebody else to care for guests whose host has not looked."""
    if not awaited.escalate_address:
        return
    with speaking(awaited.language):
        told = _come(
            awaited,
            alerts,
            _(
                "%(host)s has not seen this yet. Please care for these guests.",
                host=awaited.host_name,
            ),
        )
    _put(UNSEEN, awaited, awaited.escalate_address, told, alerts[0])


def _come(awaited: Awaited, alerts: Sequence[Alert], *more: str) -> Letter:
    first = str(alerts[0].registration.name)
    if awaited.delegation is None:
        subject = _("Here now: %(name)s", name=first)
    else:
        subject = ngettext(
            "Here now: %(num)s person of %(delegation)s",
            "Here now: %(num)s people of %(delegation)s",
            len(alerts),
            delegation=awaited.delegation.title,
        )
    lines = "\n".join(_line(awaited, alert) for alert in alerts)
    link = _("Tell the desk that you have seen this (keep this link private):")
    return Letter(
        subject,
        _letter(awaited, *more, f"{subject}\n{lines}", f"{link}\n{link_of(awaited)}"),
    )


def _line(awaited: Awaited, alert: Alert) -> str:
    hour = f"{alert.raised_at.astimezone(awaited.week.tzinfo):%H:%M}"
    where = f"{alert.scan.desk.name}, {alert.scan.event.title}"
    name = str(alert.registration.name)
    if alert.registration.is_head:
        name = _("%(name)s, head of the delegation", name=name)
    return f"{hour}  {name} – {where}"


def _letter(awaited: Awaited, *paragraphs: str) -> str:
    return letter(awaited.week, awaited.host_name, *paragraphs)


def _in_outbox(occasion: str, alerts: Sequence[Alert]) -> Message | None:
    """The letter about one of these that nobody has tried to send yet."""
    wanted = (
        select(Message)
        .where(
            Message.occasion == occasion,
            Message.about_id.in_([alert.registration_id for alert in alerts]),
            Message.to_address == alerts[0].awaited.host_address,
            Message.status == MessageStatus.QUEUED,
            Message.attempts == 0,
        )
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalar(wanted)


def _put(
    occasion: str, awaited: Awaited, address: str, told: Letter, alert: Alert
) -> None:
    is_host = address == awaited.host_address
    put(
        occasion,
        to_address=address,
        to_name=awaited.host_name if is_host else "",
        language=awaited.language,
        reply_to=awaited.week.contact_address,
        subject=told.subject,
        text=told.text,
        about_id=alert.registration_id,
        week_id=awaited.week_id,
    )
