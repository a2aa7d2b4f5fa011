"""When an event takes place, as organisers type it: an end or a length, or no hour."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, ValidationError
from wtforms.validators import StopValidation

from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.plans import EventPlan
from eventapp.web.fields import Count, Day, Given, Hour
from eventapp.web.forms import Form

AROUND = timedelta(days=60)  # events lie in their week, or near it
NINE = time(9)
USUAL_MINUTES = 60
LONGEST = 60 * 24 * 60  # minutes; an exhibition


class WherePlaced(Given):
    """Refuses an empty answer where the event has a place in the programme."""

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Stop where an event has no hour yet."""
        if form.unplaced.data:
            raise StopValidation
        super().__call__(form, field)


class EndOrLength(WherePlaced):
    """The same where no length is given."""

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Stop where the length says when it ends."""
        if form.minutes.data and not any(field.raw_data or ()):
            raise StopValidation
        super().__call__(form, field)


class HoursForm(Form):
    """Day, begin, and end or length; or a length alone."""

    unplaced = BooleanField(
        _("No place in the programme yet"),
        description=_("Only its length counts, until you give it an hour."),
    )
    day = Day(_("Day"), [WherePlaced(_("Enter the day."))])
    begins = Hour(
        _("Begins at"), [WherePlaced(_("Enter the time at which it begins."))]
    )
    last_day = Day(
        _("Last day"), description=_("Only for an event that ends on another day.")
    )
    ends = Hour(_("Ends at"), [EndOrLength(_("Enter the time at which it ends."))])
    minutes = Count(
        _("Or length in minutes"),
        least=1,
        most=LONGEST,
    )

    week: Week
    before: PlannedEvent | None
    _instants: tuple[datetime, datetime]

    def show_hours(self, plan: EventPlan) -> None:
        """Fill in when it is planned."""
        zone = self.week.tzinfo
        begins, ends = plan.starts_at.astimezone(zone), plan.ends_at.astimezone(zone)
        self.unplaced.data = not plan.is_placed
        if not plan.is_placed:
            self.minutes.data = minutes_of(plan)
            return
        self.day.data, self.begins.data = begins.date(), begins.time()
        self.last_day.data = ends.date() if ends.date() != begins.date() else None
        self.ends.data = ends.time()

    def propose_hours(self, asked: Mapping[str, str]) -> None:
        """Fill in the hour that the address asks for, else a usual one."""
        self.day.data = _asked(date, asked.get("day")) or self.week.held.first
        self.begins.data = _asked(time, asked.get("begins")) or NINE
        self.minutes.data = USUAL_MINUTES

    def validate_day(self, field: Field) -> None:
        """Refuse a day far away from the week: a slip of the pen."""
        self._check_near(field.data)

    def validate_last_day(self, field: Field) -> None:
        """Refuse a last day far away from the week."""
        if field.data:
            self._check_near(field.data)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - wtforms
        """Check each answer, then the hours together."""
        fits = bool(super().validate(extra_validators=extra_validators))
        instants = self._length() if self.unplaced.data else self._hours()
        if instants is None:
            return False
        self._instants = instants
        return fits

    def _hours(self) -> tuple[datetime, datetime] | None:
        first, begins = self.day.data, self.begins.data
        wrong = self.last_day.errors or self.ends.errors or self.minutes.errors
        if first is None or begins is None or wrong:
            return None
        starts_at = self._instant(first, begins, self.begins)
        if starts_at is None:
            return None
        if self.ends.data is None:
            return starts_at, starts_at + timedelta(minutes=self.minutes.data or 0)
        ends_at = self._instant(self.last_day.data or first, self.ends.data, self.ends)
        if ends_at is None or not self._agrees(starts_at, ends_at):
            return None
        return starts_at, ends_at

    def _agrees(self, starts_at: datetime, ends_at: datetime) -> bool:
        length = self.minutes.data
        if ends_at <= starts_at:
            _refuse(self.ends, _("Enter an end after the beginning."))
            return False
        if self.before is None and length == USUAL_MINUTES:  # proposed, not typed
            return True
        if length is not None and ends_at != starts_at + timedelta(minutes=length):
            sentence = _("The end says another length. Empty one of the two.")
            _refuse(self.minutes, sentence)
            return False
        return True

    def _length(self) -> tuple[datetime, datetime] | None:
        before = self.before.plan if self.before else None
        length = self.minutes.data or (minutes_of(before) if before else None)
        if length is None or self.minutes.errors:
            if not self.minutes.errors:
                _refuse(self.minutes, _("Enter the length in minutes."))
            return None
        first = instant_of(self.week.held.first, NINE, self.week.tzinfo)
        starts_at = before.starts_at if before else first
        return starts_at, starts_at + timedelta(minutes=length)

    def _instant(self, day: date, hour: time, field: Field) -> datetime | None:
        try:
            return instant_of(day, hour, self.week.tzinfo)
        except NoSuchHour as refusal:
            _refuse(field, str(refusal))
            return None

    def _check_near(self, day: date) -> None:
        held = self.week.held
        first, last = held.first - AROUND, held.latest + AROUND
        if not first <= day <= last:
            raise ValidationError(
                _(
                    "Enter a day from %(first)s to %(last)s.",
                    first=first.isoformat(),
                    last=last.isoformat(),
                )
            )


def minutes_of(plan: EventPlan) -> int:
    """How long an event lasts."""
    return int((plan.ends_at - plan.starts_at).total_seconds() // 60)


def _refuse(field: Field, sentence: object) -> None:
    field.errors = [*field.errors, sentence]


def _asked(kind: type[Any], text: str | None) -> Any:  # noqa: ANN401 - of that kind
    try:
        return kind.fromisoformat(text or "")
    except ValueError:
        return None
