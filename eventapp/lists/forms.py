"""Which columns a list shows, at which meals we count, by which rule we report."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import Length

from eventapp.lists.columns.offered import OFFERED
from eventapp.lists.figures import Rule
from eventapp.lists.models import Report
from eventapp.lists.vocabulary import Counted
from eventapp.lists.words import COUNTED
from eventapp.programme.models.events import Event
from eventapp.web.fields import Pick, Picks, member, words_of
from eventapp.web.filters import weekday
from eventapp.web.forms import Form, as_uuid


class ListForm(Form):
    """What a list shows."""

    show = Picks(_("Columns of people"))
    meal = Picks(_("Count at these events"), description=_("None ticked: banquets."))

    meal_day = Pick(_("Day"))

    def offer(self, events: Sequence[Event], days: Sequence[date]) -> "ListForm":
        """Offer all columns, and the events and days of the week."""
        self.meal_day.offer(
            [(one.isoformat(), weekday(one)) for one in days], str(_("All days"))
        )
        self.show.choices = [(one.key, str(one.head)) for one in OFFERED]
        self.meal.choices = [(str(one.id), str(one.title)) for one in events]
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that were ticked, without strangers."""
        known = {one.key for one in OFFERED}
        return tuple(key for key in self.show.data or () if key in known)

    @property
    def one_day(self) -> date | None:
        """The day that was chosen, where it is one of the week."""
        known = {value for value, _words in self.meal_day.choices or ()}
        chosen = self.meal_day.data
        return date.fromisoformat(chosen) if chosen and chosen in known else None

    @property
    def meals(self) -> tuple[UUID, ...]:
        """The events that were ticked."""
        known = {value for value, _words in self.meal.choices or ()}
        return tuple(
            key
            for value in self.meal.data or ()
            if value in known and (key := as_uuid(value))
        )


class RuleForm(PlainForm):
    """By which rule a report counts; its state is the address."""

    counted = Pick(_("Which institutions count"))
    others = BooleanField(
        _("Other organisations count, too"),
        description=_("Offices, associations, ministries and incubators."),
    )
    host = BooleanField(_("The host counts, too"))

    def offer(self) -> "RuleForm":
        """Offer the rules."""
        self.counted.offer(words_of(COUNTED))
        if not self.counted.data:
            self.counted.data = Counted.EXPECTED
        return self

    def rule(self) -> Rule:
        """The rule that was chosen."""
        counted = member(Counted, self.counted) or Counted.EXPECTED
        return Rule(counted, bool(self.others.data), bool(self.host.data))


class FreezeForm(Form):
    """Where the frozen numbers are used."""

    purpose = StringField(
        _("Where these numbers are used"),
        [Length(max=200)],
        description=_("For instance: press release of the opening."),
    )


def rule_of(report: Report) -> Rule:
    """The rule by which a report was counted."""
    return Rule(report.counted, report.with_others, report.with_host)
