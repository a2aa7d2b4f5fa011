"""Events, venues and the settings of a week, as organisers type them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Email

from eventapp.dashboard.forms.fields import (
    Count,
    Day,
    Given,
    Hour,
    Pick,
    Picks,
    fill,
    member,
    texts,
    words_of,
)
from eventapp.dashboard.wall import NoSuchHour, instant_of
from eventapp.kernel.i18n import Localised
from eventapp.programme import words
from eventapp.programme.models import (
    Event,
    EventKind,
    EventStatus,
    Mode,
    RegistrationMode,
    SignUp,
    Track,
    Venue,
    VenueKind,
    Week,
)
from eventapp.programme.service import EventPlan, VenuePlan, WeekSettings
from eventapp.programme.when import language_name
from eventapp.web.forms import Fits, Form, Needed, as_uuid

USUAL_LANGUAGES = ("en", "zh-Hans", "fr", "de", "es", "pl", "ru", "ja", "ko")
AROUND = timedelta(days=60)  # events lie in their week, or near it
HIGHEST_VERSION = 10**9


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

    def show(self, event: Event) -> None:
        """Fill in what is decided."""
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
        self.version.data = str(event.version)

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
            summary=_none_if_empty(
                texts(
                    (self.summary_en, self.summary_zh), event.summary if event else None
                )
            ),
            interpretation=_none_if_empty(
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
            languages=tuple(self.languages.data or ()),
            mode=member(Mode, self.mode),
            status=member(EventStatus, self.standing),
        )

    @property
    def seen_version(self) -> int:
        """The version which the organiser read before typing."""
        text = self.version.data or ""
        plausible = (
            text.isascii() and text.isdigit() and len(text) < len(str(HIGHEST_VERSION))
        )
        return int(text) if plausible else 0

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


class VenueForm(Form):
    """What an organiser decides about a venue."""

    name_en = StringField(_("Name in English"), [Fits(200)])
    name_zh = StringField(_("Name in Chinese"), [Fits(200)])
    kind = Pick(_("Kind"))
    parent = Pick(_("Inside"))
    capacity = Count(_("Seats"), least=1, description=_("Empty: not known."))
    address_en = TextAreaField(_("Address in English"), [Fits(500)])
    address_zh = TextAreaField(_("Address in Chinese"), [Fits(500)])
    directions_en = TextAreaField(_("The way there, in English"), [Fits(2000)])
    directions_zh = TextAreaField(_("The way there, in Chinese"), [Fits(2000)])
    step_free = Pick(_("Without steps"))

    venue: Venue | None

    def offer(self, venues: Sequence[Venue], venue: Venue | None = None) -> "VenueForm":
        """Offer the venues in which this one may lie."""
        self.venue = venue
        self.kind.offer(words_of(words.VENUE_KINDS))
        inside = _with_inner(venue, venues)
        self.parent.offer(
            [(str(one.id), str(one.name)) for one in venues if one.id not in inside],
            str(_("No other venue")),
        )
        self.step_free.offer(
            [("yes", str(_("Yes"))), ("no", str(_("No")))], str(_("Not known"))
        )
        return self

    def show(self, venue: Venue) -> None:
        """Fill in what is decided."""
        fill((self.name_en, self.name_zh), venue.name)
        fill((self.address_en, self.address_zh), venue.address)
        fill((self.directions_en, self.directions_zh), venue.directions)
        self.kind.data, self.capacity.data = venue.kind.value, venue.capacity
        self.parent.data = str(venue.parent_id or "")
        self.step_free.data = {True: "yes", False: "no", None: ""}[venue.is_step_free]

    def plan(self) -> VenuePlan:
        """What was decided; after validation."""
        venue = self.venue
        return VenuePlan(
            name=texts((self.name_en, self.name_zh), venue.name if venue else None),
            kind=member(VenueKind, self.kind),
            capacity=self.capacity.data,
            parent_id=as_uuid(self.parent.data),
            address=_none_if_empty(
                texts(
                    (self.address_en, self.address_zh), venue.address if venue else None
                )
            ),
            directions=_none_if_empty(
                texts(
                    (self.directions_en, self.directions_zh),
                    venue.directions if venue else None,
                )
            ),
            is_step_free={"yes": True, "no": False}.get(self.step_free.data),
        )

    def validate_name_en(self, _field: Field) -> None:
        """One name is enough."""
        if not (self.name_en.data or self.name_zh.data):
            raise ValidationError(_("Enter a name in one language at least."))


class WeekForm(Form):
    """How a week presents itself, and who may register when."""

    name_en = StringField(_("Name in English"), [Fits(200)])
    name_zh = StringField(_("Name in Chinese"), [Fits(200)])
    theme_en = StringField(_("Theme in English"), [Fits(300)])
    theme_zh = StringField(_("Theme in Chinese"), [Fits(300)])
    city_en = StringField(_("City in English"), [Fits(120)])
    city_zh = StringField(_("City in Chinese"), [Fits(120)])
    introduction_en = TextAreaField(_("Introduction in English"), [Fits(8000)])
    introduction_zh = TextAreaField(_("Introduction in Chinese"), [Fits(8000)])
    travel_en = TextAreaField(_("Travel and hotels, in English"), [Fits(8000)])
    travel_zh = TextAreaField(_("Travel and hotels, in Chinese"), [Fits(8000)])
    privacy_en = TextAreaField(_("Privacy text in English"), [Fits(8000)])
    privacy_zh = TextAreaField(_("Privacy text in Chinese"), [Fits(8000)])
    contact_address = EmailField(
        _("E-mail for questions"),
        [
            Needed(_("Enter an e-mail address for questions.")),
            Fits(254),
            Email(_("Enter an e-mail address like name@university.example.")),
        ],
    )
    accent = Pick(_("Colour"))
    is_public = BooleanField(_("Everybody may see this week"))
    registration_mode = Pick(_("Who may register"))
    opens_day = Day(_("Registration opens on"))
    opens_hour = Hour(_("Opens at"))
    closes_day = Day(_("Registration closes on"))
    closes_hour = Hour(_("Closes at"))

    PAIRS = ("name", "theme", "city", "introduction", "travel", "privacy")

    def offer(self, week: Week) -> "WeekForm":
        """Offer modes and colours, and remember the week's clock."""
        self.week = week
        self.accent.offer(words_of(words.TRACKS))
        self.registration_mode.offer(words_of(words.REGISTRATION_MODES))
        return self

    def show(self) -> None:
        """Fill in what is decided."""
        week, zone = self.week, self.week.tzinfo
        for name in self.PAIRS:
            fill(self.pair(name), getattr(week, name))
        self.contact_address.data = week.contact_address
        self.accent.data, self.is_public.data = week.accent.value, week.is_public
        self.registration_mode.data = week.registration_mode.value
        if opens := week.registration_opens_at:
            self.opens_day.data = opens.astimezone(zone).date()
            self.opens_hour.data = opens.astimezone(zone).time()
        if closes := week.registration_closes_at:
            self.closes_day.data = closes.astimezone(zone).date()
            self.closes_hour.data = closes.astimezone(zone).time()

    def pair(self, name: str) -> tuple[Field, Field]:
        """The fields of one text in both languages."""
        return self[f"{name}_en"], self[f"{name}_zh"]

    def settings(self) -> WeekSettings:
        """What was decided; after validation."""
        week = self.week
        given = {
            name: texts(self.pair(name), getattr(week, name)) for name in self.PAIRS
        }
        return WeekSettings(
            name=given["name"],
            theme=_none_if_empty(given["theme"]),
            city=given["city"],
            introduction=_none_if_empty(given["introduction"]),
            travel=_none_if_empty(given["travel"]),
            privacy=given["privacy"],
            contact_address=self.contact_address.data or "",
            accent=member(Track, self.accent),
            is_public=bool(self.is_public.data),
            registration_mode=member(RegistrationMode, self.registration_mode),
            registration_opens_at=self._opens,
            registration_closes_at=self._closes,
        )

    def validate(self, extra_validators: dict[str, list[object]] | None = None) -> bool:
        """Check each answer, then opening and closing together."""
        fits = bool(super().validate(extra_validators=extra_validators))
        for name in ("name", "city", "privacy"):
            english, chinese = self.pair(name)
            if not (english.data or chinese.data):
                english.errors = [
                    *english.errors,
                    _("Enter this text in one language at least."),
                ]
                fits = False
        self._opens = self._instant(self.opens_day, self.opens_hour, time(0))
        self._closes = self._instant(self.closes_day, self.closes_hour, time(23, 59))
        if self._closes and not self._opens and not self.opens_day.errors:
            self.opens_day.errors = [_("Enter the day on which registration opens.")]
        if self._opens and self._closes and self._closes <= self._opens:
            self.closes_day.errors = [_("Enter a close after the opening.")]
        return fits and not self.errors

    def _instant(self, day: Field, hour: Field, otherwise: time) -> datetime | None:
        if day.data is None:
            return None
        try:
            return instant_of(day.data, hour.data or otherwise, self.week.tzinfo)
        except NoSuchHour as refusal:
            hour.errors = [*hour.errors, str(refusal)]
            return None


def _statuses(event: Event | None) -> list[tuple[str, str]]:
    """Cancelling has a page of its own; a cancelled event may take place again."""
    offered = words_of(words.STATUSES)
    if event is not None and event.is_cancelled:
        return offered
    return [one for one in offered if one[0] != EventStatus.CANCELLED.value]


def _with_inner(venue: Venue | None, venues: Sequence[Venue]) -> set[UUID]:
    inside = {venue.id} if venue else set()
    for _deeper in venues if venue else ():
        inside |= {one.id for one in venues if one.parent_id in inside}
    return inside


def _none_if_empty(text: Localised) -> Localised | None:
    return text or None
