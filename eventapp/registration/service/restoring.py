"""Putting a registration back to how it stood before a decision of the office."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration import seating
from eventapp.registration.errors import HeadMeanwhile, RegisteredAgain
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE, live_registration
from eventapp.registration.service import locking, places
from eventapp.registration.service.lines import hold
from eventapp.registration.service.turning import shown_to, turn_many
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus


@dataclass(frozen=True)
class Standing:
    """What a decision changes about a registration."""

    status: RegistrationStatus
    note: str | None
    decided_at: datetime | None
    wishes: tuple[str, ...]
    places: Mapping[UUID, tuple[PlaceStatus, datetime]]  # by event; when asked for

    def kept(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        return {
            "status": self.status.value,
            "note": self.note,
            "decided_at": self.decided_at.isoformat() if self.decided_at else None,
            "wishes": list(self.wishes),
            "places": {
                str(key): [status.value, at.isoformat()]
                for key, (status, at) in self.places.items()
            },
        }

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Standing":
        """The standing that was kept."""
        at = kept["decided_at"]
        return cls(
            status=RegistrationStatus(kept["status"]),
            note=kept["note"],
            decided_at=datetime.fromisoformat(at) if at else None,
            wishes=tuple(kept["wishes"]),
            places={
                UUID(key): (PlaceStatus(status), datetime.fromisoformat(asked))
                for key, (status, asked) in kept["places"].items()
            },
        )


def standings_of(registrations: Collection[Registration]) -> dict[UUID, Standing]:
    """How these registrations stand now; one statement."""
    keys = [one.id for one in registrations]
    rows = select(Place).where(Place.registration_id.in_(keys))
    found: dict[UUID, dict[UUID, tuple[PlaceStatus, datetime]]] = {}
    for place in db.session.scalars(rows.execution_options(populate_existing=True)):
        own = found.setdefault(place.registration_id, {})
        own[place.event_id] = (place.status, place.asked_at)
    return {
        one.id: Standing(
            status=one.status,
            note=one.decision_note,
            decided_at=one.decided_at,
            wishes=one.wishes,
            places=found.get(one.id, {}),
        )
        for one in registrations
    }


def hold_to_restore(
    week: Week, registrations: Sequence[Registration], standings: Collection[Standing]
) -> None:
    """Hold what restoring these people needs, before the first one is restored."""
    lock(week)
    events = {key for one in standings for key in one.places}
    locking.hold_events([*events, *shown_to(registrations)])
    for one in sorted(registrations, key=lambda one: one.id):
        lock(one)


def restore(registration: Registration, before: Standing) -> None:
    """Let a registration stand as it stood, with its places as far as there is room.

    Where a place has gone to somebody else, it waits at the turn it once had. What
    others did when it ended (a letter, a car) stays as it is.

    Raises:
        RegisteredAgain: the same person has another registration by now.
        HeadMeanwhile: the delegation has another head by now.
    """
    was_live = registration.is_live
    if before.status in LIVE and not was_live:
        _check_free(registration)
    if before.status is not RegistrationStatus.CONFIRMED:
        places.release_all(registration)
    registration.status = before.status
    registration.decision_note, registration.wishes = before.note, before.wishes
    registration.decided_at = before.decided_at
    registration.changed_at = now = clock.now()
    db.session.flush()
    if registration.is_confirmed:
        turn_many(registration, shown_to([registration]), now)
        for key in sorted(before.places):
            _give_again(registration, key, *before.places[key], now=now)
    db.session.flush()


def _check_free(registration: Registration) -> None:
    if registration.has_own_address and registration.address:
        other = live_registration(registration.week, registration.address)
        if other is not None and other.id != registration.id:
            raise RegisteredAgain
    if registration.is_head:
        heads = select(Registration.id).where(
            Registration.delegation_id == registration.delegation_id,
            Registration.is_head,
            Registration.status.in_(LIVE),
        )
        if db.session.scalar(heads.limit(1)) is not None:
            raise HeadMeanwhile


def _give_again(
    registration: Registration,
    key: UUID,
    status: PlaceStatus,
    asked_at: datetime,
    *,
    now: datetime,
) -> None:
    event = db.session.get(Event, key)
    if event is None or event.is_cancelled or event.has_begun(now):
        return
    if seating.place_of(registration, event) is not None:
        return
    place = places.new_place(registration, event, now)
    place.asked_at = asked_at
    db.session.add(place)
    if status is PlaceStatus.HELD and seating.tally(event).left != 0:
        hold(place, registration, now)
