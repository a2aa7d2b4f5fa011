"""Reading a mailbox by IMAP: what came since the last letter read, oldest first."""

import imaplib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from ssl import create_default_context
from typing import Any

from eventapp.variables import Mailbox

TIMEOUT_SECONDS = 20
LARGEST = 1_000_000  # bytes; a larger letter is no answer of a calendar
MOST_LETTERS = 100  # at a time
MOST_OCTETS = 5_000_000  # at a time, and one letter
FIRST_DAYS = 14  # of letters that are read the first time
MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
SIZE = re.compile(rb"UID (\d+)\b.*?RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+).*?UID (\d+)")


class MailboxAwayError(Exception):
    """The server of the mailbox does not answer, or not as it should."""


@dataclass(frozen=True)
class Place:
    """How far a mailbox was read. Another `validity`: all its numbers are new."""

    validity: int
    last: int


@dataclass(frozen=True)
class Letter:
    """One letter as it came; `content` is None where it is too large."""

    place: Place
    content: bytes | None


def letters_after(mailbox: Mailbox, before: Place | None, today: date) -> list[Letter]:
    """The next letters of a mailbox, unread as they were; the oldest ones first.

    Raises:
        MailboxAwayError: try again later.
    """
    try:
        with _opened(mailbox) as client:
            return list(_letters(client, before, today))
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        raise MailboxAwayError(type(error).__qualname__) from error


@contextmanager
def _opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    client: imaplib.IMAP4
    if mailbox.is_sealed:
        client = imaplib.IMAP4_SSL(
            mailbox.host,
            mailbox.port,
            ssl_context=create_default_context(),
            timeout=TIMEOUT_SECONDS,
        )
    else:
        client = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=TIMEOUT_SECONDS)
        if "STARTTLS" in client.capabilities:
            client.starttls(create_default_context())
    try:
        client.login(mailbox.user, mailbox.password)
        folder = mailbox.folder.replace("\\", r"\\").replace('"', r"\"")
        _ask(client.select(f'"{folder}"', readonly=True))
        yield client
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            client.logout()


def _letters(
    client: imaplib.IMAP4, before: Place | None, today: date
) -> Iterator[Letter]:
    _name, [validity] = client.response("UIDVALIDITY")
    present = int(validity or 0)
    last = before.last if before and before.validity == present else 0
    wanted = f"UID {last + 1}:*" if last else f"SINCE {_day(today)}"
    [found] = _ask(client.uid("SEARCH", wanted))
    keys = sorted(key for key in map(int, (found or b"").split()) if key > last)
    taken = 0
    for key in keys[:MOST_LETTERS]:
        content = _content(client, key)
        yield Letter(Place(present, key), content)
        taken += len(content or b"")
        if taken > MOST_OCTETS:
            return  # the others come in the next round


def _content(client: imaplib.IMAP4, key: int) -> bytes | None:
    size = _ask(client.uid("FETCH", str(key), "(RFC822.SIZE)"))
    told = SIZE.search(size[0]) if size and isinstance(size[0], bytes) else None
    if told is None or int(told[2] or told[3]) > LARGEST:
        return None
    for part in _ask(client.uid("FETCH", str(key), "(BODY.PEEK[])")):
        if isinstance(part, tuple):
            return bytes(part[1])
    return None  # somebody deleted it meanwhile


def _ask(answer: tuple[str, Any]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return list(data)


def _day(today: date) -> str:
    """A day as IMAP writes it, whatever the language of this machine."""
    first = today - timedelta(days=FIRST_DAYS)
    return f"{first.day:02d}-{MONTHS[first.month - 1]}-{first.year}"
