"""Where an event goes on the grid, as organisers type it or a script sends it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField

from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.planning.board import Card
from eventapp.planning.forms.event import version_in
from eventapp.planning.forms.hours import AROUND
from eventapp.planning.service.moving import Move
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.web.fields import Count, Day, Given, Hour, Pick
from eventapp.web.forms import Form, as_uuid

SHORTEST = 5  # minutes
LONGEST = 31 * 24 * 60


class MoveForm(Form):
    """Another day, time, length or room for one event; without a day, no time yet."""

    day = Day(_("Day"), description=_("Leave it empty for an event without a time."))
    begins = Hour(_("Begins at"))
    minutes = Count(
        _("Length in minutes"),
        [Given(_("Enter the length."))],
        least=SHORTEST,
        most=LONGEST,
    )
    venue = Pick(_("Venue"))
    with_parts = BooleanField(_("Move its parts by as much"))
    version = HiddenField()

    week: Week
    _starts_at: datetime | None = None

    def offer(self, week: Week, venues: Iterable[Venue]) -> "MoveForm":
        """Offer the venues of the week, and remember its clock."""
        self.week = week
        named = [(str(venue.id), str(venue.name)) for venue in venues]
        self.venue.offer(named, str(_("No venue")))
        return self

    def show(self, card: Card) -> "MoveForm":
        """Fill in where the event stands now."""
        if card.day:
            self.day.data = date.fromisoformat(card.day)
            self.begins.data = time(*divmod(card.starts, 60))
        self.minutes.data, self.venue.data = card.minutes, card.venue
        self.with_parts.data, self.version.data = True, str(card.version)
        return self

    def move(self) -> Move:
        """What was decided; after validation."""
        return Move(
            starts_at=self._starts_at,
            length=timedelta(minutes=self.minutes.data or SHORTEST),
            venue_id=as_uuid(self.venue.data),
            with_parts=bool(self.with_parts.data),
        )

    @property
    def seen_version(self) -> int:
        """The version which the organiser saw before moving it."""
        return version_in(self.version.data)

    @property
    def sentences(self) -> str:
        """All that is wrong, in words."""
        said = [sentence for those in self.errors.values() for sentence in those]
        return " ".join(map(str, said))

    def validate(self, extra_validators: dict[str, list[object]] | None = None) -> bool:
        """Check each answer, then the day and the hour together."""
        fits = bool(super().validate(extra_validators=extra_validators))
        if self.day.errors or self.begins.errors or self.day.data is None:
            return fits
        if self.begins.data is None:
            self.begins.errors = [_("Enter the time at which it begins.")]
            return False
        first, last = self.week.held.first - AROUND, self.week.held.latest + AROUND
        if not first <= self.day.data <= last:
            self.day.errors = [_("Enter a day near the week.")]
            return False
        try:
            zone = self.week.tzinfo
            self._starts_at = instant_of(self.day.data, self.begins.data, zone)
        except NoSuchHour as refusal:
            self.begins.errors = [str(refusal)]
            return False
        return fits
