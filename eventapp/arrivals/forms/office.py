"""What the office types: filters, points, pick-ups, hotels, rooms."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    StringField,
    TelField,
)

from eventapp.arrivals import words
from eventapp.arrivals.entries import HotelEntry, PointEntry
from eventapp.arrivals.models.journeys import Point
from eventapp.arrivals.models.stays import Hotel, Stay
from eventapp.arrivals.table import Choice, Show
from eventapp.arrivals.vocabulary import Direction, Payer, PointKind
from eventapp.programme.models.weeks import Week
from eventapp.web.fields import (
    Count,
    Pick,
    SearchForm,
    member,
    words_of,
    zone_choices,
)
from eventapp.web.forms import Fits, Form, Needed, as_uuid
from eventapp.web.texts import Texts

MOST_ROOMS = 5000
SHOWN = {
    Show.ALL: _("All"),
    Show.MISSING: _("Not told yet"),
    Show.NO_CAR: _("To be met, no car yet"),
}
DIRECTIONS = {
    Direction.ARRIVAL: _("Arrivals"),
    Direction.DEPARTURE: _("Departures"),
}


class TableFilter(SearchForm):
    """Which journeys the office looks at; what makes no sense is not asked."""

    direction = Pick(_("Direction"))
    show = Pick(_("Show"))
    day = Pick(_("Day"))
    point = Pick(_("Where"))

    def offer(
        self, points: Sequence[Point], days: Sequence[tuple[str, str]]
    ) -> "TableFilter":
        """Offer the points, and the days on which somebody travels."""
        self.direction.offer(words_of(DIRECTIONS))
        self.show.offer(words_of(SHOWN))
        self.day.offer(days, nothing=gettext("Any day"))
        named = [(str(point.id), str(point.name)) for point in points]
        self.point.offer(named, nothing=gettext("Anywhere"))
        for field in (self.direction, self.show, self.day, self.point):
            offered = [value for value, _word in field.choices or ()]
            if field.data not in offered:
                field.data = offered[0]
        return self

    def choice(self, sought: str) -> Choice:
        """What is looked for."""
        return Choice(
            member(Direction, self.direction),
            member(Show, self.show),
            date.fromisoformat(self.day.data) if self.day.data else None,
            as_uuid(self.point.data),
            sought,
        )


class PointForm(Form):
    """A place where delegates arrive and leave."""

    key = StringField(
        _("Code"),
        [Needed(_("Enter a code, like PVG.")), Fits(60)],
        description=_("As it stands in your lists, for example PVG."),
    )
    kind = Pick(_("Kind"))
    name = Texts(
        _("Name"), most=200, needed=_("Enter a name in one language at least.")
    )
    meeting_place = Texts(
        _("Where drivers wait"),
        most=300,
        description=_("For example “Arrivals hall, exit 12”."),
    )
    city = Texts(
        _("City"), most=100, description=_("Only if it is not the city of the week.")
    )
    zone = Pick(_("Time zone"))

    def offer(self, week: Week) -> "PointForm":
        """Offer the languages of the week, and the zones of the world."""
        self.kind.offer(words_of(words.POINTS))
        self.zone.offer(zone_choices(week.zone), nothing=gettext("As the week"))
        for field in (self.name, self.meeting_place, self.city):
            field.speak(week.languages)
        return self

    def show(self, point: Point) -> None:
        """Fill in what is known."""
        self.key.data, self.kind.data = point.key, point.kind.value
        self.zone.data = point.zone or ""
        self.name.show(point.name)
        self.meeting_place.show(point.meeting_place)
        self.city.show(point.city)

    def entry(self, before: Point | None) -> PointEntry:
        """What was typed."""
        return PointEntry(
            key=self.key.data or "",
            kind=member(PointKind, self.kind),
            name=self.name.text(before.name if before else None),
            city=self.city.text_or_none(before.city if before else None),
            zone=self.zone.data or None,
            meeting_place=self.meeting_place.text_or_none(
                before.meeting_place if before else None
            ),
        )


class HotelForm(Form):
    """A hotel, and the rooms that it holds each night."""

    name = Texts(
        _("Name"), most=200, needed=_("Enter a name in one language at least.")
    )
    address = Texts(_("Address"), most=300)
    phone = TelField(_("Phone"), [Fits(40)])
    single_rooms = Count(_("Single rooms each night"), least=0, most=MOST_ROOMS)
    twin_rooms = Count(_("Twin rooms each night"), least=0, most=MOST_ROOMS)

    def offer(self, week: Week) -> "HotelForm":
        """Ask in the languages of the week."""
        for field in (self.name, self.address):
            field.speak(week.languages)
        return self

    def show(self, hotel: Hotel) -> None:
        """Fill in what is known."""
        self.name.show(hotel.name)
        self.address.show(hotel.address)
        self.phone.data = hotel.phone
        self.single_rooms.data = hotel.single_rooms
        self.twin_rooms.data = hotel.twin_rooms

    def entry(self, before: Hotel | None) -> HotelEntry:
        """What was typed."""
        return HotelEntry(
            name=self.name.text(before.name if before else None),
            address=self.address.text_or_none(before.address if before else None),
            phone=self.phone.data or None,
            single_rooms=self.single_rooms.data or 0,
            twin_rooms=self.twin_rooms.data or 0,
        )


class BillForm(Form):
    """Who pays a room, and the hotel's number."""

    payer = Pick(_("Who pays"))
    confirmation = StringField(_("Confirmation number of the hotel"), [Fits(60)])

    def offer(self) -> "BillForm":
        """Offer who may pay."""
        self.payer.offer(words_of(words.PAYERS), nothing=gettext("Not decided"))
        return self

    def show(self, stay: Stay) -> None:
        """Fill in what is known."""
        self.payer.data = stay.payer.value if stay.payer else ""
        self.confirmation.data = stay.confirmation

    @property
    def chosen_payer(self) -> Payer | None:
        """Who pays, as far as it is decided."""
        return Payer(self.payer.data) if self.payer.data else None
