"""The forms about the days: stay, events, what to prepare."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
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
from eventapp.registration.agreeing import has_agreed
from eventapp.registration.answers import Consents, NeedsAnswers, StayAnswers
from eventapp.registration.forms.consents import as_shown
from eventapp.registration.forms.fields import One, OneOf, SomeOf, need, options
from eventapp.registration.models.registrations import Registration
from eventapp.registration.usual import is_asked, is_needed
from eventapp.registration.vocabulary import Access, ConsentPurpose, Diet
from eventapp.web.fields import Day, Given
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
        if is_needed(week, "days"):
            self.arrives_on.validators = [Given(_("Enter your day of arrival."))]
            self.departs_on.validators = [Given(_("Enter your day of departure."))]
            self.arrives_on.flags.required = self.departs_on.flags.required = True
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
    sensitive = BooleanField(
        words.CONSENTS[ConsentPurpose.SENSITIVE],
        description=_("You eat everything and need nothing? Leave it empty."),
    )

    def offer(self, week: Week) -> "NeedsForm":
        """Offer languages; leave out what the week does not ask."""
        self.week = week
        if is_needed(week, "languages"):
            need(self.languages, _("Choose one language at least."))
        if not is_asked(week, "food"):
            self.diet.data, self.diet_note.data = Diet.NONE.value, None
        if not is_asked(week, "access"):
            self.access.data, self.access_note.data = [], None
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
        self.sensitive.data = has_agreed(registration, ConsentPurpose.SENSITIVE)
        self.languages.data = list(registration.languages)
        self.interpretation.data = registration.interpretation or ""
        self.diet.data = (registration.diet or Diet.NONE).value
        self.diet_note.data = registration.diet_note
        self.access.data = list(registration.access)
        self.access_note.data = registration.access_note

    def validate_sensitive(self, field: BooleanField) -> None:
        """What tells of health or belief is kept by an own consent only."""
        eats_everything = (self.diet.data or Diet.NONE) == Diet.NONE
        told = (self.diet_note.data, self.access.data, self.access_note.data)
        if not field.data and (not eats_everything or any(told)):
            raise ValidationError(
                _(
                    "Agree that we keep what you say about food and access,"
                    " or choose “I eat everything” and leave the rest empty."
                )
            )

    def consents(self) -> Consents:
        """Whether we may keep it, with the words as they were shown."""
        if not is_asked(self.week, "food") and not is_asked(self.week, "access"):
            return as_shown({})
        return as_shown({ConsentPurpose.SENSITIVE: bool(self.sensitive.data)})

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
