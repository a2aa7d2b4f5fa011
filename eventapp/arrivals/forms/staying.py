"""What a delegate types about nights in a hotel."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from eventapp.arrivals import words
from eventapp.arrivals.entries import StayEntry
from eventapp.arrivals.forms.notes import FOR_HOTEL, FOR_HOTEL_OF_OTHER, NoteForm
from eventapp.arrivals.forms.travel import (
    LATER,
    NO,
    YES,
    AroundTheWeek,
    OneOf,
    TravelForm,
    choices,
)
from eventapp.arrivals.models.stays import Stay
from eventapp.arrivals.vocabulary import RoomType
from eventapp.programme.models.weeks import Week
from eventapp.web.fields import Day, member, words_of
from eventapp.web.forms import Fits, Needed


class StayForm(TravelForm):
    """Nights in a hotel."""

    needs_hotel = OneOf(
        _("Do you need a hotel room?"),
        [Needed(_("Choose one of the answers."))],
        choices=choices({YES: _("Yes"), NO: _("No"), LATER: _("I do not know yet")}),
    )
    check_in = Day(_("First night"), [AroundTheWeek()])
    check_out = Day(_("Day you leave"), [AroundTheWeek()])
    room = OneOf(
        _("Room"), choices=[SelectChoice(*one) for one in words_of(words.ROOMS)]
    )

    def offer(self, week: Week) -> "StayForm":
        """Ask about the days around this week."""
        self.around(week)
        return self

    def show(self, stay: Stay | None) -> None:
        """Fill in what is known."""
        if stay is None:
            return
        known = {True: YES, False: NO, None: LATER}
        self.needs_hotel.data = known[stay.needs_hotel]
        self.check_in.data, self.check_out.data = stay.check_in, stay.check_out
        self.room.data = stay.room.value if stay.room else None

    def validate_check_in(self, field: Day) -> None:
        """A night, where they need one."""
        if self.needs and not field.data and not field.errors:
            raise ValidationError(gettext("Enter the day of your first night."))

    def validate_check_out(self, field: Day) -> None:
        """A later day."""
        if not self.needs or field.errors:
            return
        first = self.check_in.data
        if not field.data or (first and field.data <= first):
            raise ValidationError(gettext("Enter a day after your first night."))

    def validate_room(self, field: OneOf) -> None:
        """A type of room, where they need one."""
        if self.needs and not field.data:
            raise ValidationError(gettext("Choose a room."))

    def entry(self, before: Stay | None) -> StayEntry:
        """What was typed; what the next page asks stays as it was."""
        if not self.needs:
            return StayEntry(needs_hotel=False if self.needs_hotel.data == NO else None)
        return StayEntry(
            needs_hotel=True,
            check_in=self.check_in.data,
            check_out=self.check_out.data,
            room=member(RoomType, self.room),
            shares_wish=before.shares_wish if before else None,
            wishes=before.wishes if before else None,
        )

    @property
    def needs(self) -> bool:
        """Whether they need a room."""
        return bool(self.needs_hotel.data == YES)


class RoomForm(NoteForm):
    """With whom, and what else the hotel should know."""

    told = "wishes"
    statement = FOR_HOTEL
    statement_of_other = FOR_HOTEL_OF_OTHER

    shares_wish = StringField(
        _("With whom do you share the room?"),
        [Fits(200)],
        description=_("The name of a colleague. Empty: we ask you."),
    )
    wishes = StringField(
        _("Wishes for the room"),
        [Fits(300)],
        description=_("For example a low floor. The hotel sees it."),
    )

    def show(self, stay: Stay) -> None:
        """Fill in what is known."""
        self.shares_wish.data, self.wishes.data = stay.shares_wish, stay.wishes
        self.agrees.data = bool(stay.wishes) and self.has_agreed

    def entry(self, before: Stay) -> StayEntry:
        """The same nights, with what was typed."""
        return StayEntry(
            needs_hotel=before.needs_hotel,
            check_in=before.check_in,
            check_out=before.check_out,
            room=before.room,
            shares_wish=(self.shares_wish.data or None)
            if before.room is RoomType.TWIN
            else None,
            wishes=self.wishes.data or None,
        )
