"""Which clashes to show."""

from collections.abc import Collection, Iterable
from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import Form as PlainForm

from eventapp.planning.rules.words import LEVELS, RULES
from eventapp.programme.models.people import Person
from eventapp.web.fields import Pick
from eventapp.web.filters import weekday

PRESSING = "pressing"  # in addresses: what something can still be done about


class ClashFilter(PlainForm):
    """Which clashes to show; it changes nothing and needs no CSRF token."""

    level = Pick(_("Level"))
    rule = Pick(_("About"))
    day = Pick(_("Day"))
    person = Pick(_("Person"))

    def offer(
        self,
        rules: Collection[str],
        days: Iterable[date],
        persons: Iterable[Person],
    ) -> "ClashFilter":
        """Offer what there is to choose from."""
        self.level.offer(
            [
                (PRESSING, str(_("Pressing: still ahead, and more than a notice"))),
                *((level.value, str(word)) for level, word in LEVELS.items()),
            ],
            str(_("All levels")),
        )
        self.rule.offer(
            [(rule.value, str(word)) for rule, word in RULES.items() if rule in rules],
            str(_("Everything")),
        )
        self.day.offer(
            [(day.isoformat(), weekday(day)) for day in days], str(_("All days"))
        )
        self.person.offer(
            [(str(person.id), str(person.name)) for person in persons],
            str(_("Everybody")),
        )
        return self

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, where it was offered, in the words of the reader."""
        return {
            field.name: dict(field.choices)[field.data]
            for field in self
            if field.data and field.data in dict(field.choices)
        }
