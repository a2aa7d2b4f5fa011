"""What Home Assistant understands: the library is its own."""

from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from tests.readers.python.reading import Understood, moment, tell


def read(text: str) -> list[Understood]:
    return [
        understood(event) for event in IcsCalendarStream.calendar_from_ics(text).events
    ]


def understood(event: Event) -> Understood:
    return {
        "uid": event.uid,
        "sequence": event.sequence,
        "status": event.status and event.status.value,
        "summary": event.summary,
        "description": event.description,
        "location": event.location,
        "url": str(event.url) if event.url else None,
        "categories": event.categories,
        "start": moment(event.dtstart),
        "end": moment(event.dtend),
    }


if __name__ == "__main__":
    tell("ical", read)
