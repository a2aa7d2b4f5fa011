"""A venue, and the ways between venues, as organisers type them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import isfinite
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, FloatField, ValidationError

from eventapp.planning.rules.ways import on_foot
from eventapp.programme import words
from eventapp.programme.models.venues import Venue
from eventapp.programme.plans import VenuePlan
from eventapp.programme.vocabulary import VenueKind
from eventapp.web.fields import Count, Hour, Pick, member, words_of
from eventapp.web.forms import Form, as_uuid
from eventapp.web.texts import Texts

FARTHEST = 600  # minutes

WALKED = {
    VenueKind.CAMPUS,
    VenueKind.BUILDING,
    VenueKind.ROOM,
    VenueKind.OUTDOORS,
    VenueKind.MEETING_POINT,
}


class Degrees(FloatField):
    """A latitude or longitude, or nothing."""

    data: float | None

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        """Take degrees from `-most` to `most`."""
        super().__init__(*args, **kwargs)
        self.most = most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read degrees, or say how to write them."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            degrees = float(text)
        except ValueError:
            degrees = float("nan")
        if not isfinite(degrees) or abs(degrees) > self.most:
            sentence = gettext(
                "Enter degrees from -%(most)s to %(most)s, like 31.2304.",
                most=self.most,
            )
            raise ValueError(sentence)
        self.data = degrees


class VenueForm(Form):
    """What an organiser decides about a venue."""

    name = Texts(
        _("Name"), most=200, needed=_("Enter a name in one language at least.")
    )
    kind = Pick(_("Kind"))
    parent = Pick(_("Inside"))
    capacity = Count(_("Seats"), least=1, description=_("Empty: not known."))
    step_free = Pick(_("Without steps"))
    opens = Hour(_("Opens at"), description=_("Empty: as the building it lies in."))
    closes = Hour(_("Closes at"))
    address = Texts(_("Address"), most=500, lines=2)
    directions = Texts(
        _("The way there, in words"),
        most=2000,
        lines=4,
        description=_("From the gate or the stop: what one sees, floor, lift."),
    )
    latitude = Degrees(_("Latitude"), most=90)
    longitude = Degrees(_("Longitude"), most=180)

    venue: Venue | None

    def offer(
        self,
        venues: Sequence[Venue],
        venue: Venue | None = None,
        languages: Iterable[str] = (),
    ) -> "VenueForm":
        """Offer the venues in which this one may lie, and the week's languages."""
        self.venue = venue
        for text in (self.name, self.address, self.directions):
            text.speak(languages)
        self.kind.offer(words_of(words.VENUE_KINDS))
        inner = _with_inner(venue, venues)
        self.parent.offer(
            [(str(one.id), str(one.name)) for one in venues if one.id not in inner],
            str(_("No other venue")),
        )
        self.step_free.offer(
            [("yes", str(_("Yes"))), ("no", str(_("No")))], str(_("Not known"))
        )
        return self

    def show(self, venue: Venue) -> None:
        """Fill in what is decided."""
        self.name.show(venue.name)
        self.address.show(venue.address)
        self.directions.show(venue.directions)
        self.kind.data, self.capacity.data = venue.kind.value, venue.capacity
        self.parent.data = str(venue.parent_id or "")
        self.step_free.data = {True: "yes", False: "no", None: ""}[venue.is_step_free]
        self.opens.data, self.closes.data = venue.opens, venue.closes
        self.latitude.data, self.longitude.data = venue.latitude, venue.longitude

    def plan(self) -> VenuePlan:
        """What was decided; after validation."""
        venue = self.venue
        return VenuePlan(
            name=self.name.text(venue.name if venue else None),
            kind=member(VenueKind, self.kind),
            capacity=self.capacity.data,
            parent_id=as_uuid(self.parent.data),
            address=self.address.text_or_none(venue.address if venue else None),
            directions=self.directions.text_or_none(
                venue.directions if venue else None
            ),
            is_step_free={"yes": True, "no": False}.get(self.step_free.data),
            opens=self.opens.data,
            closes=self.closes.data,
            latitude=self.latitude.data,
            longitude=self.longitude.data,
        )

    def validate_closes(self, field: Field) -> None:
        """Refuse a venue that closes when it opens."""
        if field.data is not None and field.data == self.opens.data:
            raise ValidationError(
                _("Enter another hour than the one at which it opens.")
            )

    def validate_longitude(self, field: Field) -> None:
        """A point has both, or neither."""
        if (field.data is None) != (self.latitude.data is None):
            raise ValidationError(_("Enter both latitude and longitude, or neither."))


class WalksForm(Form):
    """Minutes on foot between the places of a week, a field for each two."""

    pairs: Mapping[str, frozenset[UUID]]

    @property
    def minutes(self) -> dict[frozenset[UUID], int | None]:
        """What was typed for each two places that the page showed; None: nothing."""
        return {
            pair: self[name].data
            for name, pair in self.pairs.items()
            if self[name].raw_data
        }


def walks_form(
    venues: Sequence[Venue], known: Mapping[frozenset[UUID], int]
) -> WalksForm:
    """A form for the ways between buildings, and what lies in none."""
    fields: dict[str, Any] = {}
    pairs = {}
    for one, other in combinations(places(venues), 2):
        name = f"way-{one.id.hex}-{other.id.hex}"
        pairs[name] = frozenset((one.id, other.id))
        fields[name] = Count(
            gettext("To %(venue)s", venue=str(other.name)),
            least=1,
            most=FARTHEST,
            default=known.get(pairs[name]),
            description=_reckoned(one, other),
        )
    form: WalksForm = type("WalksForm", (WalksForm,), fields)()
    form.pairs = pairs
    return form


def places(venues: Iterable[Venue]) -> list[Venue]:
    """The venues between which one walks: no rooms inside a building, no coaches."""
    return [
        venue
        for venue in venues
        if venue.kind in WALKED
        and (venue.parent is None or venue.parent.kind is VenueKind.CAMPUS)
    ]


def _reckoned(one: Venue, other: Venue) -> str:
    here, there = (one.latitude, one.longitude), (other.latitude, other.longitude)
    if None in {*here, *there}:
        return ""
    minutes = on_foot((here[0] or 0, here[1] or 0), (there[0] or 0, there[1] or 0))
    return gettext("About %(minutes)s min by the map.", minutes=minutes)


def _with_inner(venue: Venue | None, venues: Sequence[Venue]) -> set[UUID]:
    inner = {venue.id} if venue else set()
    for _deeper in venues if venue else ():
        inner |= {one.id for one in venues if one.parent_id in inner}
    return inner
