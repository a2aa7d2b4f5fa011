"""What vobject understands: Radicale, pretix and pretalx stand on it."""

from typing import Any

import vobject

from tests.readers.python.reading import Understood, moment, tell


def read(text: str) -> list[Understood]:
    calendar = vobject.readOne(text)
    return [understood(event) for event in calendar.contents.get("vevent", [])]


def understood(event: Any) -> Understood:
    def value(name: str) -> Any:
        return event.contents[name][0].value if name in event.contents else None

    return {
        "uid": value("uid"),
        "sequence": int(value("sequence")),
        "status": value("status"),
        "summary": value("summary"),
        "description": value("description"),
        "location": value("location"),
        "url": value("url"),
        "categories": value("categories"),
        "start": moment(value("dtstart")),
        "end": moment(value("dtend")),
    }


if __name__ == "__main__":
    tell("vobject", read)
