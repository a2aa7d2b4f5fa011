"""A new week as organisers type it, from nothing or as a copy of another one."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, Field, StringField, ValidationError

from eventapp.institutions.models import Institution
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.i18n import Localised
from eventapp.planning.service.copying import Shift, Take
from eventapp.programme.models.weeks import Week
from eventapp.programme.service.weeks import WeekBeginning
from eventapp.web.fields import Day, Given, Pick, fill, texts, zone_choices
from eventapp.web.forms import Fits, Form, Mailable, Needed

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
MOST_DAYS = 92  # each has a tab in the programme
NEXT_YEAR = timedelta(weeks=52)
SHIFTS = {
    Shift.WEEKDAY: _("Monday stays Monday"),
    Shift.FIRST_DAY: _("The first day becomes the first day"),
}


def check_days(first: date, last: date) -> None:
    """Refuse days that end before they begin, or that are no week any more."""
    if last < first:
        raise ValidationError(_("Enter a day that is not before the first day."))
    if (last - first).days >= MOST_DAYS:
        raise ValidationError(
            _(
                "A week lasts at most %(most)s days. Enter an earlier last day.",
                most=MOST_DAYS,
            )
        )


class BeginWeekForm(Form):
    """What must be known before anything else of a week."""

    name_en = StringField(_("Name in English"), [Fits(200)])
    name_zh = StringField(_("Name in Chinese"), [Fits(200)])
    slug = StringField(
        _("Address of the week"),
        [Needed(_("Enter a short address, for example spring2027.")), Fits(60)],
        description=_("It stands in all links and never changes: spring2027."),
    )
    host = Pick(_("Host"), [Needed(_("Choose the host."))])
    city_en = StringField(_("City in English"), [Fits(120)])
    city_zh = StringField(_("City in Chinese"), [Fits(120)])
    zone = Pick(_("Time zone"), [Needed(_("Choose the time zone of the city."))])
    first = Day(_("First day"), [Given(_("Enter the first day."))])
    last = Day(_("Last day"), [Given(_("Enter the last day."))])
    contact_address = EmailField(
        _("E-mail for questions"),
        [
            Needed(_("Enter an e-mail address for questions.")),
            Fits(254),
            Mailable(),
        ],
    )

    def offer(self, hosts: Iterable[Institution]) -> "BeginWeekForm":
        """Offer the institutions of the directory and the zones of the world."""
        choose = str(_("Choose"))
        self.host.offer([(str(one.id), str(one.name)) for one in hosts], choose)
        self.zone.offer(zone_choices(), choose)
        return self

    def beginning(self) -> WeekBeginning:
        """What was decided; after validation."""
        first, last = self.first.data, self.last.data
        assert first is not None  # noqa: S101 - Given has seen to it
        return WeekBeginning(
            slug=self.slug.data or "",
            name=texts((self.name_en, self.name_zh)),
            city=texts((self.city_en, self.city_zh)),
            zone=self.zone.data,
            held=KnownDate(first, last, DatePrecision.DAY),
            host_id=UUID(self.host.data),
            contact_address=self.contact_address.data or "",
        )

    def validate_name_en(self, _field: Field) -> None:
        """One name is enough."""
        if not (self.name_en.data or self.name_zh.data):
            raise ValidationError(_("Enter a name in one language at least."))

    def validate_city_en(self, _field: Field) -> None:
        """One name is enough."""
        if not (self.city_en.data or self.city_zh.data):
            raise ValidationError(_("Enter the city in one language at least."))

    def validate_slug(self, field: Field) -> None:
        """An address is typed by people: small letters, digits, hyphens."""
        if not SLUG.fullmatch(field.data or ""):
            raise ValidationError(
                _("Use small letters a to z, digits and hyphens only.")
            )

    def validate_last(self, field: Field) -> None:
        """A week ends after it begins, and before long."""
        if self.first.data and field.data:
            check_days(self.first.data, field.data)


class CopyWeekForm(BeginWeekForm):
    """A new week, and what it takes from the one it is copied from."""

    shift = Pick(_("How the days move"))
    programme = BooleanField(_("Programme: all events, as drafts"))
    venues = BooleanField(_("Venues and the ways between them"))
    roles = BooleanField(_("Roles at events, to be named anew"))
    institutions = BooleanField(_("Institutions that take part"))
    texts = BooleanField(_("Texts of the week: introduction, travel, privacy"))
    forms = BooleanField(_("Registration settings and languages"))
    desks = BooleanField(_("Check-in desks"))

    def offer(self, hosts: Iterable[Institution]) -> "CopyWeekForm":
        """Offer the ways to move days, too."""
        super().offer(hosts)
        self.shift.offer([(one.value, str(word)) for one, word in SHIFTS.items()])
        return self

    def propose(self, week: Week, last: date) -> None:
        """Fill in the same week a year later, with everything in it.

        Args:
            week: The one that is copied.
            last: Its last day, or that of its last event.
        """
        first = week.held.first + NEXT_YEAR
        years = str(week.held.first.year), str(first.year)
        renamed = {tag: name.replace(*years) for tag, name in week.name.items()}
        fill((self.name_en, self.name_zh), Localised(renamed))
        fill((self.city_en, self.city_zh), week.city)
        self.host.data, self.zone.data = str(week.host_id), week.zone
        self.contact_address.data = week.contact_address
        self.first.data, self.last.data = first, last + NEXT_YEAR
        self.shift.data = Shift.WEEKDAY.value
        for name in Take.names():
            self[name].data = True

    def take(self) -> Take:
        """What was ticked."""
        return Take(**{name: bool(self[name].data) for name in Take.names()})

    def validate_roles(self, field: Field) -> None:
        """Roles are roles at events."""
        if field.data and not self.programme.data:
            raise ValidationError(_("Roles need the programme. Tick both, or none."))
