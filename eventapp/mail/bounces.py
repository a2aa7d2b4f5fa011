"""Mails that came back: what a report of a mail server says (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Letter
from itertools import islice
from uuid import UUID

from eventapp.kernel.db import db
from eventapp.mail import barring
from eventapp.mail.models import Message, MessageStatus
from eventapp.mail.returning import message_returned_to, tells_of_nobody

MOST_PARTS = 50  # of a letter
MOST_HEADERS, LONGEST_HEADER = 20, 2000
RECEIVERS = ("To", "Delivered-To", "X-Original-To", "Envelope-To")
MESSAGE_ID = re.compile(
    r"^Message-ID:\s*<([0-9a-f-]{36})@", re.IGNORECASE | re.MULTILINE | re.ASCII
)
LARGEST = 200_000  # characters of the letter that is given back
CODE = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b", re.ASCII)
CAME_BACK = (MessageStatus.SENDING, MessageStatus.SENT, MessageStatus.UNCERTAIN)


@dataclass(frozen=True)
class Bounce:
    """A mail that did not arrive, as a server tells it."""

    message_id: UUID
    code: str  # RFC 3463; 5.0.0 where it does not say more
    said: str


def bounce_in(letter: Letter) -> Bounce | None:
    """The bounce that a letter tells; None: it tells another thing.

    Who is on holiday answers to the same address, and a server that tries on says so:
    neither means that the mail was lost. `letter` was read by the plain policy.
    """
    key = _key(letter)
    if key is None:
        return None
    for block in _blocks(letter):
        if str(block.get("Action", "")).strip().lower() == "failed":
            said = _one_line(block.get("Diagnostic-Code", ""))
            code = CODE.search(str(block.get("Status", ""))) or CODE.search(said)
            return Bounce(key, code[0] if code else "5.0.0", said)
    if letter.get("X-Failed-Recipients"):  # Exim, without a report
        return Bounce(key, "5.0.0", "")
    return None


def take(bounce: Bounce) -> bool:
    """Note at the message, and at its address if it is dead; whether it is news."""
    message = db.session.get(Message, bounce.message_id, with_for_update=True)
    if message is None or message.status not in CAME_BACK:
        return False
    message.status = MessageStatus.BOUNCED
    message.last_error = f"{bounce.code} {bounce.said}".strip()[:500]
    if tells_of_nobody(bounce.code):
        barring.note_dead(message.to_address, bounce.code)
    return True


def _key(letter: Letter) -> UUID | None:
    """Which message it is about: by the address to which it came, else by its head."""
    for name in RECEIVERS:
        for value in letter.get_all(name, [])[:MOST_HEADERS]:
            key = message_returned_to(str(value)[:LONGEST_HEADER])
            if key is not None:
                return key
    if letter.get_content_type() != "multipart/report":
        return None
    for part in islice(letter.walk(), MOST_PARTS):
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            found = MESSAGE_ID.search(str(part)[:LARGEST])
            if found:
                return _uuid(found[1])
    return None


def _blocks(letter: Letter) -> Iterator[Letter]:
    for part in islice(letter.walk(), MOST_PARTS):
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            if isinstance(blocks, list):
                yield from (
                    one for one in blocks[:MOST_PARTS] if isinstance(one, Letter)
                )


def _one_line(words: object) -> str:
    return " ".join(str(words)[:LONGEST_HEADER].split())


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
