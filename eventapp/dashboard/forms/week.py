"""The settings of a week, as organisers type them."""

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    StringField,
    TextAreaField,
)

from eventapp.institutions.models import Institution
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.planning.forms.beginning import check_days
from eventapp.programme import words
from eventapp.programme.models.weeks import Week
from eventapp.programme.service.weeks import WeekSettings
from eventapp.programme.vocabulary import OverlapRule, RegistrationMode, Track
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
    zone_choices,
)
from eventapp.web.forms import Fits, Form, Mailable, Needed
from eventapp.web.texts import language_choices


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
    languages = Picks(
        _("Languages of the week"),
        [Needed(_("Choose at least one language."))],
        description=_("In these the office writes its texts."),
    )
    contact_address = EmailField(
        _("E-mail for questions"),
        [
            Needed(_("Enter an e-mail address for questions.")),
            Fits(254),
            Mailable(),
        ],
    )
    host = Pick(_("Host"), [Needed(_("Choose the host."))])
    first = Day(_("First day"), [Given(_("Enter the first day."))])
    last = Day(_("Last day"), description=_("Leave it empty while nobody knows it."))
    zone = Pick(_("Time zone"), [Needed(_("Choose the time zone of the city."))])
    accent = Pick(_("Colour"))
    is_public = BooleanField(_("Everybody may see this week"))
    registration_mode = Pick(_("Who may register"))
    opens_day = Day(_("Registration opens on"))
    opens_hour = Hour(_("Opens at"))
    closes_day = Day(_("Registration closes on"))
    closes_hour = Hour(_("Closes at"))
    overlap_rule = Pick(
        _("Two places at the same time"),
        description=_(
            "Events that only touch do not overlap, nor do an event and its parts."
        ),
    )

    companions = Count(
        _("People who may accompany one delegate"),
        most=9,
        description=_("They get a badge and meals. 0: delegates come alone."),
    )

    PAIRS = ("name", "theme", "city", "introduction", "travel", "privacy")

    def offer(
        self, week: Week, hosts: Iterable[Institution], *, may_move_zone: bool
    ) -> "WeekForm":
        """Offer hosts, modes and colours; the zone only while no event has hours."""
        self.week = week
        self.host.offer([(str(one.id), str(one.name)) for one in hosts])
        if may_move_zone:
            self.zone.offer(zone_choices(week.zone))
        else:
            del self.zone
        self.languages.choices = language_choices(week.languages)
        self.accent.offer(words_of(words.TRACKS))
        self.registration_mode.offer(words_of(words.REGISTRATION_MODES))
        self.overlap_rule.offer(words_of(words.OVERLAP_RULES))
        return self

    def show(self) -> None:
        """Fill in what is decided."""
        week, zone = self.week, self.week.tzinfo
        for name in self.PAIRS:
            fill(self.pair(name), getattr(week, name))
        self.contact_address.data = week.contact_address
        self.host.data = str(week.host_id)
        self.first.data, self.last.data = week.held.first, week.held.last
        if self.zone is not None:
            self.zone.data = week.zone
        self.languages.data = list(week.languages)
        self.accent.data, self.is_public.data = week.accent.value, week.is_public
        self.registration_mode.data = week.registration_mode.value
        self.overlap_rule.data = week.overlap_rule.value
        self.companions.data = week.companions_allowed
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
            theme=none_if_empty(given["theme"]),
            city=given["city"],
            introduction=none_if_empty(given["introduction"]),
            travel=none_if_empty(given["travel"]),
            privacy=given["privacy"],
            contact_address=self.contact_address.data or "",
            accent=member(Track, self.accent),
            is_public=bool(self.is_public.data),
            registration_mode=member(RegistrationMode, self.registration_mode),
            registration_opens_at=self._opens,
            registration_closes_at=self._closes,
            overlap_rule=member(OverlapRule, self.overlap_rule),
            companions_allowed=self.companions.data or 0,
            host_id=UUID(self.host.data),
            held=self._held(),
            zone=self._zone(),
            languages=self._languages(),
        )

    def validate_last(self, field: Field) -> None:
        """A week ends after it begins, and before long; unless it was so before."""
        held, first, last = self.week.held, self.first.data, field.data
        if first and last and (first, last) != (held.first, held.last):
            check_days(first, last)

    def validate(self, extra_validators: dict[str, list[object]] | None = None) -> bool:
        """Check each answer, then opening and closing together."""
        fits = bool(super().validate(extra_validators=extra_validators))
        for name, sentence in self._needed().items():
            english, chinese = self.pair(name)
            if not (english.data or chinese.data):
                english.errors = [*english.errors, sentence]
                fits = False
        self._opens = self._instant(self.opens_day, self.opens_hour, time(0))
        self._closes = self._instant(self.closes_day, self.closes_hour, time(23, 59))
        if self._closes and not self._opens and not self.opens_day.errors:
            self.opens_day.errors = [_("Enter the day on which registration opens.")]
        if self._opens and self._closes and self._closes <= self._opens:
            self.closes_day.errors = [_("Enter a close after the opening.")]
        return fits and not self.errors

    def _needed(self) -> dict[str, object]:
        """The texts that may not be empty, with the sentence that says so."""
        needed: dict[str, object] = dict.fromkeys(
            ("name", "city"), _("Enter this text in one language at least.")
        )
        if self.is_public.data:
            needed["privacy"] = _("A public week needs a privacy text.")
        elif self.week.privacy:
            needed["privacy"] = _("Enter this text in one language at least.")
        return needed

    def _held(self) -> KnownDate:
        held, first, last = self.week.held, self.first.data, self.last.data
        if first is None or (first, last) == (held.first, held.last):
            return held  # as exactly as it was known
        return KnownDate(
            first, last, DatePrecision.DAY if last else DatePrecision.START
        )

    def _languages(self) -> tuple[str, ...]:
        """The chosen ones; those of before keep their order, and stand first."""
        chosen = self.languages.data or ()
        before = [tag for tag in self.week.languages if tag in chosen]
        return tuple(dict.fromkeys((*before, *chosen)))

    def _zone(self) -> str:
        if self.zone is None or self.zone.errors:
            return self.week.zone
        return str(self.zone.data)

    def _instant(self, day: Field, hour: Field, otherwise: time) -> datetime | None:
        if day.data is None:
            return None
        try:
            return instant_of(day.data, hour.data or otherwise, ZoneInfo(self._zone()))
        except NoSuchHour as refusal:
            hour.errors = [*hour.errors, str(refusal)]
            return None
