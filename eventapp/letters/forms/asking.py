"""What a delegate answers for a letter: only what the authority wants."""

import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    Field,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import StopValidation

from eventapp.kernel import clock
from eventapp.letters import words
from eventapp.letters.models import LetterSettings
from eventapp.letters.vocabulary import LetterField, Outcome
from eventapp.registration.forms.fields import OneOf, options
from eventapp.registration.models.registrations import Registration
from eventapp.web.forms import Fits, Form, Needed

NUMBER = re.compile(r"[A-Z0-9]{5,20}", re.ASCII)
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff .,'’\-]+")
OLDEST = timedelta(days=120 * 366)
AROUND_WEEK = timedelta(days=90)  # a longer stay is a slip of the pen
LAST_YEAR = 2100
FREE = {LetterField.COMPANIONS}


class Wanted:
    """Refuses an empty answer, unless the vault has one."""

    def __init__(self, message: Any) -> None:  # noqa: ANN401 - lazy text
        """Say `message` where nothing was given and nothing is kept."""
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Stop where there is nothing to check."""
        if any(str(one).strip() for one in field.raw_data or ()):
            return
        field.errors = []
        raise (
            StopValidation()
            if field.short_name in form.kept
            else StopValidation(self.message)
        )


class PaperDay(DateField):
    """A day as it stands in a passport: also long ago."""

    data: date | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day, or say how to write one."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = date.fromisoformat(text)
        except ValueError:
            raise ValueError(str(_("Enter a day like 2027-03-09."))) from None


class RequestForm(Form):
    """The answers of one delegate; fields that nobody wants are not there."""

    name = StringField(
        words.FIELDS[LetterField.NAME],
        [Wanted(_("Enter your name as in the passport.")), Fits(200)],
    )
    sex = OneOf(
        words.FIELDS[LetterField.SEX],
        [Wanted(_("Choose what your passport says."))],
        choices=options({one.value: word for one, word in words.SEXES.items()}),
    )
    born_on = PaperDay(
        words.FIELDS[LetterField.BORN_ON], [Wanted(_("Enter your date of birth."))]
    )
    citizenship = StringField(
        words.FIELDS[LetterField.CITIZENSHIP],
        [Wanted(_("Enter your citizenship, as in the passport.")), Fits(100)],
    )
    passport_number = StringField(
        words.FIELDS[LetterField.PASSPORT_NUMBER],
        [Wanted(_("Enter the number of your passport.")), Fits(40)],
    )
    passport_expires_on = PaperDay(
        words.FIELDS[LetterField.PASSPORT_EXPIRES_ON],
        [Wanted(_("Enter the day on which your passport ends."))],
    )
    passport_issuer = StringField(
        words.FIELDS[LetterField.PASSPORT_ISSUER],
        [Wanted(_("Enter who issued your passport, or where.")), Fits(200)],
    )
    occupation = StringField(
        words.FIELDS[LetterField.OCCUPATION],
        [Wanted(_("Enter your occupation.")), Fits(200)],
    )
    institution = StringField(
        words.FIELDS[LetterField.INSTITUTION],
        [Wanted(_("Enter your institution.")), Fits(300)],
    )
    home_address = TextAreaField(
        words.FIELDS[LetterField.HOME_ADDRESS],
        [Wanted(_("Enter your home address.")), Fits(500)],
    )
    consulate = StringField(
        words.FIELDS[LetterField.CONSULATE],
        [Wanted(_("Enter the embassy or consulate, and its city.")), Fits(200)],
    )
    entries = OneOf(
        words.FIELDS[LetterField.ENTRIES],
        [Wanted(_("Choose how often you enter."))],
        choices=options({one.value: word for one, word in words.ENTRIES.items()}),
    )
    arrives_on = PaperDay(
        words.FIELDS[LetterField.ARRIVES_ON],
        [Wanted(_("Enter the first day of your stay."))],
    )
    departs_on = PaperDay(
        words.FIELDS[LetterField.DEPARTS_ON],
        [Wanted(_("Enter the last day of your stay."))],
    )
    companions = TextAreaField(words.FIELDS[LetterField.COMPANIONS], [Fits(600)])
    agreed = BooleanField(
        _("I agree to this."),
        [Needed(_("Without your consent we cannot keep your passport data."))],
    )

    kept: Collection[str] = ()
    PERSON: ClassVar = ("name", "sex", "born_on", "citizenship")
    PASSPORT: ClassVar = ("passport_number", "passport_expires_on", "passport_issuer")
    LIFE: ClassVar = ("occupation", "institution", "home_address")
    JOURNEY: ClassVar = (
        "consulate",
        "entries",
        "arrives_on",
        "departs_on",
        "companions",
    )

    def offer(
        self,
        settings: LetterSettings,
        registration: Registration,
        kept: Mapping[str, str],
    ) -> "RequestForm":
        """Ask for what is wanted; what is kept need not be typed again."""
        self.week, self.kept = registration.week, kept
        wanted = {one.value for one in settings.wanted}
        for one in LetterField:
            if one.value not in wanted:
                del self[one.value]
            else:
                is_free = one in FREE or one.value in kept
                self[one.value].flags.required = not is_free
        return self

    def part(self, names: Collection[str]) -> list[Field]:
        """The fields of one part of the page, as far as they are wanted."""
        return [self[name] for name in names if name in self]

    def propose(self, values: Mapping[str, Any]) -> None:
        """Fill in what the registration knows, to be corrected."""
        for name, value in values.items():
            if name in self and value and name not in self.kept:
                self[name].data = value

    def answers(self) -> dict[LetterField, str]:
        """What was typed, tidy; days as ISO 8601."""
        typed = {}
        for one in LetterField:
            if one.value in self and (value := self[one.value].data):
                is_day = isinstance(value, date)
                typed[one] = value.isoformat() if is_day else str(value)
        return typed

    def validate_name(self, field: Field) -> None:
        """Refuse a name that no Latin passport line can have."""
        if not LATIN.fullmatch(field.data):
            raise ValidationError(
                _("Enter the name in Latin letters, as your passport writes it.")
            )

    def validate_passport_number(self, field: Field) -> None:
        """Refuse what the lower lines of no passport can hold (ICAO 9303)."""
        field.data = re.sub(r"[\s\-]", "", field.data).upper()
        if not NUMBER.fullmatch(field.data):
            raise ValidationError(
                _("Enter 5 to 20 letters A to Z and digits, for example EA1234567.")
            )

    def validate_born_on(self, field: Field) -> None:
        """Refuse a day that is no birthday of anybody alive."""
        today = clock.now().date()
        if field.data and not today - OLDEST <= field.data < today:
            raise ValidationError(_("Enter your date of birth. It lies in the past."))

    def validate_passport_expires_on(self, field: Field) -> None:
        """Refuse a passport that ends before the week does."""
        if not field.data:
            return
        if field.data <= self.week.held.latest:
            raise ValidationError(
                _("This passport ends before the week is over. Enter a valid one.")
            )
        if field.data.year > LAST_YEAR:
            raise ValidationError(_("Enter a day before 2100."))

    def validate_arrives_on(self, field: Field) -> None:
        """Refuse a stay that has nothing to do with the week."""
        self._check_near(field)

    def validate_departs_on(self, field: Field) -> None:
        """Refuse a stay that ends before it begins."""
        self._check_near(field)
        arrives = self.arrives_on.data if "arrives_on" in self else None
        if field.data and arrives and field.data < arrives:
            raise ValidationError(_("The last day lies before the first one."))

    def _check_near(self, field: Field) -> None:
        held = self.week.held
        earliest, latest = held.first - AROUND_WEEK, held.latest + AROUND_WEEK
        if field.data and not earliest <= field.data <= latest:
            raise ValidationError(_("Enter a day within three months of the week."))


class OutcomeForm(Form):
    """What became of the visa."""

    outcome = OneOf(
        _("What became of your visa?"),
        [Needed(_("Choose what became of it."))],
        choices=options({one.value: word for one, word in words.OUTCOMES.items()}),
    )

    def chosen(self) -> Outcome:
        """The answer."""
        return Outcome(self.outcome.data)

    def for_delegate(self) -> "OutcomeForm":
        """Whoever tells us knows: they are not offered to know nothing."""
        known = [one for one in words.OUTCOMES if one is not Outcome.UNKNOWN]
        self.outcome.choices = options(
            {one.value: words.OUTCOMES[one] for one in known}
        )
        return self
