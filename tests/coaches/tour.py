"""A tour with two coaches and riders, as tests of coaches use it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from eventapp.badges.models import Badge
from eventapp.badges.service import code_of, issue
from eventapp.coaches.models.counts import CoachDeed
from eventapp.coaches.orders import Order
from eventapp.coaches.queries.manifests import loads, stops_of
from eventapp.coaches.service import counting, seating
from eventapp.coaches.vocabulary import DeedKind, Told
from eventapp.kernel import clock
from eventapp.kernel.names import PersonName
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventKind, SignUp, VenueKind
from eventapp.registration.models.registrations import Registration
from tests.builders import (
    make_event,
    make_place,
    make_registration,
    make_venue,
    make_week,
)


@dataclass
class Tour:
    """A tour: its coaches A and B, and who rides in them."""

    event: Event
    coaches: list[Venue]
    riders: dict[str, Registration] = field(default_factory=dict)
    badges: dict[str, Badge] = field(default_factory=dict)

    @property
    def week(self) -> Week:
        return self.event.week

    @property
    def stops(self) -> list[UUID]:
        return [one.id for one in stops_of(self.event)]

    def ride(self, coach: int, *names: str, **changes: Any) -> None:
        """Let these people have a place, a badge and a seat in this coach."""
        for name in names:
            one = self.guest(name, **changes)
            make_place(one, self.event)
            seating.change_seat(self.event, one.id, self.coaches[coach].id)

    def guest(self, name: str, **changes: Any) -> Registration:
        """Somebody of the week with a badge, and without a place."""
        one = make_registration(self.week, name=PersonName(name), **changes)
        if one.is_confirmed:
            self.badges[name] = issue(one)
        self.riders[name] = one
        return one

    def code(self, name: str) -> str:
        return code_of(self.badges[name]) or ""

    def do(self, kind: DeedKind, coach: int, name: str = "", **changes: Any) -> Told:
        """What the lead of this coach is told."""
        return self.deed(kind, coach, name, **changes).verdict

    def deed(
        self, kind: DeedKind, coach: int, name: str = "", **changes: Any
    ) -> CoachDeed:
        values: dict[str, Any] = {
            "deed_id": uuid4(),
            "kind": kind,
            "event": self.event,
            "coach": self.coaches[coach],
            "done_at": clock.now(),
            "by": f"Lead {coach}",
        }
        if name:
            values["registration_id"] = self.riders[name].id
        return counting.do(Order(**(values | changes)))

    def count(self, coach: int, name: str, **changes: Any) -> Told:
        return self.do(DeedKind.COUNT, coach, name, **changes)

    def on_board(self, stop: int | None = None) -> list[list[str]]:
        """Who is on board of each coach, by name."""
        at = stops_of(self.event)[stop] if stop is not None else None
        return [
            sorted(rider.name.latin for rider in load.on_board)
            for load in loads(self.event, at)
        ]

    def missing(self) -> list[list[str]]:
        """For whom each coach waits."""
        return [
            sorted(rider.name.latin for rider in load.missing)
            for load in loads(self.event)
        ]


def make_tour(*seats: int, week: Week | None = None, **changes: Any) -> Tour:
    week = week or make_week()
    coaches = [
        make_venue(week, f"Coach {letter}", kind=VenueKind.VEHICLE, capacity=capacity)
        for letter, capacity in zip("ABCD", seats or (3, 2), strict=False)
    ]
    values: dict[str, Any] = {
        "kind": EventKind.CITY_TOUR,
        "signup": SignUp.OPEN,
        "coaches": tuple(str(one.id) for one in coaches),
    }
    return Tour(make_event(week, "City tour", **(values | changes)), coaches)
