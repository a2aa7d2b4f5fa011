"""The addresses by which a calendar takes up the programme of a week."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import url_for

from eventapp import config
from eventapp.programme.models.weeks import Week

GOOGLE = "https://calendar.google.com/calendar/r?cid="
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb?"
OUTLOOK_AT_WORK = "https://outlook.office.com/calendar/0/addfromweb?"


@dataclass(frozen=True)
class Ways:
    """One feed, as each application wants to be told of it."""

    address: str
    webcal: str
    download: str
    picture: str
    google: str
    outlook: str
    outlook_at_work: str
    schedule: str  # for schedule apps


def ways(week: Week, language: str) -> Ways:
    """The ways to the feed of a week in a language; Google's takes webcal alone."""
    path = url_for("feeds.week", slug=week.slug, lang=language)
    address = config.current().address + path
    webcal = f"webcal://{address.partition('://')[2]}"
    web = urlencode({"url": address, "name": str(week.name)})
    return Ways(
        address=address,
        webcal=webcal,
        download=path,
        picture=url_for("feeds.picture", slug=week.slug, lang=language),
        google=GOOGLE + quote(webcal, safe=""),
        outlook=OUTLOOK + web,
        outlook_at_work=OUTLOOK_AT_WORK + web,
        schedule=config.current().address
        + url_for("schedule.xml", slug=week.slug, lang=language),
    )
