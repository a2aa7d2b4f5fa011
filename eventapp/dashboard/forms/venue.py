"""A venue, as organisers type it."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import Field, StringField, TextAreaField, ValidationError

from eventapp.programme import words
from eventapp.programme.models.venues import Venue
from eventapp.programme.plans import VenuePlan
from eventapp.programme.vocabulary import VenueKind
from eventapp.web.fields import (
    Count,
    Pick,
    fill,
    member,
    none_if_empty,
    texts,
    words_of,
)
from eventapp.web.forms import Fits, Form, as_uuid


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
            address=none_if_empty(
                texts(
                    (self.address_en, self.address_zh), venue.address if venue else None
                )
            ),
            directions=none_if_empty(
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


def _with_inner(venue: Venue | None, venues: Sequence[Venue]) -> set[UUID]:
    inside = {venue.id} if venue else set()
    for _deeper in venues if venue else ():
        inside |= {one.id for one in venues if one.parent_id in inside}
    return inside
