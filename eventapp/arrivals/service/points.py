"""Points: entered, found by what a list calls them, removed."""

import re

from sqlalchemy import select

from eventapp.arrivals import queries
from eventapp.arrivals.entries import PointEntry
from eventapp.arrivals.errors import InUse, KeyTaken
from eventapp.arrivals.models.journeys import Point
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.service.pickups import touch
from eventapp.arrivals.vocabulary import PointKind
from eventapp.kernel.db import add, db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import searchable
from eventapp.programme.models.weeks import Week

AIRPORT_CODE = re.compile("[A-Z]{3}")  # of IATA
STATION_WORDS = ("station", "railway", "火车站", "站")
LONGEST_KEY = 60


def keep_point(week: Week, entry: PointEntry, point: Point | None = None) -> Point:
    """Enter a point, or change one.

    Raises:
        KeyTaken: another point of the week has this key.
    """
    known = point_called(week, entry.key)
    if known is not None and known is not point:
        raise KeyTaken(key=entry.key)
    if point is None:
        return add(Point(week_id=week.id, week=week, **vars(entry)))
    for name, value in vars(entry).items():
        setattr(point, name, value)
    db.session.flush()
    waiting = select(Pickup).where(Pickup.point_id == point.id).order_by(Pickup.id)
    touch(db.session.scalars(waiting).all())  # those whom they meet read its name
    return point


def point_called(week: Week, text: str) -> Point | None:
    """The point that a list calls `text`: by its key, or by a name of it."""
    sought = searchable(text)
    for point in queries.points_of(week):
        names = (point.key, *point.name.values())
        if sought in map(searchable, names):
            return point
    return None


def point_for(week: Week, text: str) -> Point:
    """The same, entered where the week has none yet; for imports."""
    text = " ".join(text.split())
    return point_called(week, text) or keep_point(week, guessed(text))


def guessed(text: str) -> PointEntry:
    """What `text` most likely is: three capitals are an airport."""
    kind = PointKind.ADDRESS
    if AIRPORT_CODE.fullmatch(text):
        kind = PointKind.AIRPORT
    elif any(word in text.casefold() for word in STATION_WORDS):
        kind = PointKind.STATION
    return PointEntry(text[:LONGEST_KEY], kind, Localised({"en": text}))


def remove_point(point: Point) -> None:
    """Take a point away.

    Raises:
        InUse: a journey or a pick-up names it.
    """
    if queries.is_point_used(point):
        raise InUse(name=point.name)
    db.session.delete(point)
    db.session.flush()
