"""Who rides in which coach of an event, who is on board at one of its stops."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select, tuple_

from eventapp.badges.models import Badge
from eventapp.coaches.models.counts import Departure, Presence
from eventapp.coaches.models.seats import Seat, Stop
from eventapp.coaches.queries.riding import rides
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.registration.models.registrations import Registration

_At = tuple[UUID, UUID]  # a coach of an event


@dataclass(frozen=True)
class Rider:
    """Somebody with a seat, and whether they are on board at the stop asked about."""

    registration_id: UUID
    name: PersonName
    number: int | None
    institution: Localised | str | None
    delegation_id: UUID | None
    accompanies_id: UUID | None
    code_digest: bytes | None
    coach_id: UUID
    is_extra: bool
    left_at: datetime | None
    counted_in: UUID | None
    counted_at: datetime | None
    counted_by: str | None

    @property
    def is_expected(self) -> bool:
        """Whether the coach waits for them."""
        return self.left_at is None

    @property
    def is_on_board(self) -> bool:
        """Whether they were counted in the coach in which they have their seat."""
        return self.counted_in == self.coach_id

    @property
    def is_missing(self) -> bool:
        """Whether the coach still waits for them."""
        return self.is_expected and self.counted_in is None


@dataclass(frozen=True)
class Load:
    """One coach at one stop: who is expected, on board and missing."""

    coach: Venue
    riders: Sequence[Rider]
    stop: Stop | None  # at which it is counted now; None: it has left the last one
    departure: Departure | None  # from the stop that is asked about
    last_departure: Departure | None

    @property
    def capacity(self) -> int | None:
        """How many seats it has; None: nobody has said."""
        return self.coach.capacity

    @property
    def expected(self) -> Sequence[Rider]:
        """For whom it waits, those on board among them."""
        return [one for one in self.riders if one.is_expected]

    @property
    def on_board(self) -> Sequence[Rider]:
        """Who was counted in it."""
        return [one for one in self.riders if one.is_on_board]

    @property
    def missing(self) -> Sequence[Rider]:
        """Who was counted nowhere."""
        return [one for one in self.riders if one.is_missing]

    @property
    def has_begun(self) -> bool:
        """Whether anybody was counted here; before that, nobody is missed."""
        return bool(self.on_board) or self.departure is not None

    def closed_at(self, asked: Stop | None) -> Departure | None:
        """The departure to be told of: from here, or the last, until a count begins."""
        is_next = not self.has_begun and self.stop is not None and self.stop == asked
        return self.last_departure if is_next else self.departure

    @property
    def left(self) -> Sequence[Rider]:
        """Who does not come along any more."""
        return [one for one in self.riders if not one.is_expected]

    @property
    def free(self) -> int | None:
        """How many seats nobody has."""
        if self.capacity is None:
            return None
        return max(0, self.capacity - len(self.expected))

    @property
    def last_counted_at(self) -> datetime | None:
        """When somebody was counted last."""
        return max(
            (one.counted_at for one in self.on_board if one.counted_at), default=None
        )


def stops_of(event: Event) -> Sequence[Stop]:
    """The stops of a tour in order; the first is where it begins."""
    return _stops([event])[event.id]


def loads(event: Event, stop: Stop | None = None) -> list[Load]:
    """Each coach of an event: at `stop`, or at the one where it is counted now."""
    return loads_of([event], stop)[event.id]


def loads_of(
    events: Sequence[Event], stop: Stop | None = None
) -> Mapping[UUID, list[Load]]:
    """The same of many events, with no more statements than of one."""
    coaches = programme.coaches_of_many(events)
    stops = _stops(events)
    departures = _departures(events)
    now_at = {
        (event.id, coach.id): _next_stop(stops[event.id], departures, coach.id)
        for event in events
        for coach in coaches[event.id]
    }
    shown: dict[_At, Stop | None] = {}
    for at, next_one in now_at.items():
        last = stops[at[0]][-1] if stops[at[0]] else None
        shown[at] = stop or next_one or last
    riders = _riders(events, {at: one.id for at, one in shown.items() if one})
    found: dict[UUID, list[Load]] = {event.id: [] for event in events}
    for at, next_one in now_at.items():
        event_id, coach_id = at
        here = shown[at]
        left = [
            departures[one.id, coach_id]
            for one in stops[event_id]
            if (one.id, coach_id) in departures
        ]
        found[event_id].append(
            Load(
                next(one for one in coaches[event_id] if one.id == coach_id),
                riders[at],
                next_one,
                departures.get((here.id, coach_id)) if here else None,
                max(left, key=lambda one: one.left_at, default=None),
            )
        )
    return found


def load_of(event: Event, coach: Venue, stop: Stop | None) -> Load:
    """One coach at one stop."""
    return next(one for one in loads(event, stop) if one.coach.id == coach.id)


def stop_now(event: Event, coach_id: UUID) -> Stop | None:
    """The stop at which a coach is counted now: the first that it has not left."""
    return _next_stop(stops_of(event), _departures([event]), coach_id)


def departure_of(stop: Stop, coach_id: UUID) -> Departure | None:
    """The fact that a coach left a stop."""
    rows = select(Departure).where(
        Departure.stop_id == stop.id, Departure.venue_id == coach_id
    )
    return db.session.scalar(rows)


def _riders(
    events: Sequence[Event], shown: Mapping[_At, UUID]
) -> Mapping[_At, list[Rider]]:
    """Everybody with a seat in a coach, by badge number; counted at its stop or not."""
    counted = tuple_(Seat.event_id, Seat.venue_id, Presence.stop_id)
    rows = (
        _RIDERS.outerjoin(
            Presence,
            and_(
                Presence.registration_id == Registration.id,
                counted.in_([(*at, stop_id) for at, stop_id in shown.items()]),
            ),
        )
        .where(Seat.event_id.in_([one.id for one in events]), rides(*events))
        .order_by(Registration.number, Registration.id)
    )
    found: dict[_At, list[Rider]] = defaultdict(list)
    for row in db.session.execute(rows):
        rider = Rider(
            registration_id=row[0],
            name=PersonName(*row[1:5]),
            number=row[5],
            institution=row[6] or row[7],
            delegation_id=row[8],
            accompanies_id=row[9],
            code_digest=row[10],
            coach_id=row[11],
            is_extra=row[12],
            left_at=row[13],
            counted_in=row[14],
            counted_at=row[15],
            counted_by=row[16],
        )
        found[row[17], rider.coach_id].append(rider)
    return found


def _stops(events: Sequence[Event]) -> Mapping[UUID, list[Stop]]:
    rows = (
        select(Stop)
        .where(Stop.event_id.in_([one.id for one in events]))
        .order_by(Stop.position)
    )
    found: dict[UUID, list[Stop]] = {event.id: [] for event in events}
    for one in db.session.scalars(rows):
        found[one.event_id].append(one)
    return found


def _departures(events: Sequence[Event]) -> Mapping[tuple[UUID, UUID], Departure]:
    keys = [one.id for one in events]
    rows = select(Departure).join(Departure.stop).where(Stop.event_id.in_(keys))
    return {(one.stop_id, one.venue_id): one for one in db.session.scalars(rows)}


def _next_stop(
    stops: Sequence[Stop],
    departures: Mapping[tuple[UUID, UUID], Departure],
    coach_id: UUID,
) -> Stop | None:
    left = (one for one in stops if (one.id, coach_id) not in departures)
    return next(left, None)


_columns = Registration.__table__.c
_RIDERS = (
    select(
        Registration.id,
        _columns.name_latin,
        _columns.name_native,
        _columns.name_native_language,
        _columns.name_order,
        Registration.number,
        Institution.name,
        Registration.proposed_institution,
        Registration.delegation_id,
        Registration.accompanies_id,
        Badge.code_digest,
        Seat.venue_id,
        Seat.is_extra,
        Seat.left_at,
        Presence.venue_id,
        Presence.counted_at,
        Presence.counted_by,
        Seat.event_id,
    )
    .select_from(Seat)
    .join(Registration, Registration.id == Seat.registration_id)
    .outerjoin(Institution, Institution.id == Registration.institution_id)
    .outerjoin(
        Badge,
        and_(Badge.registration_id == Registration.id, Badge.revoked_at.is_(None)),
    )
)
