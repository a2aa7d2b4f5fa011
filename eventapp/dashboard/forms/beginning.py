"""A new week and its desks, as organisers type them."""

import re
from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, StringField, ValidationError

from eventapp.checkin.models.desks import Desk
from eventapp.checkin.service.desks import DeskPlan
from eventapp.programme.models.venues import Venue
from eventapp.web.fields import Pick, fill, texts
from eventapp.web.forms import Fits, Form, as_uuid

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


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
