"""The forms of registration: one topic a page; they hand over domain values."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from eventapp.institutions.models import Institution
from eventapp.kernel import i18n
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.programme.models import Week
from eventapp.registration import choices, words
from eventapp.registration.models import (
    Access,
    ConsentPurpose,
    DelegateKind,
    Diet,
    Registration,
)
from eventapp.registration.service.applying import (
    Consents,
    InstitutionAnswers,
    NameAnswers,
    NeedsAnswers,
    StayAnswers,
)
from eventapp.web.forms import Fits, Form, Needed, as_uuid

CODE_LENGTH = 6
NEW = "new"
YES, NO = "yes", "no"
CHOOSE_ONE = _("Choose one of the answers.")


def _options(words: Mapping[str, object]) -> list[SelectChoice]:
    return [SelectChoice(value, word) for value, word in words.items()]


def _offered(field: SelectField) -> set[str]:
    return {choice.value for choice in field.iter_choices()}


class One(SelectField):
    """One answer of a list that unfolds."""

    data: str | None

    def pre_validate(self, _form: object) -> None:
        """Refuse what was not offered; what was not sent is empty."""
        if self.data is None:
            self.data = ""
        if self.data not in _offered(self):
            raise ValidationError(CHOOSE_ONE)


class OneOf(RadioField):
    """One answer of a few that are all shown."""

    def pre_validate(self, _form: object) -> None:
        """Refuse what was not offered; nothing is refused where it is needed."""
        offered = _offered(self)
        if self.data is not None and self.data not in offered:
            raise ValidationError(CHOOSE_ONE)


class SomeOf(SelectMultipleField):
    """Any number of answers, to be ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, _form: object) -> None:
        """Refuse what was not offered."""
        offered = _offered(self)
        if not set(self.data or ()) <= offered:
            raise ValidationError(CHOOSE_ONE)


class Day(DateField):
    """A day, in the browser's own field or typed as year-month-day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, or say how to write it."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = date.fromisoformat(text)
        except ValueError:
            sentence = _("Write the day as year-month-day, for example 2027-03-08.")
            raise ValueError(sentence) from None


class Mailable:
    """Refuses what is not an e-mail address, and keeps its usual form."""

    def __call__(self, _form: object, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Raise ValidationError for anything to which no mail can go."""
        try:
            found = validate_email(
                field.data, check_deliverability=False, allow_smtputf8=False
            )
        except EmailNotValidError:
            raise ValidationError(
                _("Enter an e-mail address, for example name@university.edu.")
            ) from None
        field.data = found.ascii_email or found.normalized


class AddressForm(Form):
    """An e-mail address, to which a link is sent again."""

    address = EmailField(
        _("E-mail"),
        [Needed(_("Enter your e-mail address.")), Fits(254), Mailable()],
    )


class StartForm(AddressForm):
    """An e-mail address, and a code where the week is by invitation."""

    invitation = StringField(
        _("Invitation code"),
        [Needed(_("Enter the code of your invitation.")), Fits(40)],
        description=_("Your host has sent it to you."),
    )


class CodeForm(Form):
    """The six digits of our mail."""

    code = StringField(
        _("Code"), [Needed(_("Enter the six digits of our e-mail.")), Fits(40)]
    )

    def validate_code(self, field: StringField) -> None:
        """Six digits in any width, with blanks or without."""
        plain = unicodedata.normalize("NFKC", field.data or "")
        digits = "".join(sign for sign in plain if sign.isalnum())
        if len(digits) != CODE_LENGTH or not (digits.isascii() and digits.isdigit()):
            raise ValidationError(_("Enter the six digits of our e-mail."))
        field.data = digits


