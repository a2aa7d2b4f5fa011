"""What calendars answer: iTIP replies in letters (RFC 5546, 3.2.3; RFC 6047)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from itertools import islice
from uuid import UUID

from icalendar.parser import Contentline, Contentlines

from eventapp.scheduling.vocabulary import Answer

LARGEST = 100_000  # bytes of an answer; ours have some 2,000
TYPES = frozenset({"text/calendar", "application/ics"})
TOKEN = re.compile(r"\+([a-z2-7]{26})@", re.ASCII | re.IGNORECASE)
RECEIVERS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
MOST_PARTS = 50  # of a letter
MOST_HEADERS, LONGEST_HEADER = 20, 2000  # that name a receiver
MOST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True)
class Reply:
    """One answer, as it was written; nothing in it is proved yet."""

    event_id: UUID
    token: str  # of the address to which it was sent
    attendee: str  # in whose name, a mail address
    answer: Answer
    sequence: int  # of what was answered


def reply_in(letter: Message) -> Reply | None:
    """The answer that a letter carries; None where it is another letter.

    `letter` was read by the plain policy: the one that understands each header takes
    minutes for hostile ones.
    """
    for part in islice(letter.walk(), MOST_PARTS):
        if part.get_content_type() not in TYPES:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and len(content) <= LARGEST:
            reply = _reply(content, letter)
            if reply is not None:
                return reply
    return None


def _reply(content: bytes, letter: Message) -> Reply | None:
    said = dict(_said(content))
    answer = said.get("PARTSTAT", "").lower()
    token = _token(said.get("ORGANIZER", ""), letter)
    is_reply = said.get("METHOD", "").upper() == "REPLY"
    if not is_reply or token is None or answer not in set(Answer):
        return None
    try:
        event_id = UUID(said.get("UID", ""))
        sequence = int(said.get("SEQUENCE", "0"))
    except ValueError:
        return None
    if not 0 <= sequence <= MOST_SEQUENCE:
        return None
    attendee = _address(said.get("ATTENDEE", ""))
    return Reply(event_id, token, attendee, Answer(answer), sequence)


def _said(content: bytes) -> Iterator[tuple[str, str]]:
    """The properties that count; zones and alarms are passed over unread."""
    try:
        lines = Contentlines.from_ical(content)  # type: ignore[no-untyped-call]  # theirs
    except ValueError:  # it is no text
        return
    within: list[str] = []
    for line in filter(None, lines):
        name, value, partstat = _parts(line)
        if name == "BEGIN":
            within.append(value.upper())
        elif name == "END":
            del within[-1:]
        elif within in (["VCALENDAR"], ["VCALENDAR", "VEVENT"]):
            yield name, value
            if name == "ATTENDEE":
                yield "PARTSTAT", partstat


def _parts(line: Contentline) -> tuple[str, str, str]:
    try:
        name, parameters, value = line.parts()
    except ValueError:  # a line that is none
        return "", "", ""
    return name.upper(), str(value).strip(), str(parameters.get("PARTSTAT", ""))


def _token(organizer: str, letter: Message) -> str | None:
    """The secret in the address: as the calendar kept it, else as the letter came."""
    received = (
        str(value)[:LONGEST_HEADER]
        for name in RECEIVERS
        for value in letter.get_all(name, [])[:MOST_HEADERS]
    )
    for written in (organizer, *received):
        found = TOKEN.search(written)
        if found:
            return found[1].lower()
    return None


def _address(uri: str) -> str:
    return re.sub(r"(?i)\Amailto:", "", uri).strip().lower()
