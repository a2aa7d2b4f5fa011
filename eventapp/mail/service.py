"""Putting messages into the outbox, and taking them out again before they leave."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, update

from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.models import MailKind, Message, MessageStatus

AT_ONCE = 500  # keys in one statement
# What was sent has lost the secrets in its addresses, and could only mislead.
MAY_GO_AGAIN = frozenset(
    {MessageStatus.FAILED, MessageStatus.UNCERTAIN, MessageStatus.WITHDRAWN}
)


class MessageNotFailed(Refusal):
    """Only a message that failed is sent again."""

    message = lazy_gettext("This message is on its way or was sent.")


class MessageNotWaiting(Refusal):
    """Only a message that waits is withdrawn."""

    message = lazy_gettext("This message no longer waits. It cannot be withdrawn.")


def put(  # noqa: PLR0913 - a message has these parts
    occasion: str,
    *,
    to_address: str,
    to_name: str,
    language: str,
    subject: str,
    text: str,
    reply_to: str | None = None,
    about_id: UUID | None = None,
    week_id: UUID | None = None,
    kind: MailKind = MailKind.ESSENTIAL,
    mailing_id: UUID | None = None,
    not_before: datetime | None = None,
) -> Message:
    """Write a message into the outbox, in the present transaction.

    Many of them are written together when the session is flushed. `not_before`: it
    waits there until then, and can be withdrawn. What its receiver does not want, or
    would never get, is withdrawn when it is due (see `barring`).
    """
    now = clock.now()
    message = Message(
        occasion=occasion,
        kind=kind,
        to_address=to_address,
        to_name=to_name,
        reply_to=reply_to,
        language=language,
        subject=" ".join(subject.split())[:300],
        text=text,
        status=MessageStatus.QUEUED,
        attempts=0,
        created_at=now,
        due_at=max(now, not_before or now),
        about_id=about_id,
        week_id=week_id,
        mailing_id=mailing_id,
    )
    db.session.add(message)
    return message


def send_again(message: Message) -> None:
    """Queue a message that failed once more.

    Raises:
        MessageNotFailed: it is on its way or was sent.
    """
    lock(message)
    if message.status not in MAY_GO_AGAIN:
        raise MessageNotFailed
    message.status = MessageStatus.QUEUED
    message.attempts = 0
    message.bar = None
    message.due_at = clock.now()


def withdraw(message: Message) -> None:
    """Let a message that waits never be sent.

    Raises:
        MessageNotWaiting: it is with the server, or was withdrawn before.
    """
    lock(message)
    if message.status is not MessageStatus.QUEUED:
        raise MessageNotWaiting
    message.status = MessageStatus.WITHDRAWN


def withdraw_all(*conditions: ColumnElement[bool]) -> int:
    """Let none of these be sent that wait still; tells how many these were.

    Whoever is about to hand one over looks once more before, so that this holds.
    """
    return len(_withdraw(*conditions))


def withdraw_these(keys: Collection[UUID]) -> set[UUID]:
    """Let none of these be sent that wait still; tells which these were."""
    wanted = list(keys)
    found: set[UUID] = set()
    for first in range(0, len(wanted), AT_ONCE):
        found.update(_withdraw(Message.id.in_(wanted[first : first + AT_ONCE])))
    return found


def _withdraw(*conditions: ColumnElement[bool]) -> list[UUID]:
    db.session.flush()
    gone = (
        update(Message)
        .where(Message.status == MessageStatus.QUEUED, *conditions)
        .values(status=MessageStatus.WITHDRAWN)
        .returning(Message.id)
        .execution_options(synchronize_session="fetch")
    )
    return list(db.session.scalars(gone))
