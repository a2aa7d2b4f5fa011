"""The addresses of the programme: its days, its views, what was chosen of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import request, url_for

from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import Moment

ALL = "all"
ROOMS = "rooms"
LIST = "list"
FILTERS = ("q", "kind", "language", "venue", "institution", "starred")
CHOICES = frozenset({"day", "view", *FILTERS})
MANY_EVENTS = 120  # more are not read at once, nor sent without being asked for
MANY_DAYS = 10  # more do not fit on a rail


@dataclass(frozen=True)
class DayLink:
    """A day above the programme; the first of a month says so."""

    date: date
    href: str
    current: bool
    today: bool


def chosen_day(
    dates: Sequence[date], moment: Moment, *, is_narrowed: bool, is_long: bool
) -> tuple[date | None, bool]:
    """The day in the address, else today; None for all that was chosen.

    A long programme opens at one day: today, the next one, or the first when all are
    over. The second value says whether the address names a day that does not exist.
    """
    asked = request.args.get("day", "")
    if asked == ALL:
        return None, False
    if asked:
        known = {on.isoformat(): on for on in dates}
        return known.get(asked), asked not in known
    if is_narrowed or not dates:
        return None, False
    if moment.today in dates and len(dates) > 1:
        return moment.today, False
    if is_long or request.args.get("view") == ROOMS:
        ahead = (on for on in dates if on > moment.today)
        return next(ahead, dates[0]), False
    return None, False


def rail(
    week: Week, dates: Sequence[date], on: date | None, moment: Moment
) -> list[DayLink]:
    """The days as links, for the rail above the programme."""
    return [
        DayLink(
            one,
            here(week, day=one.isoformat()),
            current=one == on,
            today=one == moment.today,
        )
        for one in dates
    ]


def here(week: Week, **changes: str | None) -> str:
    """The address of this programme with some choices changed."""
    kept = {name: request.args.get(name) for name in sorted(CHOICES)}
    wanted = {name: value for name, value in (kept | changes).items() if value}
    path = url_for("programme.programme", slug=week.slug)
    return f"{path}?{urlencode(wanted)}" if wanted else path
