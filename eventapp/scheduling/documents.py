"""One event for one calendar: the iCalendar document of a mail (RFC 5546, 6047)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from flask_babel import gettext as _

from eventapp.feeds.document import (
    CLOSING,
    OPENING,
    CalendarEvent,
    Status,
    content_line,
    render_event,
)
from eventapp.feeds.zones import vtimezone
from eventapp.mail.models import CalendarMethod

END: Final = b"END:VEVENT\r\n"
INVITED: Final = (
    "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
)


@dataclass(frozen=True)
class Party:
    """Who invites or is invited: an address, and a name for people."""

    address: str
    name: str


@dataclass(frozen=True)
class Revision:
    """By which a calendar knows that this is later than what it has."""

    sequence: int
    revised_at: datetime


def document(
    event: CalendarEvent,
    method: CalendarMethod,
    revision: Revision,
    organiser: Party,
    attendee: Party,
) -> bytes:
    """The document: always the same octets for the same.

    The receiver is its only attendee: nobody learns who else comes.
    """
    shown = replace(event, sequence=revision.sequence, changed_at=revision.revised_at)
    if method is CalendarMethod.CANCEL and event.status is not Status.CANCELLED:
        title = _("Cancelled: %(event)s", event=event.summary)
        shown = replace(shown, summary=title, status=Status.CANCELLED)
    block = render_event(shown)
    zone = vtimezone(block.zone) if block.zone else None
    return b"".join(
        [
            OPENING,
            content_line("METHOD", method.upper()),
            zone or b"",
            block.octets.removesuffix(END),
            content_line(f"ORGANIZER;CN={_quoted(organiser.name)}", _mailto(organiser)),
            content_line(f"{INVITED};CN={_quoted(attendee.name)}", _mailto(attendee)),
            END,
            CLOSING,
        ]
    )


def _quoted(name: str) -> str:
    """A parameter's value. Few readers know how to quote a quote (RFC 6868)."""
    plain = "".join(sign for sign in " ".join(name.split()) if sign.isprintable())
    return '"' + plain.replace('"', "'") + '"'


def _mailto(party: Party) -> str:
    return f"mailto:{''.join(party.address.split())}"