class NameForm(Form):
    """Step 2: about you."""

    latin = StringField(
        _("Name as in your passport"),
        [Needed(_("Enter your name as in your passport.")), Fits(200)],
        description=_("In Latin letters. One name is enough."),
    )
    native = StringField(
        _("Name in your script"),
        [Fits(200)],
        description=_("For example 王小明 or Анна Ковальская."),
    )
    native_language = One(_("Language of this name"))
    order = OneOf(
        _("Which name first on your badge?"),
        choices=_options(
            {
                NameOrder.NATIVE_FIRST.value: _("In my script"),
                NameOrder.LATIN_FIRST.value: _("In Latin letters"),
            }
        ),
        default=NameOrder.NATIVE_FIRST.value,
    )
    on_badge = StringField(
        _("Another name on your badge"),
        [Fits(200)],
        description=_("Only if it is not one of the names above."),
    )
    honorific = StringField(
        _("Form of address"), [Fits(60)], description=_("For example Ms, Mr, 女士.")
    )
    title = StringField(
        _("Academic title"), [Fits(60)], description=_("For example Prof. or Dr.")
    )
    phone = TelField(
        _("Phone"),
        [Fits(40)],
        description=_("With the code of your country. We call only if we must."),
    )

    def offer(self) -> "NameForm":
        """Offer the languages of names."""
        self.native_language.choices = _options({"": "", **choices.written_languages()})
        return self

    def validate_latin(self, field: StringField) -> None:
        """Letters of the Latin script, as machines read them in a passport."""
        letters = [sign for sign in field.data or "" if sign.isalpha()]
        if not letters or not all(
            unicodedata.name(sign, "").startswith("LATIN") for sign in letters
        ):
            raise ValidationError(
                _("Write this name in Latin letters, as in your passport.")
            )

    def validate_native_language(self, field: SelectField) -> None:
        """A name in another script is shown well only with its language."""
        if self.native.data and not field.data:
            raise ValidationError(_("Choose the language of the name in your script."))

    def validate_phone(self, field: TelField) -> None:
        """Digits, and what people write between them."""
        text = (field.data or "").strip()
        field.data = text
        if text and (
            not any(sign.isdigit() for sign in text)
            or not set(text) <= set("+0123456789 ()-./#")
        ):
            raise ValidationError(
                _("Enter a phone number, for example +48 77 123 456.")
            )

    def show(self, registration: Registration) -> None:
        """Fill in what is known."""
        name = registration.name
        self.latin.data = name.latin
        self.native.data = name.native
        self.native_language.data = name.native_language or _own_script()
        self.order.data = (name.order or NameOrder.NATIVE_FIRST).value
        self.on_badge.data = name.on_badge
        self.honorific.data = name.honorific
        self.title.data = name.title
        self.phone.data = registration.phone

    @property
    def has_more(self) -> bool:
        """Whether the folded part has answers or errors."""
        folded = (self.on_badge, self.honorific, self.title, self.phone)
        return any(field.data or field.errors for field in folded)

    def answers(self) -> NameAnswers:
        """What was given."""
        native = self.native.data or None
        return NameAnswers(
            name=PersonName(
                latin=self.latin.data or "",
                native=native,
                native_language=self.native_language.data if native else None,
                order=NameOrder(self.order.data or NameOrder.NATIVE_FIRST),
                on_badge=self.on_badge.data or None,
                honorific=self.honorific.data or None,
                title=self.title.data or None,
            ),
            phone=self.phone.data or None,
        )


class InstitutionForm(Form):
    """Step 3: whom you represent; found in the register, or proposed."""

    territory = One(_("Country or region"))
    search = StringField(
        _("Institution"),
        [Needed(_("Enter the name of your institution.")), Fits(300)],
        description=_("Write a part of its name, in any language."),
    )
    institution = RadioField(
        _("Which one is it?"),
        validate_choice=False,  # the view knows what was found
    )
    kind = OneOf(
        _("You come as"),
        [Needed(_("Choose in which quality you come."))],
        choices=_options(
            {kind.value: word for kind, word in words.DELEGATE_KINDS.items()}
        ),
    )
    position = StringField(
        _("Your position"),
        [Fits(200)],
        description=_("For example Head of the International Office."),
    )

    def offer(self) -> "InstitutionForm":
        """Offer the countries and regions that the organisers listed."""
        self.territory.choices = _options(
            {
                "": _("Choose"),
                **choices.places(),
                choices.NOT_LISTED: _("Not in this list"),
            }
        )
        self.institution.choices = _options({})
        return self

    def find(self, found: Sequence[Institution]) -> None:
        """Offer what was found, and to propose what was typed."""
        self.institution.choices = _options(
            {
                **{str(one.id): str(one.name) for one in found},
                # A lazy text is shown as it is, unescaped; this one is not ours.
                NEW: str(_("None of these. Add “%(name)s”", name=self.search.data)),
            }
        )

    def validate_territory(self, field: SelectField) -> None:
        """Something must be chosen, be it that it is not there."""
        if not field.data:
            raise ValidationError(_("Choose a country or region."))

    def validate_institution(self, field: RadioField) -> None:
        """One of those found; a name that nothing fits is a proposal."""
        offered = _offered(field)
        if field.data in offered:
            return
        if offered == {NEW}:
            field.data = NEW
            return
        raise ValidationError(_("Choose your institution in the list below its name."))

    def show(self, registration: Registration) -> None:
        """Fill in what is known."""
        known = registration.institution_id or registration.proposed_institution
        unlisted = choices.NOT_LISTED if known else ""
        self.territory.data = registration.territory_code or unlisted
        self.search.data = registration.institution_name
        self.institution.data = NEW
        if registration.institution_id:
            self.institution.data = str(registration.institution_id)
        self.kind.data = registration.kind.value if registration.kind else None
        self.position.data = registration.position

    @property
    def place(self) -> str | None:
        """The code of the chosen country or region."""
        return self.territory.data if self._is_listed() else None

    def _is_listed(self) -> bool:
        return self.territory.data not in {None, "", choices.NOT_LISTED}

    def answers(self) -> InstitutionAnswers:
        """What was given."""
        chosen = as_uuid(self.institution.data)
        return InstitutionAnswers(
            territory_code=self.place,
            institution_id=chosen,
            proposed_institution=None if chosen else self.search.data,
            kind=DelegateKind(self.kind.data),
            position=self.position.data or None,
        )


