"""Putting messages into the outbox, and taking them to the mail server."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from eventapp.kernel import clock
from eventapp.kernel.db import add, db, writing
from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.models import Message, MessageStatus

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)


class MessageNotFailed(Refusal):
    """Only a message that failed is sent again."""

    message = lazy_gettext("This message is on its way or was sent.")


class UndeliverableError(Exception):
    """The server will never take this message (SMTP 5xx)."""


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
) -> Message:
    """Write a message into the outbox, in the present transaction."""
    now = clock.now()
    return add(
        Message(
            occasion=occasion,
            to_address=to_address,
            to_name=to_name,
            reply_to=reply_to,
            language=language,
            subject=" ".join(subject.split())[:300],
            text=text,
            status=MessageStatus.QUEUED,
            attempts=0,
            created_at=now,
            due_at=now,
            about_id=about_id,
            week_id=week_id,
        )
    )


def send_again(message: Message) -> None:
    """Queue a message that failed once more.

    Raises:
        MessageNotFailed: it is on its way or was sent.
    """
    if message.status is not MessageStatus.FAILED:
        raise MessageNotFailed
    message.status = MessageStatus.QUEUED
    message.attempts = 0
    message.due_at = clock.now()


def deliver(transport: Callable[[Message], None]) -> int:
    """Take due messages to `transport`, and tell how many were sent.

    A lease is committed before a message leaves, so that two workers never send the
    same one; a worker that dies leaves it to be tried again after the lease.
    """
    sent = 0
    while (key := _lease()) is not None:
        message = db.session.get_one(Message, key)
        db.session.expunge(message)
        db.session.rollback()
        error, is_final = _try(transport, message)
        sent += error is None
        _settle(key, error, is_final=is_final)
    return sent


def _lease() -> UUID | None:
    now = clock.now()
    due = (
        select(Message.id)
        .where(Message.status == MessageStatus.QUEUED, Message.due_at <= now)
        .order_by(Message.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with writing():
        key = db.session.scalar(due)
        if key is not None:
            db.session.execute(
                update(Message)
                .where(Message.id == key)
                .values(due_at=now + LEASE, attempts=Message.attempts + 1)
            )
    return key


def _try(
    transport: Callable[[Message], None], message: Message
) -> tuple[str | None, bool]:
    try:
        transport(message)
    except UndeliverableError as error:
        return str(error) or type(error).__name__, True
    except OSError as error:
        return str(error) or type(error).__name__, False
    return None, False


def _settle(key: UUID, error: str | None, *, is_final: bool) -> None:
    with writing():
        message = db.session.get_one(Message, key)
        now = clock.now()
        if error is None:
            message.status = MessageStatus.SENT
            message.sent_at = now
            message.last_error = None
            return
        message.last_error = error[:500]
        if is_final or message.attempts >= MOST_ATTEMPTS:
            message.status = MessageStatus.FAILED
            return
        message.due_at = now + FIRST_PAUSE * 2 ** (message.attempts - 1)
