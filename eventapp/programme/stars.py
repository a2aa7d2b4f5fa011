"""Starred events of a reader without an account: short keys in a cookie of one week.

Script on the page reads and writes the same cookie, so that a page kept for everybody
can show each reader's own stars (docs/decisions/0022).
"""

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from flask import Response, request, url_for

from eventapp.config import current
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import MOST_STARS
from eventapp.web.language import YEAR_SECONDS

COOKIE = "stars"
SEEN = "stars_seen"  # the release that the reader's list showed last
DIGITS = 12  # 48 bits tell the events of one week from each other
KEYS = re.compile(rf"[0-9a-f]{{{DIGITS}}}(?:\.[0-9a-f]{{{DIGITS}}})*", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


def short_key(key: UUID) -> str:
    """The key of an event, as a cookie or an address keeps it."""
    return key.hex[:DIGITS]


def in_cookie(events: Iterable[Event]) -> frozenset[UUID]:
    """Which of these events this browser starred."""
    kept = request.cookies.get(COOKIE, "")
    if not KEYS.fullmatch(kept):
        return frozenset()
    wanted = set(kept.split(".")[:MOST_STARS])
    return frozenset(one.id for one in events if short_key(one.id) in wanted)


def keep(response: Response, week: Week, starred: Iterable[UUID]) -> None:
    """Let this browser remember these stars, and no others."""
    value = ".".join(sorted(short_key(key) for key in starred))
    _set(response, week, COOKIE, value, is_for_script=True)


def last_seen() -> int | None:
    """The number of the release that the reader's list showed last."""
    kept = request.cookies.get(SEEN, "")
    return int(kept) if NUMBER.fullmatch(kept) else None


def note_seen(response: Response, week: Week, number: int) -> None:
    """Remember that this reader has seen the list as of this release."""
    _set(response, week, SEEN, str(number))


def overlaps(events: Sequence[Event]) -> dict[UUID, tuple[Event, ...]]:
    """For each event those at which nobody can be as well; parts do not count."""
    live = [event for event in events if not event.is_cancelled]
    found = {
        one.id: tuple(
            other
            for other in live
            if one is not other
            and one.overlaps(other)
            and one.parent_id != other.id
            and other.parent_id != one.id
        )
        for one in live
    }
    return {key: others for key, others in found.items() if others}


def _set(
    response: Response,
    week: Week,
    name: str,
    value: str,
    *,
    is_for_script: bool = False,
) -> None:
    path = url_for("programme.week", slug=week.slug).rstrip("/")
    if not value:
        response.delete_cookie(name, path=path, samesite="Lax")
        return
    response.set_cookie(
        name,
        value,
        max_age=YEAR_SECONDS,
        path=path,
        secure=current().is_secure,
        httponly=not is_for_script,
        samesite="Lax",
    )
