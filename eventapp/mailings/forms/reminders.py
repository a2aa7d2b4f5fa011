"""A rule that reminds: whom, when, in which words."""

from collections.abc import Sequence
from datetime import time

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField, ValidationError
from wtforms.validators import Optional

from eventapp.mailings.forms.writing import TextsForm
from eventapp.mailings.models import ReminderRule
from eventapp.mailings.placeholders import offered_by
from eventapp.mailings.service.reminding import RulePlan
from eventapp.mailings.vocabulary import RuleKind
from eventapp.mailings.wording import our_words
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.web.fields import Day, Given, Hour, Pick
from eventapp.web.forms import Needed, as_uuid

MOST_DAYS = 120
MOST_MOMENTS = 5
USUAL_HOUR = time(9)
USUAL_DAYS = {RuleKind.EVENT: "1", RuleKind.THANKS: "2"}


class RuleForm(TextsForm):
    """One rule; which fields count is said by its kind."""

    days = StringField(
        lazy_gettext("How many days before"),
        [Needed(lazy_gettext("Enter how many days."))],
        description=lazy_gettext("Several with commas: 7, 2. 0 is the day itself."),
    )
    day = Day(
        lazy_gettext("Due by"),
        [Optional()],
        description=lazy_gettext("Leave it empty for the first day of the week."),
    )
    hour = Hour(
        lazy_gettext("At this time of the day"),
        [Given(lazy_gettext("Enter the time."))],
    )
    event = Pick(lazy_gettext("Event"))
    is_on = BooleanField(lazy_gettext("Remind by itself from now on"))

    def offer_rule(
        self, week: Week, kind: RuleKind, events: Sequence[Event]
    ) -> "RuleForm":
        """Ask for what this kind needs."""
        self.kind = kind
        self.offer(week, offered_by(kind))
        self.subject.needed = str(_("Write a subject."))
        self.text.needed = str(_("Write a text."))
        self.event.offer(
            [(str(one.id), str(one.title)) for one in events],
            str(_("Each event with places")),
        )
        return self

    def show_ours(self) -> None:
        """Begin with our words and the usual days."""
        subject, text = our_words(self.kind, self.week.languages)
        self.subject.show(subject)
        self.text.show(text)
        self.days.data = USUAL_DAYS.get(self.kind, "7, 2")
        self.hour.data = USUAL_HOUR
        self.is_on.data = True

    def show(self, rule: ReminderRule) -> None:
        """Fill in what is decided."""
        self.show_texts(rule)
        self.days.data = ", ".join(rule.days)
        self.day.data, self.hour.data = rule.day, rule.hour
        self.event.data = str(rule.event_id or "")
        self.is_on.data = rule.is_on

    def plan(self) -> RulePlan:
        """What was decided; after validation."""
        said = self.texts()
        has_day = self.kind not in {RuleKind.EVENT, RuleKind.THANKS}
        is_of_event = self.kind is RuleKind.EVENT
        return RulePlan(
            kind=self.kind,
            subject=said.subject,
            text=said.text,
            is_essential=said.is_essential,
            days=tuple(str(one) for one in _numbers(self.days.data)),
            hour=self.hour.data or USUAL_HOUR,
            day=self.day.data if has_day else None,
            event_id=as_uuid(self.event.data) if is_of_event else None,
            is_on=bool(self.is_on.data),
        )

    def validate_days(self, field: StringField) -> None:
        """Some whole numbers."""
        numbers = _numbers(field.data)
        fits = 0 < len(numbers) <= MOST_MOMENTS and max(numbers) <= MOST_DAYS
        if not fits:
            raise ValidationError(
                _(
                    "Enter up to %(count)s whole numbers from 0 to %(most)s,"
                    " with commas.",
                    count=MOST_MOMENTS,
                    most=MOST_DAYS,
                )
            )


def _numbers(text: str | None) -> list[int]:
    """What was typed, the farthest day first; nothing where it is no list."""
    parts = [part.strip() for part in (text or "").replace("，", ",").split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):  # noqa: PLR2004 - digits
        return []
    return sorted({int(part) for part in parts}, reverse=True)
