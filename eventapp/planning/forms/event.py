"""An event, as organisers type it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, StringField, TextAreaField, ValidationError

from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.programme import words
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import EventPlan
from eventapp.programme.vocabulary import EventKind, EventStatus, Mode, SignUp
from eventapp.programme.when import language_name
from eventapp.web.fields import (
    Count,
    Day,
    Given,
    Hour,
    Pick,
    Picks,
    fill,
    member,
    none_if_empty,
    texts,
    words_of,
)
from eventapp.web.forms import Fits, Form, as_uuid

USUAL_LANGUAGES = ("en", "zh-Hans", "fr", "de", "es", "pl", "ru", "ja", "ko")
AROUND = timedelta(days=60)  # events lie in their week, or near it
MOST_DIGITS = 9  # of the number of a version


class EventForm(Form):
    """What an organiser decides about an event."""

    kind = Pick(_("Kind"))
    title_en = StringField(_("Title in English"), [Fits(300)])
    title_zh = StringField(_("Title in Chinese"), [Fits(300)])
    summary_en = TextAreaField(_("What it is, in English"), [Fits(4000)])
    summary_zh = TextAreaField(_("What it is, in Chinese"), [Fits(4000)])
    day = Day(_("Day"), [Given(_("Enter the day."))])
    begins = Hour(_("Begins at"), [Given(_("Enter the time at which it begins."))])
    last_day = Day(
        _("Last day"), description=_("Only for an event that ends on another day.")
    )
    ends = Hour(_("Ends at"), [Given(_("Enter the time at which it ends."))])
    venue = Pick(_("Venue"))
    parent = Pick(_("Part of"))
    capacity = Count(_("Places"), description=_("Leave it empty if there is no limit."))
    signup = Pick(_("Sign-up"))
    languages = Picks(_("Languages"))
    interpretation_en = StringField(_("Interpretation, in English"), [Fits(300)])
    interpretation_zh = StringField(_("Interpretation, in Chinese"), [Fits(300)])
    mode = Pick(_("How people meet"))
    standing = Pick(_("Status"))
    version = HiddenField()

    week: Week
    event: Event | None
    _instants: tuple[datetime, datetime]

    def offer(
        self,
        week: Week,
        venues: Iterable[Venue],
        events: Iterable[Event],
        event: Event | None = None,
    ) -> "EventForm":
        """Offer the venues and events of the week, and remember its clock."""
        self.week, self.event = week, event
        self.kind.offer(words_of(words.KINDS))
        self.mode.offer(words_of(words.MODES))
        self.signup.offer(words_of(words.SIGN_UPS))
        self.standing.offer(_statuses(event))
        self.venue.offer(
            [(str(venue.id), str(venue.name)) for venue in venues], str(_("No venue"))
        )
        others = [one for one in events if event is None or one.id != event.id]
        self.parent.offer(
            [(str(one.id), str(one.title)) for one in others],
            str(_("No other event")),
        )
        spoken = (*week.languages, *(event.languages if event else ()))
        tags = dict.fromkeys((*spoken, *USUAL_LANGUAGES))
        self.languages.choices = [(tag, language_name(tag)) for tag in tags]
        return self

    def show(self, event: EventPlan, version: int) -> None:
        """Fill in what is planned."""
        zone = self.week.tzinfo
        begins, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
        self.kind.data, self.mode.data = event.kind.value, event.mode.value
        self.signup.data, self.standing.data = event.signup.value, event.status.value
        fill((self.title_en, self.title_zh), event.title)
        fill((self.summary_en, self.summary_zh), event.summary)
        fill((self.interpretation_en, self.interpretation_zh), event.interpretation)
        self.day.data, self.begins.data, self.ends.data = (
            begins.date(),
            begins.time(),
            ends.time(),
        )
        self.last_day.data = ends.date() if ends.date() != begins.date() else None
        self.venue.data = str(event.venue_id or "")
        self.parent.data = str(event.parent_id or "")
        self.capacity.data = event.capacity
        self.languages.data = list(event.languages)
        self.version.data = str(version)

    def propose(self) -> None:
        """Fill in what most events are."""
        self.day.data = self.week.held.first
        self.begins.data, self.ends.data = time(9), time(10)
        self.kind.data, self.mode.data = EventKind.SALON.value, self.week.mode.value
        self.signup.data = SignUp.OPEN.value
        self.standing.data = EventStatus.DRAFT.value
        self.languages.data = list(self.week.languages)

    def plan(self) -> EventPlan:
        """What was decided; after validation."""
        event = self.event
        return EventPlan(
            kind=member(EventKind, self.kind),
            title=texts((self.title_en, self.title_zh), event.title if event else None),
            summary=none_if_empty(
                texts(
                    (self.summary_en, self.summary_zh), event.summary if event else None
                )
            ),
            interpretation=none_if_empty(
                texts(
                    (self.interpretation_en, self.interpretation_zh),
                    event.interpretation if event else None,
                )
            ),
            starts_at=self._instants[0],
            ends_at=self._instants[1],
            venue_id=as_uuid(self.venue.data),
            parent_id=as_uuid(self.parent.data),
            capacity=self.capacity.data,
            signup=member(SignUp, self.signup),
            languages=self._languages(),
            mode=member(Mode, self.mode),
            status=member(EventStatus, self.standing),
        )

    @property
    def seen_version(self) -> int:
        """The version which the organiser read before typing."""
        return version_in(self.version.data)

    def validate_title_en(self, _field: Field) -> None:
        """One title is enough to begin with."""
        if not (self.title_en.data or self.title_zh.data):
            raise ValidationError(_("Enter a title in one language at least."))

    def validate_day(self, field: Field) -> None:
        """Refuse a day far away from the week: a slip of the pen."""
        self._check_near(field.data)

    def validate_last_day(self, field: Field) -> None:
        """Refuse a last day far away from the week."""
        if field.data:
            self._check_near(field.data)

    def validate(self, extra_validators: dict[str, list[object]] | None = None) -> bool:
        """Check each answer, then the hours together."""
        fits = bool(super().validate(extra_validators=extra_validators))
        first, begins, ends = self.day.data, self.begins.data, self.ends.data
        if first is None or begins is None or ends is None or self.last_day.errors:
            return False
        starts_at = self._instant(first, begins, self.begins)
        ends_at = self._instant(self.last_day.data or first, ends, self.ends)
        if starts_at is None or ends_at is None:
            return False
        if ends_at <= starts_at:
            self.ends.errors = [*self.ends.errors, _("Enter an end after the begin.")]
            return False
        self._instants = (starts_at, ends_at)
        return fits

    def _languages(self) -> tuple[str, ...]:
        """The chosen ones; the same as before keep their order."""
        chosen = tuple(self.languages.data or ())
        before = self.event.languages if self.event else ()
        return before if set(chosen) == set(before) else chosen

    def _instant(self, day: date, hour: time, field: Field) -> datetime | None:
        try:
            return instant_of(day, hour, self.week.tzinfo)
        except NoSuchHour as refusal:
            field.errors = [*field.errors, str(refusal)]
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


def version_in(text: str | None) -> int:
    """The version that a form carried; 0, which no event has, for anything else."""
    plausible = text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if text and plausible else 0


def _statuses(event: Event | None) -> list[tuple[str, str]]:
    """Cancelling has a page of its own; a cancelled event may take place again."""
    offered = words_of(words.STATUSES)
    if event is not None and event.is_cancelled:
        return offered
    return [one for one in offered if one[0] != EventStatus.CANCELLED.value]
