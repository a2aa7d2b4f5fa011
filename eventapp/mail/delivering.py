"""Taking messages to the mail server: each at most once (docs/decisions/0051)."""

import logging
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from eventapp.kernel import clock
from eventapp.kernel.db import db, writing
from eventapp.mail import barring
from eventapp.mail.models import Bar, MailKind, Message, MessageStatus

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # until the letter is with the server, whole
ANSWERED_WITHIN = timedelta(minutes=15)  # longer than we wait for the last answer
ROUND_SECONDS = 20.0  # then other work has its turn
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
TOKEN = re.compile(r"(?<=/)[\w-]{22}(?=\s|\.ics\b)", re.ASCII)  # of kernel.tokens
IS_OPEN = (MessageStatus.QUEUED, MessageStatus.SENDING, MessageStatus.UNCERTAIN)

HandOver = Callable[[], None]
Send = Callable[[Message, HandOver], None]
Transport = Callable[[], AbstractContextManager[Send]]


class UndeliverableError(Exception):
    """The server will never take this message (SMTP 5xx)."""

    def __init__(self, said: str, *, code: str | None = None) -> None:
        """`code`: there is no such address, and what tells it (RFC 3463)."""
        super().__init__(said)
        self.code = code


class TryLaterError(Exception):
    """The server does not take this message now (SMTP 4xx)."""


class UnansweredError(Exception):
    """The server has the whole message, and nobody knows whether it took it."""


class NotOursError(Exception):
    """The message was withdrawn, or another worker has it."""


def deliver(transport: Transport) -> int:
    """Take due messages to `transport`, and tell how many were sent.

    A lease is committed before a message leaves, so that two workers never send the
    same one. What `transport` was given whole, it hands over: this too is committed,
    before the server can take it. A worker that dies earlier leaves the message to be
    tried again; one that dies later leaves it uncertain, and nobody sends it twice.
    Where the server itself is away, the others wait for the next round.
    """
    ends = time.monotonic() + ROUND_SECONDS
    sent = 0
    with writing():
        _note_unanswered(clock.now())
        message = _lease()
    with transport() as send:
        while message is not None:
            outcome = _try(send, message)
            is_last = outcome.is_server_away or time.monotonic() >= ends
            with writing():
                _settle(message, outcome)
                message = None if is_last else _lease()
            sent += outcome.status is MessageStatus.SENT
    return sent


def without_secrets(text: str) -> str:
    """`text` without the tokens at the ends of its addresses, to be kept."""
    return TOKEN.sub("\N{HORIZONTAL ELLIPSIS}", text)


@dataclass(frozen=True)
class _Outcome:
    """What became of one try; no status: it was never ours."""

    status: MessageStatus | None
    error: str | None = None
    dead: str | None = None  # the code that says that there is no such address
    is_server_away: bool = False


def _note_unanswered(now: datetime) -> None:
    """Whoever handed these over never told what the server said."""
    db.session.execute(
        update(Message)
        .where(Message.status == MessageStatus.SENDING, Message.due_at <= now)
        .values(status=MessageStatus.UNCERTAIN, last_error="interrupted")
        .execution_options(synchronize_session=False)
    )


def _lease() -> Message | None:
    """The next message, read as it is to be sent, and ours for a while."""
    now = clock.now()
    while (message := _next(now)) is not None:
        if message.attempts >= MOST_ATTEMPTS:
            # It was tried, and nobody came back to tell.
            message.status = MessageStatus.FAILED
            message.last_error = message.last_error or "interrupted"
        elif bar := _bar_of(message):
            message.status, message.bar = MessageStatus.WITHDRAWN, bar
        else:
            message.due_at = now + LEASE
            message.attempts += 1
            db.session.flush()
            db.session.refresh(message)
            db.session.expunge(message)
            return message
        db.session.flush()
    return None


def _next(now: datetime) -> Message | None:
    """What is due: first what nobody can do without, whatever else waits."""
    due = (
        select(Message)
        .where(Message.status == MessageStatus.QUEUED, Message.due_at <= now)
        .order_by(Message.due_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    first = due.where(Message.kind == MailKind.ESSENTIAL)
    return db.session.scalar(first) or db.session.scalar(due)


def _bar_of(message: Message) -> Bar | None:
    found = barring.barred([message.to_address], message.week_id, message.kind)
    return found.get(message.to_address)


def _try(send: Send, message: Message) -> _Outcome:
    try:
        send(message, lambda: _hand_over(message.id, message.attempts))
    except NotOursError:
        return _Outcome(None)
    except Exception as error:  # noqa: BLE001 - whatever it is, the others go on
        return _outcome_of(error, message)
    return _Outcome(MessageStatus.SENT)


def _outcome_of(error: Exception, message: Message) -> _Outcome:
    said = str(error) or type(error).__name__
    if isinstance(error, UnansweredError):
        return _Outcome(MessageStatus.UNCERTAIN, said, is_server_away=True)
    if isinstance(error, UndeliverableError):
        return _Outcome(MessageStatus.FAILED, said, dead=error.code)
    if isinstance(error, OSError):
        return _Outcome(MessageStatus.QUEUED, said, is_server_away=True)
    if not isinstance(error, TryLaterError):
        log.error("message %s could not be composed", message.id, exc_info=error)
    return _Outcome(MessageStatus.QUEUED, said)


def _hand_over(key: UUID, attempt: int) -> None:
    """Note that the server has all but the end of a message, while it is still ours."""
    with writing():
        ours = db.session.scalar(
            update(Message)
            .where(
                Message.id == key,
                Message.status == MessageStatus.QUEUED,
                Message.attempts == attempt,
            )
            .values(status=MessageStatus.SENDING, due_at=clock.now() + ANSWERED_WITHIN)
            .returning(Message.id)
            .execution_options(synchronize_session=False)
        )
    if ours is None:
        raise NotOursError


def _settle(tried: Message, outcome: _Outcome) -> None:
    if outcome.dead:
        barring.note_dead(tried.to_address, outcome.dead)
    message = db.session.get(
        Message, tried.id, with_for_update=True, populate_existing=True
    )
    if (
        message is None
        or outcome.status is None
        or message.attempts != tried.attempts
        or message.status not in IS_OPEN
    ):
        return
    now = clock.now()
    message.last_error = outcome.error and outcome.error[:500]
    message.status = outcome.status
    if outcome.status is MessageStatus.SENT:
        message.text = without_secrets(message.text)  # its receiver has them
        message.calendar = message.organizer = None  # as is the secret in them
        message.sent_at = now
    elif outcome.status is MessageStatus.QUEUED:
        if message.attempts >= MOST_ATTEMPTS:
            message.status = MessageStatus.FAILED
        message.due_at = now + FIRST_PAUSE * 2 ** (message.attempts - 1)
