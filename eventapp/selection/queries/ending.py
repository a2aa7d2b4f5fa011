"""What ends with a registration and does not come back: letters, cars, coach seats."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from flask_babel import ngettext
from sqlalchemy import select

from eventapp.arrivals.models.pickups import Passenger
from eventapp.arrivals.models.stays import Stay
from eventapp.coaches.models.seats import Seat
from eventapp.kernel.db import db
from eventapp.letters.models import LetterRequest
from eventapp.letters.vocabulary import ENDED
from eventapp.selection.models import Deed, DeedRow

LETTER, CAR, HOTEL, SEAT = "letter", "car", "hotel", "seat"
ENDS = "ends"  # in a row's `before`


def ends_of(keys: Collection[UUID]) -> dict[UUID, list[str]]:
    """What each of these registrations has that ends with it; four statements."""
    found: dict[UUID, list[str]] = {}
    statements = {
        LETTER: select(LetterRequest.registration_id).where(
            LetterRequest.registration_id.in_(keys), LetterRequest.status.not_in(ENDED)
        ),
        CAR: select(Passenger.registration_id).where(
            Passenger.registration_id.in_(keys), Passenger.left_at.is_(None)
        ),
        HOTEL: select(Stay.registration_id).where(
            Stay.registration_id.in_(keys),
            Stay.hotel_id.is_not(None),
            Stay.left_at.is_(None),
        ),
        SEAT: select(Seat.registration_id).where(
            Seat.registration_id.in_(keys), Seat.left_at.is_(None)
        ),
    }
    for name, statement in statements.items():
        for key in set(db.session.scalars(statement)):
            found.setdefault(key, []).append(name)
    return found


def ends_with(deed: Deed) -> dict[UUID, list[str]]:
    """What ended with a deed, by registration."""
    rows = db.session.execute(
        select(DeedRow.registration_id, DeedRow.before).where(
            DeedRow.deed_id == deed.id
        )
    )
    return {key: before[ENDS] for key, before in rows if ENDS in before}


def will_end(ends: Mapping[UUID, Sequence[str]]) -> Iterator[str]:
    """Sentences of what a press ends for good; none where there is nothing."""
    count = _count(ends, LETTER)
    if count:
        yield ngettext(
            "%(num)d visa letter ends, and the passport data for it are deleted for"
            " good.",
            "%(num)d visa letters end, and the passport data for them are deleted for"
            " good.",
            count,
        )
    if count := _count(ends, CAR):
        yield ngettext(
            "%(num)d person loses the seat in a car.",
            "%(num)d people lose the seat in a car.",
            count,
        )
    if count := _count(ends, HOTEL):
        yield ngettext(
            "%(num)d person loses the hotel room.",
            "%(num)d people lose the hotel room.",
            count,
        )
    if count := _count(ends, SEAT):
        yield ngettext(
            "%(num)d person loses the seat in a coach.",
            "%(num)d people lose the seat in a coach.",
            count,
        )


def _count(ends: Mapping[UUID, Sequence[str]], name: str) -> int:
    return sum(name in some for some in ends.values())