class StayForm(Form):
    """Step 4: your days."""

    arrives_on = Day(_("Day of arrival"), [Optional()])
    departs_on = Day(_("Day of departure"), [Optional()])
    needs_visa_letter = OneOf(
        _("Do you need an invitation letter for a visa?"),
        [Needed(_("Choose yes or no."))],
        choices=_options({YES: _("Yes, I need a letter"), NO: _("No")}),
    )

    def offer(self, week: Week) -> "StayForm":
        """Offer the days around the week."""
        self.first, self.last = choices.days_of_stay(week)
        self.week = week
        return self

    def validate_arrives_on(self, field: DateField) -> None:
        """A day around the week."""
        self._check_range(field)
        if field.data and field.data > choices.last_day(self.week):
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
                    first=self.first,
                    last=self.last,
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
        self.events.choices = _options({str(key): title for key, title in offered})
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
        choices=_options({diet.value: word for diet, word in words.DIETS.items()}),
        default=Diet.NONE.value,
    )
    diet_note = StringField(
        _("More about food"),
        [Fits(500)],
        description=_("For example another allergy."),
    )
    access = SomeOf(
        _("What do you need to take part?"),
        choices=_options({need.value: word for need, word in words.ACCESS.items()}),
    )
    access_note = StringField(
        _("More about what you need"),
        [Fits(500)],
        description=_("For example an assistant who comes with you."),
    )

    def offer(self, week: Week) -> "NeedsForm":
        """Offer languages; those into which the week may interpret."""
        self.languages.choices = _options(choices.spoken_languages())
        self.interpretation.choices = _options(
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


class ConsentsForm(Form):
    """What is free to choose, also later."""

    photographs = BooleanField(words.CONSENTS[ConsentPurpose.PHOTOGRAPHS])
    listed = BooleanField(words.CONSENTS[ConsentPurpose.LISTED])

    def consents(self, _week: Week) -> Consents:
        """What was agreed to, with the words as they were shown."""
        return _consents(
            {
                ConsentPurpose.PHOTOGRAPHS: bool(self.photographs.data),
                ConsentPurpose.LISTED: bool(self.listed.data),
            }
        )


class CheckForm(ConsentsForm):
    """Step 7: the consents; the privacy text must be the one that was read."""

    version = HiddenField()
    privacy = BooleanField(
        words.CONSENTS[ConsentPurpose.PRIVACY],
        [Needed(_("Read the text and agree to it, or leave without registering."))],
    )

    def offer(self, week: Week) -> "CheckForm":
        """Show the present text; an older one must be read again."""
        self.read, self.week = self.version.data, week
        self.version.data = week.privacy_version
        return self

    def validate_version(self, _field: HiddenField) -> None:
        """Refuse a consent to a text that has changed meanwhile."""
        if self.read != self.week.privacy_version:
            raise ValidationError(
                _("The text about your data has changed. Read it again.")
            )

    def consents(self, week: Week) -> Consents:
        """What was agreed to, with the words as they were shown."""
        return _consents(
            {
                ConsentPurpose.PRIVACY: bool(self.privacy.data),
                ConsentPurpose.PHOTOGRAPHS: bool(self.photographs.data),
                ConsentPurpose.LISTED: bool(self.listed.data),
            },
            privacy=str(week.privacy),
        )


class LanguageForm(Form):
    """In which language we write."""

    language = One(
        _("Language of our e-mails"),
        choices=_options({language.tag: language.name for language in i18n.LANGUAGES}),
    )


def _consents(given: dict[ConsentPurpose, bool], *, privacy: str = "") -> Consents:
    texts = {purpose: str(words.CONSENTS[purpose]) for purpose in given}
    if ConsentPurpose.PRIVACY in given:
        texts[ConsentPurpose.PRIVACY] = f"{privacy}\n\n{texts[ConsentPurpose.PRIVACY]}"
    return Consents(given=given, texts=texts, language=i18n.spoken().tag)


def _own_script() -> str:
    return "zh-Hans" if i18n.spoken().tag == "zh-Hans" else ""
