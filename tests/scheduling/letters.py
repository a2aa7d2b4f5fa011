"""Answers as the calendars of the world write them."""

from email import message_from_bytes
from email.message import Message

EVENT = "8f14e45f-ceea-467f-a0e6-1234567890ab"
TOKEN = "abcdefghijklmnopqrstuvwxyz"
OURS = f"calendar+{TOKEN}@week.example"
ZONE = """\
BEGIN:VTIMEZONE
TZID:China Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
"""
REPLY = """\
BEGIN:VCALENDAR
PRODID:{product}
VERSION:2.0
METHOD:{method}
{zone}BEGIN:VEVENT
UID:{uid}
DTSTAMP:20271101T080000Z
DTSTART:20271109T020000Z
DTEND:20271109T040000Z
SEQUENCE:{sequence}
{organizer}ATTENDEE{parameters}PARTSTAT={answer}:{scheme}{attendee}
SUMMARY:Opening
BEGIN:VALARM
UID:another
SEQUENCE:99
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def reply(
    *,
    product: str = "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
    method: str = "REPLY",
    zone: str = "",
    uid: str = EVENT,
    sequence: str = "3",
    organizer: str = OURS,
    parameters: str = ";CN=Anna Nowak;ROLE=REQ-PARTICIPANT;",
    answer: str = "ACCEPTED",
    scheme: str = "mailto:",
    attendee: str = "anna@uni.example",
) -> str:
    """What the calendar of somebody writes as text/calendar."""
    return REPLY.format(
        product=product,
        method=method,
        zone=zone,
        uid=uid,
        sequence=sequence,
        organizer=f"ORGANIZER:mailto:{organizer}\n" if organizer else "",
        parameters=parameters,
        answer=answer,
        scheme=scheme,
        attendee=attendee,
    ).replace("\n", "\r\n")


def letter(
    content: str | bytes,
    *,
    to: str = OURS,
    kind: str = 'text/calendar; method=REPLY; charset="UTF-8"',
    beside: str = "Anna accepted.",
) -> bytes:
    """A letter which carries it, with a text beside."""
    raw = content.encode() if isinstance(content, str) else content
    head = (
        f"From: Anna <anna@uni.example>\r\nTo: {to}\r\nSubject: Accepted: Opening\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=bound\r\n"
        f"\r\n--bound\r\nContent-Type: text/plain\r\n\r\n{beside}\r\n--bound\r\n"
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return head.encode() + raw + b"\r\n--bound--\r\n"


def read(content: bytes) -> Message:
    """The letter as our mailbox gives it."""
    return message_from_bytes(content)
