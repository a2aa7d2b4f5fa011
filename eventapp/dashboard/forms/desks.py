"""The desks of a week, as organisers type them."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, RadioField, StringField, ValidationError

from eventapp.checkin.models.desks import Desk
from eventapp.checkin.service.desks import DeskPlan
from eventapp.checkin.vocabulary import DeskKind, Direction
from eventapp.checkin.words import DESK_KINDS, DIRECTIONS
from eventapp.programme.models.venues import Venue
from eventapp.web.fields import Pick, fill, member, texts, words_of
from eventapp.web.forms import Fits, Form, as_uuid


class DeskForm(Form):
    """A check-in point."""

    name_en = StringField(_("Name in English"), [Fits(120)])
    name_zh = StringField(_("Name in Chinese"), [Fits(120)])
    kind = RadioField(_("What happens there"), default=DeskKind.DOOR.value)
    direction = Pick(_("Which way people go"))
    venue = Pick(_("Venue"))
    is_open = BooleanField(_("Stewards may open this desk"))

    def offer(self, venues: Iterable[Venue]) -> "DeskForm":
        """Offer the venues of the week."""
        self.kind.choices = words_of(DESK_KINDS)
        self.direction.offer(words_of(DIRECTIONS), str(_("In and out")))
        choices = [(str(one.id), str(one.name)) for one in venues]
        self.venue.offer(choices, str(_("Anywhere")))
        return self

    def show(self, desk: Desk) -> None:
        """Fill in what is decided."""
        fill((self.name_en, self.name_zh), desk.name)
        self.kind.data = desk.kind.value
        self.direction.data = desk.direction.value if desk.direction else ""
        self.venue.data = str(desk.venue_id or "")
        self.is_open.data = desk.is_open

    def plan(self, desk: Desk | None = None) -> DeskPlan:
        """What was decided; after validation."""
        before = desk.name if desk else None
        return DeskPlan(
            name=texts((self.name_en, self.name_zh), before),
            venue_id=as_uuid(self.venue.data),
            is_open=bool(self.is_open.data),
            kind=member(DeskKind, self.kind),
            direction=member(Direction, self.direction)
            if self.direction.data
            else None,
        )

    def validate_name_en(self, _field: Field) -> None:
        """One name is enough."""
        if not (self.name_en.data or self.name_zh.data):
            raise ValidationError(_("Enter a name in one language at least."))
