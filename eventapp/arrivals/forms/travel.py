"""What a delegate, or who speaks for a delegation, types about travel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TelField, ValidationError
from wtforms.fields.choices import SelectChoice

from eventapp.arrivals import words
from eventapp.arrivals.entries import JourneyEntry
from eventapp.arrivals.forms.notes import (
    FOR_DRIVER,
    FOR_DRIVER_OF_OTHER,
    NoteForm,
)
from eventapp.arrivals.models.journeys import Journey, Point
from eventapp.arrivals.service.journeys import entry_of
from eventapp.arrivals.vocabulary import Direction, TravelMode
from eventapp.kernel.i18n import day_in_words
from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.programme.models.weeks import Week
from eventapp.registration.choices import days_of_stay
from eventapp.web.fields import Day, Hour, Pick, member, words_of
from eventapp.web.forms import Fits, Form, Needed, as_uuid

YES, NO, LATER = "yes", "no", "later"


def choices(said: dict[str, object]) -> list[SelectChoice]:
    """A few answers that are all shown."""
    return [SelectChoice(value, word) for value, word in said.items()]


class OneOf(RadioField):
    """One answer of a few; anything else is refused in words."""

    def pre_validate(self, _form: object) -> None:
        """Refuse what was not offered."""
        offered = {choice.value for choice in self.iter_choices()}
        if self.data is not None and self.data not in offered:
            raise ValidationError(gettext("Choose one of the answers."))


class AroundTheWeek:
    """Refuses a day far from the week."""

    def __call__(self, form: "TravelForm", field: Day) -> None:
        """Raise ValidationError for another day."""
        first, last = form.first, form.last
        if field.data and not first <= field.data <= last:
            raise ValidationError(
                gettext(
                    "Enter a day between %(first)s and %(last)s.",
                    first=day_in_words(first),
                    last=day_in_words(last),
                )
            )


class TravelForm(Form):
    """What these forms share: the days around the week."""

    first: date
    last: date

    def around(self, week: Week) -> None:
        """Take days around this week."""
        self.week = week
        self.first, self.last = days_of_stay(week)


class JourneyForm(TravelForm):
    """One way: where, when. All empty: not known yet."""

    is_known = OneOf(
        _("Do you know it?"),
        [Needed(_("Choose yes or not yet."))],
        choices=choices({YES: _("Yes"), LATER: _("Not yet")}),
    )
    point = Pick(_("Where?"))
    day = Day(_("Day"), [AroundTheWeek()])
    hour = Hour(_("Time"))
    place = StringField(_("Other place"), [Fits(200)])

    def offer(
        self, week: Week, points: Sequence[Point], direction: Direction
    ) -> "JourneyForm":
        """Ask about this direction, at these points."""
        self.around(week)
        self.direction = direction
        self.points = {str(point.id): point for point in points}
        names = [(key, str(point.name)) for key, point in self.points.items()]
        self.point.offer(names, nothing=gettext("Another place"))
        return self

    def show(self, journey: Journey | None) -> None:
        """Fill in what is known."""
        if journey is None:
            return
        self.is_known.data = YES if journey.is_known else LATER
        if journey.at is None:
            return
        wall = journey.at.astimezone(journey.tzinfo)
        self.day.data, self.hour.data = wall.date(), wall.time()
        self.place.data = journey.place
        self.point.data = str(journey.point_id or "")

    def validate_day(self, field: Day) -> None:
        """A day, where they know it."""
        if self._says_when and not field.data and not field.errors:
            raise ValidationError(gettext("Enter the day."))

    def validate_hour(self, field: Hour) -> None:
        """An hour that exists on this day, where they know it."""
        if not self._says_when or field.errors:
            return
        if field.data is None:
            raise ValidationError(gettext("Enter the time, like 18:05."))
        if self.day.data and not self.day.errors:
            try:
                self._at()
            except NoSuchHour as refusal:
                raise ValidationError(str(refusal)) from None

    def validate_place(self, field: StringField) -> None:
        """Which place, where it is none of the list."""
        if self._says_when and not self.point.data and not field.data:
            raise ValidationError(gettext("Name the place."))

    def entry(self, before: Journey | None) -> JourneyEntry:
        """What was typed; what the next pages ask stays as it was."""
        if not self._says_when:
            return JourneyEntry(self.direction)
        kept = entry_of(before) if before else JourneyEntry(self.direction)
        return replace(
            kept,
            point_id=as_uuid(self.point.data),
            at=self._at(),
            place=None if self.point.data else self.place.data,
        )

    @property
    def _says_when(self) -> bool:
        return bool(self.is_known.data == YES)

    def _at(self) -> datetime:
        point = self.points.get(self.point.data or "")
        zone = point.tzinfo if point else self.week.tzinfo
        if self.day.data is None or self.hour.data is None:
            message = "a form without day and hour has errors"
            raise ValueError(message)
        return instant_of(self.day.data, self.hour.data, zone)


class WayForm(Form):
    """How somebody travels on a way that is known."""

    mode = Pick(_("How do you travel?"))
    number = StringField(
        _("Number of the flight or train"), [Fits(40)], description=_("Like ZZ415.")
    )

    def offer(self) -> "WayForm":
        """Offer all ways to travel."""
        self.mode.offer(words_of(words.MODES), nothing=gettext("Choose"))
        return self

    def show(self, journey: Journey) -> None:
        """Fill in what is known."""
        self.mode.data = journey.mode.value if journey.mode else ""
        self.number.data = journey.number

    def validate_mode(self, field: Pick) -> None:
        """One of them."""
        if not field.data:
            raise ValidationError(gettext("Choose how you travel."))

    def validate_number(self, field: StringField) -> None:
        """A flight has a number: by it the office sees whether it is late."""
        if not field.data and self.mode.data == TravelMode.FLIGHT:
            raise ValidationError(gettext("Enter the number of the flight."))

    def entry(self, before: Journey) -> JourneyEntry:
        """The same way, with what was typed."""
        mode = member(TravelMode, self.mode)
        return replace(entry_of(before), mode=mode, number=self.number.data or None)


class PickupForm(NoteForm):
    """Whether somebody is to meet them."""

    told = "note"
    statement = FOR_DRIVER
    statement_of_other = FOR_DRIVER_OF_OTHER

    needs_pickup = OneOf(
        _("Shall we meet you with a car?"),
        [Needed(_("Choose yes or no."))],
        choices=choices({YES: _("Yes, meet me"), NO: _("No, I find my way")}),
    )
    phone = TelField(
        _("Phone for the driver"),
        [Fits(40)],
        description=_("Only your driver and the office see it."),
    )
    note = StringField(
        _("Luggage or wheelchair"),
        [Fits(300)],
        description=_("For example two large cases. Your driver sees it."),
    )

    def show(self, journey: Journey) -> None:
        """Fill in what is known."""
        if journey.needs_pickup is not None:
            self.needs_pickup.data = YES if journey.needs_pickup else NO
        self.phone.data, self.note.data = journey.phone, journey.note
        self.agrees.data = bool(journey.note) and self.has_agreed

    def entry(self, before: Journey) -> JourneyEntry:
        """The same way, with what was typed."""
        return replace(
            entry_of(before),
            needs_pickup=self.needs_pickup.data == YES,
            phone=self.phone.data or None,
            note=self.note.data or None,
        )
