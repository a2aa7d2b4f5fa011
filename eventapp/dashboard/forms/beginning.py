"""A new week and its desks, as organisers type them."""

import re
from collections.abc import Iterable
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, Field, StringField, ValidationError
from wtforms.validators import Email

from eventapp.checkin.models import Desk
from eventapp.checkin.service import DeskPlan
from eventapp.institutions.models import Institution
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.programme.models.venues import Venue
from eventapp.programme.service.weeks import WeekBeginning
from eventapp.web.fields import Day, Given, Pick, fill, texts, zone_choices
from eventapp.web.forms import Fits, Form, Needed, as_uuid

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


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
            Email(_("Enter an e-mail address like name@university.example.")),
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
        """A week ends after it begins."""
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError(_("Enter a day that is not before the first day."))


class DeskForm(Form):
    """A check-in point."""

    name_en = StringField(_("Name in English"), [Fits(120)])
    name_zh = StringField(_("Name in Chinese"), [Fits(120)])
    venue = Pick(_("Venue"))
    is_open = BooleanField(_("Stewards may open this desk"))

    def offer(self, venues: Iterable[Venue]) -> "DeskForm":
        """Offer the venues of the week."""
        choices = [(str(one.id), str(one.name)) for one in venues]
        self.venue.offer(choices, str(_("Anywhere")))
        return self

    def show(self, desk: Desk) -> None:
        """Fill in what is decided."""
        fill((self.name_en, self.name_zh), desk.name)
        self.venue.data = str(desk.venue_id or "")
        self.is_open.data = desk.is_open

    def plan(self, desk: Desk | None = None) -> DeskPlan:
        """What was decided; after validation."""
        before = desk.name if desk else None
        return DeskPlan(
            name=texts((self.name_en, self.name_zh), before),
            venue_id=as_uuid(self.venue.data),
            is_open=bool(self.is_open.data),
        )

    def validate_name_en(self, _field: Field) -> None:
        """One name is enough."""
        if not (self.name_en.data or self.name_zh.data):
            raise ValidationError(_("Enter a name in one language at least."))
