"""Starred events of a registration: kept, so that its holder hears of changes."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete

from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.programme.errors import TooManyStars
from eventapp.programme.vocabulary import MOST_STARS
from eventapp.registration import own
from eventapp.registration.models.places import Star
from eventapp.registration.models.registrations import Registration


def keep_stars(
    registration: Registration, starred: Collection[UUID], dropped: UUID | None = None
) -> None:
    """Add stars to those of a registration, and take one away.

    Raises:
        TooManyStars: a list of everything is no list; never where none is added.
    """
    lock(registration)
    known = own.stars_of(registration)
    new = set(starred) - known - {dropped}
    if new and len(known | new) > MOST_STARS:
        raise TooManyStars(most=MOST_STARS)
    if dropped in known:
        db.session.execute(
            delete(Star).where(
                Star.registration_id == registration.id, Star.event_id == dropped
            )
        )
    now = clock.now()
    for key in new:
        add(Star(registration_id=registration.id, event_id=key, starred_at=now))
