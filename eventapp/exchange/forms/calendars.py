"""An address of a calendar, and which of its events are wanted."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import InputRequired

from eventapp.exchange.asking.guard import LONGEST
from eventapp.web.forms import Fits, Form

MOST_DIGITS = 6


class AddressForm(Form):
    """Where a partner's calendar is."""

    address = StringField(
        lazy_gettext("Address of the calendar"),
        [InputRequired(lazy_gettext("Enter an address.")), Fits(LONGEST)],
    )


class ChosenForm(Form):
    """Which events of a calendar are wanted."""

    rows = SelectMultipleField(lazy_gettext("Events"), validate_choice=False)
    creates_venues = BooleanField(
        lazy_gettext("Add venues that the week does not have")
    )

    def chosen(self, known: Iterable[int]) -> list[int]:
        """The numbers of the rows that were ticked, as far as there are such rows."""
        asked = {
            int(one)
            for one in self.rows.data or ()
            if one.isascii() and one.isdigit() and len(one) <= MOST_DIGITS
        }
        return sorted(asked & set(known))

    def check(self, known: Iterable[int]) -> bool:
        """Whether anything was ticked."""
        if not self.chosen(known):
            self.rows.errors = [_("Choose at least one event.")]
        return not self.errors
