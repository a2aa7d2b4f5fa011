"""Fetching a calendar: judged at each step, small, and over within seconds."""

import http.client
import ssl
import threading
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from eventapp.exchange.asking.errors import (
    AllBusy,
    AnswerSpoilt,
    AnswerTooLarge,
    LeavesSafety,
    NotACalendar,
    NotReached,
    NoTrust,
    TooManySteps,
    TooSlow,
    Unwilling,
    WebPage,
)
from eventapp.exchange.asking.guard import Target, endpoints, target_of
from eventapp.exchange.asking.wire import Connection, Deadline, within

SECONDS = 12.0  # for all of it: names, redirects, every octet
MOST_STEPS = 4  # redirects
LARGEST = 3_000_000  # bytes, on the wire and unpacked
PIECE = 65_536
MOST_AT_ONCE = 2  # threads of a process that wait for others
LONGEST_MARK = 200
ANSWERED, NOT_MODIFIED = 200, 304
MOVED = frozenset({301, 302, 303, 307, 308})
BEGINNING = b"BEGIN:VCALENDAR"
HEADERS = {
    "Accept": "text/calendar, */*;q=0.1",
    "Accept-Encoding": "gzip",
    "Connection": "close",
    "User-Agent": "PartnershipWeek (calendar check)",
}

_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True)
class Marks:
    """By what an answer is known again."""

    etag: str | None = None
    modified: str | None = None

    def asked(self) -> dict[str, str]:
        """The headers that ask for what is newer than this."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class Answer:
    """A calendar as it came, or None where it is the one we know."""

    content: bytes | None
    marks: Marks = field(default_factory=Marks)


def fetch(
    address: str, *, allowed: Sequence[str] = (), known: Marks | None = None
) -> Answer:
    """The calendar at an address; `allowed` are the inner hosts that may be asked.

    Raises:
        FileRefused: it is not asked, or gives no calendar; the sentence says why.
    """
    if not _turns.acquire(blocking=False):
        raise AllBusy
    try:
        return _follow(target_of(address, allowed=allowed), allowed, known or Marks())
    finally:
        _turns.release()


def _follow(target: Target, allowed: Sequence[str], known: Marks) -> Answer:
    deadline = Deadline(SECONDS)
    first = target
    for _step in range(MOST_STEPS + 1):
        # What stands elsewhere is not what these marks were given for.
        marks = known if target == first else Marks()
        try:
            found = _ask(target, allowed, marks, deadline)
        except TimeoutError:
            raise TooSlow(host=target.host, seconds=round(SECONDS)) from None
        except ssl.SSLCertVerificationError:
            raise NoTrust(host=target.host) from None
        except (OSError, http.client.HTTPException, ValueError):
            raise NotReached(host=target.host) from None
        if isinstance(found, Answer):
            return found
        if target.scheme == "https" and found.scheme == "http":
            raise LeavesSafety
        target = found
    raise TooManySteps


def _ask(
    target: Target, allowed: Sequence[str], known: Marks, deadline: Deadline
) -> Answer | Target:
    """One question: an answer, or where to ask instead."""
    places = within(deadline, lambda: endpoints(target, allowed))
    connection = Connection(target, places, deadline)
    try:
        connection.putrequest(
            "GET", target.path, skip_host=True, skip_accept_encoding=True
        )
        for name, value in ({"Host": target.authority} | HEADERS).items():
            connection.putheader(name, value)
        for name, value in known.asked().items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        if response.status in MOVED and (location := response.getheader("Location")):
            return _next(target, location, allowed)
        if response.status == NOT_MODIFIED and known.asked():
            return Answer(None, known)
        if response.status != ANSWERED:
            raise Unwilling(host=target.host, status=response.status)
        content = _body(response, target)
        _check_calendar(content, response)
        return Answer(content, _marks(response))
    finally:
        connection.end()


def _next(target: Target, location: str, allowed: Sequence[str]) -> Target:
    following = target.leads_to(location, allowed)
    if following == target:
        raise TooManySteps
    return following


def _body(response: http.client.HTTPResponse, target: Target) -> bytes:
    """The octets, unpacked, never more than we take: a bomb is told by its size."""
    packing = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip"}:
        raise AnswerSpoilt(host=target.host)
    unpacker = zlib.decompressobj(wbits=31) if "gzip" in packing else None
    found = bytearray()
    received = 0
    while piece := response.read1(PIECE):
        received += len(piece)
        try:
            found += unpacker.decompress(piece, LARGEST + 1) if unpacker else piece
        except zlib.error:
            raise AnswerSpoilt(host=target.host) from None
        if max(received, len(found)) > LARGEST or (
            unpacker and unpacker.unconsumed_tail
        ):
            raise AnswerTooLarge(size=LARGEST // 1_000_000)
    if response.length or (unpacker and not unpacker.eof):
        raise NotReached(host=target.host)  # it ended before it was whole
    return bytes(found)


def _check_calendar(content: bytes, response: http.client.HTTPResponse) -> None:
    if BEGINNING in content[:400].upper():
        return
    start = content[:1000].lstrip().lower()
    kind = (response.getheader("Content-Type") or "").lower()
    is_page = start.startswith((b"<!doctype html", b"<html")) or "html" in kind
    raise WebPage if is_page else NotACalendar


def _marks(response: http.client.HTTPResponse) -> Marks:
    return Marks(_short(response, "ETag"), _short(response, "Last-Modified"))


def _short(response: http.client.HTTPResponse, name: str) -> str | None:
    """A mark fit to be sent back; others are as good as none."""
    value = (response.getheader(name) or "").strip()
    fits = len(value) <= LONGEST_MARK and value.isascii() and value.isprintable()
    return value if value and fits else None
