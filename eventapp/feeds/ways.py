"""The address of a calendar, as each program wants to be told of it."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from eventapp import config

GOOGLE = "https://calendar.google.com/calendar/r?cid="
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb?"
OUTLOOK_AT_WORK = "https://outlook.office.com/calendar/0/addfromweb?"


@dataclass(frozen=True)
class Ways:
    """One calendar, in every way in which it is taken up."""

    address: str
    webcal: str
    google: str
    outlook: str
    outlook_at_work: str
    download: str | None  # where a copy may be had, too


def ways(path: str, name: str, download: str | None = None) -> Ways:
    """The ways to the calendar at `path`; Google's takes a webcal address alone.

    Not `webcals:`, which Apple's calendars do not know.
    """
    address = config.current().address + path
    webcal = f"webcal://{address.partition('://')[2]}"
    web = urlencode({"url": address, "name": name}, safe="", quote_via=quote)
    return Ways(
        address=address,
        webcal=webcal,
        google=GOOGLE + quote(webcal, safe=""),
        outlook=OUTLOOK + web,
        outlook_at_work=OUTLOOK_AT_WORK + web,
        download=download,
    )
