"""The forms about the days: stay, events, what to prepare."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import Optional

from eventapp.kernel.i18n import day_in_words
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import last_day
from eventapp.registration import choices, words
from eventapp.registration.answers import NeedsAnswers, StayAnswers
from eventapp.registration.forms.fields import One, OneOf, SomeOf, options
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import Access, Diet
from eventapp.web.fields import Day
from eventapp.web.forms import Fits, Form, Needed

YES, NO = "yes", "no"


class StayForm(Form):
    """Step 4: your days."""

    arrives_on = Day(_("Day of arrival"), [Optional()])
    departs_on = Day(_("Day of departure"), [Optional()])
    needs_visa_letter = OneOf(
        _("Do you need an invitation letter for a visa?"),
        [Needed(_("Choose yes or no."))],
        choices=options({YES: _("Yes, I need a letter"), NO: _("No")}),
    )

    def offer(self, week: Week) -> "StayForm":
        """Offer the days around the week."""
        self.first, self.last = choices.days_of_stay(week)
        self.week = week
        return self

    def validate_arrives_on(self, field: DateField) -> None:
        """A day around the week."""
        self._check_range(field)
        if field.data and field.data > last_day(self.week):
            raise ValidationError(_("Enter a day before the week ends."))

    def validate_departs_on(self, field: DateField) -> None:
        """A day around the week, after the arrival."""
        self._check_range(field)
        if field.data and self.arrives_on.data and field.data < self.arrives_on.data:
            raise ValidationError(_("Enter a day after your arrival."))
        if field.data and field.data < self.week.held.first:
            raise ValidationError(_("Enter a day after the week begins."))

    def _check_range(self, field: DateField) -> None:
        if field.data and not self.first <= field.data <= self.last:
            raise ValidationError(
                _(
                    "Enter a day between %(first)s and %(last)s.",
                    first=day_in_words(self.first),
                    last=day_in_words(self.last),
                )
            )

    def show(self, registration: Registration) -> None:
        """Fill in what is known."""
        self.arrives_on.data = registration.arrives_on
        self.departs_on.data = registration.departs_on
        needs = registration.needs_visa_letter
        self.needs_visa_letter.data = None if needs is None else (YES if needs else NO)

    def answers(self) -> StayAnswers:
        """What was given."""
        return StayAnswers(
            arrives_on=self.arrives_on.data,
            departs_on=self.departs_on.data,
            needs_visa_letter=self.needs_visa_letter.data == YES,
        )


class EventsForm(Form):
    """Step 5: events to choose."""

    events = SomeOf(_("Events"))

    def offer(self, offered: Sequence[tuple[UUID, str]]) -> "EventsForm":
        """Offer these events."""
        self.events.choices = options({str(key): title for key, title in offered})
        return self

    def validate_events(self, field: SelectMultipleField) -> None:
        """Say it of events that can no longer be chosen."""
        if field.errors:
            field.errors = [
                _("An event can no longer be chosen. Look at the list again.")
            ]

    def answers(self) -> tuple[UUID, ...]:
        """What was chosen."""
        return tuple(UUID(key) for key in self.events.data or ())


class NeedsForm(Form):
    """Step 6: what to prepare for you."""

    languages = SomeOf(_("Which languages do you speak?"))
    interpretation = One(
        _("Interpretation"),
        description=_("The organisers plan interpreters by these answers."),
    )
    diet = One(
        _("Food"),
        choices=options({diet.value: word for diet, word in words.DIETS.items()}),
        default=Diet.NONE.value,
    )
    diet_note = StringField(
        _("More about food"),
        [Fits(500)],
        description=_("For example another allergy."),
    )
    access = SomeOf(
        _("What do you need to take part?"),
        choices=options({need.value: word for need, word in words.ACCESS.items()}),
    )
    access_note = StringField(
        _("More about what you need"),
        [Fits(500)],
        description=_("For example an assistant who comes with you."),
    )

    def offer(self, week: Week) -> "NeedsForm":
        """Offer languages; those into which the week may interpret."""
        self.languages.choices = options(choices.spoken_languages())
        self.interpretation.choices = options(
            {
                "": _("I need no interpreter"),
                **choices.interpreted_languages(week),
            }
        )
        return self

    def show(self, registration: Registration) -> None:
        """Fill in what is known."""
        self.languages.data = list(registration.languages)
        self.interpretation.data = registration.interpretation or ""
        self.diet.data = (registration.diet or Diet.NONE).value
        self.diet_note.data = registration.diet_note
        self.access.data = list(registration.access)
        self.access_note.data = registration.access_note

    def answers(self) -> NeedsAnswers:
        """What was given."""
        return NeedsAnswers(
            languages=tuple(self.languages.data or ()),
            interpretation=self.interpretation.data or None,
            diet=Diet(self.diet.data or Diet.NONE),
            diet_note=self.diet_note.data or None,
            access=tuple(Access(need).value for need in self.access.data or ()),
            access_note=self.access_note.data or None,
        )
