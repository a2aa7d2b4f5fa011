"""What the office types to plan pick-ups: how to group people, one run of a car."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    HiddenField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)

from eventapp.arrivals import words
from eventapp.arrivals.entries import PickupEntry
from eventapp.arrivals.grouping import SEATS, WINDOW
from eventapp.arrivals.models.journeys import Point
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.table import Choice, Tally
from eventapp.arrivals.vocabulary import Vehicle
from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.web.fields import (
    Count,
    Day,
    Given,
    Hour,
    Pick,
    SearchForm,
    member,
    words_of,
)
from eventapp.web.filters import weekday
from eventapp.web.forms import Fits, Form, as_uuid

MOST_SEATS = 80
MOST_MINUTES = 600
MINUTE = timedelta(minutes=1)


class ProposalForm(SearchForm):
    """How people are put into cars."""

    minutes = Count(_("Minutes that a car waits at most"), least=0, most=MOST_MINUTES)
    seats = Count(_("Seats of a car"), least=1, most=MOST_SEATS)
    point = Pick(_("Where"))
    day = Pick(_("Day"))

    def offer(
        self, points: Sequence[Point], waiting: Sequence[Tally], today: date
    ) -> "ProposalForm":
        """Offer the days and points where somebody waits; the next ones first."""
        days = sorted({one.day for one in waiting})
        self.day.offer((day.isoformat(), weekday(day)) for day in days)
        if not self._is_offered(self.day) and days:
            day = next((day for day in days if day >= today), days[-1])
            self.day.data = day.isoformat()
        there = {one.point_id for one in waiting}
        those = [point for point in points if point.id in there]
        self.point.offer((str(point.id), str(point.name)) for point in those)
        if not self._is_offered(self.point) and those:
            of_day = {one.point_id for one in waiting if self._is_day(one.day)}
            point = next((one for one in those if one.id in of_day), those[0])
            self.point.data = str(point.id)
        if self.minutes.data is None:
            self.minutes.data = WINDOW // MINUTE
        if self.seats.data is None:
            self.seats.data = SEATS
        return self

    def is_about(self, one: Tally) -> bool:
        """Whether those who wait there wait on the chosen day, at the chosen point."""
        return self._is_day(one.day) and one.point_id == as_uuid(self.point.data)

    def leaves_out(self, one: Tally) -> bool:
        """Whether they come on that day, but to a place that is no point."""
        return self._is_day(one.day) and one.point_id is None

    def _is_day(self, day: date) -> bool:
        return bool(day.isoformat() == self.day.data)

    @staticmethod
    def _is_offered(field: Pick) -> bool:
        return field.data in {value for value, *_rest in field.choices or ()}

    @property
    def window(self) -> timedelta:
        """How long a car waits."""
        return min(max(self.minutes.data or 0, 0), MOST_MINUTES) * MINUTE

    @property
    def most(self) -> int:
        """How many people a car takes."""
        return min(max(self.seats.data or 1, 1), MOST_SEATS)

    def choice(self) -> Choice:
        """Whom it is about."""
        day = date.fromisoformat(self.day.data) if self.day.data else None
        return Choice(day=day, point_id=as_uuid(self.point.data))


class PickupPlanForm(Form):
    """One run of a car."""

    version = HiddenField()
    point = Pick(_("Where"))
    day = Day(_("Day"), [Given(_("Enter the day."))])
    begins = Hour(_("From"), [Given(_("Enter the time, like 18:05."))])
    ends = Hour(_("Until"), [Given(_("Enter the time, like 18:05."))])
    vehicle = Pick(_("Vehicle"))
    seats = Count(
        _("Seats for passengers"),
        [Given(_("Enter the seats."))],
        least=1,
        most=MOST_SEATS,
    )
    plate = StringField(_("Number plate"), [Fits(40)])
    driver_name = StringField(_("Driver"), [Fits(200)])
    driver_phone = TelField(_("Driver’s phone"), [Fits(40)])
    greeter = Pick(_("Who greets them"))
    greeter_name = StringField(_("Or another name"), [Fits(200)])
    meeting_place = StringField(
        _("Where to wait"),
        [Fits(300)],
        description=_("Empty: as it stands with the airport or station."),
    )
    sign = StringField(
        _("What the sign says"), [Fits(300)], description=_("Empty: the names.")
    )
    note = TextAreaField(_("Note for the driver"), [Fits(500)])

    def offer(
        self, week: Week, points: Sequence[Point], persons: Sequence[Person]
    ) -> "PickupPlanForm":
        """Offer the points of the week, and the persons who may greet."""
        self.week = week
        self.points = {str(point.id): point for point in points}
        self.point.offer([(key, str(one.name)) for key, one in self.points.items()])
        self.vehicle.offer(words_of(words.VEHICLES))
        named = [(str(one.id), str(one.name)) for one in persons]
        self.greeter.offer(named, nothing=gettext("Nobody, or another name"))
        return self

    def show(self, pickup: Pickup) -> None:
        """Fill in what is planned."""
        zone = pickup.point.tzinfo
        begins, ends = (
            at.astimezone(zone) for at in (pickup.starts_at, pickup.ends_at)
        )
        self.version.data = str(pickup.version)
        self.point.data, self.vehicle.data = str(pickup.point_id), pickup.vehicle.value
        self.day.data, self.begins.data = begins.date(), begins.time()
        self.ends.data = ends.time()
        self.greeter.data = str(pickup.greeter_id or "")
        for name in _AS_TYPED:
            getattr(self, name).data = getattr(pickup, name)

    def validate_ends(self, field: Hour) -> None:
        """Hours that exist; one before the other means the next day."""
        if field.data is None or self.begins.data is None or self.day.data is None:
            return
        if self.point.data not in self.points:
            return  # the point says so itself
        try:
            self._window()
        except NoSuchHour as refusal:
            raise ValidationError(str(refusal)) from None

    def entry(self) -> PickupEntry:
        """What was typed."""
        point_id = as_uuid(self.point.data)
        if point_id is None:
            message = "a pick-up without a point has errors"
            raise ValueError(message)
        starts_at, ends_at = self._window()
        typed: dict[str, Any] = {
            name: getattr(self, name).data or None for name in _AS_TYPED
        }
        return PickupEntry(
            point_id=point_id,
            starts_at=starts_at,
            ends_at=ends_at,
            vehicle=member(Vehicle, self.vehicle),
            greeter_id=as_uuid(self.greeter.data),
            **typed,
        )

    @property
    def seen_version(self) -> int:
        """Which version the person saw."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - no version is so long

    def _window(self) -> tuple[datetime, datetime]:
        zone = self.points[self.point.data].tzinfo
        day, begins, ends = self.day.data, self.begins.data, self.ends.data
        if day is None or begins is None or ends is None:
            message = "a pick-up without hours has errors"
            raise ValueError(message)
        last = day + timedelta(days=1) if ends < begins else day
        return instant_of(day, begins, zone), instant_of(last, ends, zone)


_AS_TYPED = (
    "seats",
    "plate",
    "driver_name",
    "driver_phone",
    "greeter_name",
    "meeting_place",
    "sign",
    "note",
)
