"""Putting messages into the outbox, and taking them to the mail server."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from eventapp.kernel import clock
from eventapp.kernel.db import db, lock, writing
from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.models import MailKind, Message, MessageStatus

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than all the server's time-outs together
MOST_ATTEMPTS = 8
TOKEN = re.compile(r"(?<=/)[\w-]{22}(?=\s|\.ics\b)", re.ASCII)  # of kernel.tokens
FIRST_PAUSE = timedelta(seconds=30)
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


class UndeliverableError(Exception):
    """The server will never take this message (SMTP 5xx)."""


class TryLaterError(Exception):
    """The server does not take this message now (SMTP 4xx)."""


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
    db.session.flush()
    gone = db.session.execute(
        update(Message)
        .where(Message.status == MessageStatus.QUEUED, *conditions)
        .values(status=MessageStatus.WITHDRAWN)
        .execution_options(synchronize_session="fetch", preserve_rowcount=True)
    )
    count: int = gone.rowcount  # type: ignore[attr-defined]  # a cursor's result
    return count


def deliver(transport: Callable[[Message], None]) -> int:
    """Take due messages to `transport`, and tell how many were sent.

    A lease is committed before a message leaves, so that two workers never send the
    same one; a worker that dies leaves it to be tried again after the lease. Where
    the server itself is away, the others wait for the next round.
    """
    sent = 0
    while (key := _lease()) is not None:
        message = db.session.get_one(Message, key)
        db.session.expunge(message)
        db.session.rollback()
        outcome = _try(transport, message)
        _settle(key, outcome)
        sent += outcome.error is None
        if outcome.is_server_away:
            break
    return sent


@dataclass(frozen=True)
class _Outcome:
    """What became of one try."""

    error: str | None = None
    is_final: bool = False
    is_server_away: bool = False


def _lease() -> UUID | None:
    now = clock.now()
    due = (
        select(Message)
        .where(Message.status == MessageStatus.QUEUED, Message.due_at <= now)
        .order_by(Message.due_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with writing():
        while (message := db.session.scalar(due)) is not None:
            if message.attempts < MOST_ATTEMPTS:
                message.due_at = now + LEASE
                message.attempts += 1
                return message.id
            # It was tried, and nobody came back to tell.
            message.status = MessageStatus.FAILED
            message.last_error = message.last_error or "interrupted"
            db.session.flush()
    return None


def _try(transport: Callable[[Message], None], message: Message) -> _Outcome:
    try:
        transport(message)
    except UndeliverableError as error:
        return _Outcome(_said(error), is_final=True)
    except TryLaterError as error:
        return _Outcome(_said(error))
    except OSError as error:
        return _Outcome(_said(error), is_server_away=True)
    except Exception as error:
        log.exception("message %s could not be composed", message.id)
        return _Outcome(_said(error))
    return _Outcome()


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def without_secrets(text: str) -> str:
    """`text` without the tokens at the ends of its addresses, to be kept."""
    return TOKEN.sub("\N{HORIZONTAL ELLIPSIS}", text)


def _settle(key: UUID, outcome: _Outcome) -> None:
    with writing():
        message = db.session.get_one(Message, key)
        now = clock.now()
        if outcome.error is None:
            message.status = MessageStatus.SENT
            message.text = without_secrets(message.text)  # its receiver has them
            message.calendar = message.organizer = None  # as is the secret in them
            message.sent_at = now
            message.last_error = None
            return
        message.last_error = outcome.error[:500]
        if outcome.is_final or message.attempts >= MOST_ATTEMPTS:
            message.status = MessageStatus.FAILED
            return
        message.due_at = now + FIRST_PAUSE * 2 ** (message.attempts - 1)
