"""The forms about a delegate: names, and the institution."""

import unicodedata
from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import (
    RadioField,
    SelectField,
    StringField,
    TelField,
    ValidationError,
)

from eventapp.institutions.models import Institution
from eventapp.kernel import i18n
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.programme.models.weeks import Week
from eventapp.registration import choices, words
from eventapp.registration.answers import InstitutionAnswers, NameAnswers
from eventapp.registration.forms.fields import One, OneOf, need, offered, options
from eventapp.registration.models.registrations import Registration
from eventapp.registration.usual import is_needed
from eventapp.registration.vocabulary import DelegateKind
from eventapp.web.forms import Fits, Form, Needed, as_uuid

NEW = "new"


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
    native_language = One(
        _("Language of this name"),
        description=_("Needed when you give a name in your script."),
    )
    order = OneOf(
        _("Which name first on your badge?"),
        choices=options(
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

    def offer(self, week: Week) -> "NameForm":
        """Offer the languages of names; need a phone where the week does."""
        if is_needed(week, "phone"):
            need(self.phone, _("Enter your phone number."))
        self.native_language.choices = options({"": "", **choices.written_languages()})
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
        return any(
            field.data or field.errors or field.flags.required for field in folded
        )

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
        [Needed(_("Choose how you come."))],
        choices=options(
            {
                kind.value: word
                for kind, word in words.DELEGATE_KINDS.items()
                if kind is not DelegateKind.COMPANION  # comes with somebody
            }
        ),
    )
    position = StringField(
        _("Your position"),
        [Fits(200)],
        description=_("For example Head of the International Office."),
    )

    def offer(self, week: Week) -> "InstitutionForm":
        """Offer all countries and regions; need a position where the week does."""
        if is_needed(week, "position"):
            need(self.position, _("Enter your position."))
        self.territory.choices = options({"": _("Choose"), **choices.places()})
        self.institution.choices = options({})
        return self

    def find(self, found: Sequence[Institution]) -> None:
        """Offer what was found, and to propose what was typed."""
        self.institution.choices = options(
            {
                **{str(one.id): str(one.name) for one in found},
                # A lazy text is shown as it is, unescaped; this one is not ours.
                NEW: str(_("None of these. Add “%(name)s”", name=self.search.data)),
            }
        )

    def validate_territory(self, field: SelectField) -> None:
        """Something must be chosen."""
        if not field.data:
            raise ValidationError(_("Choose a country or region."))

    def validate_institution(self, field: RadioField) -> None:
        """One of those found; a name that nothing fits is a proposal."""
        if not self.search.data:
            return  # the search has said so
        values = offered(field)
        if field.data in values:
            return
        if values == {NEW}:
            field.data = NEW
            return
        raise ValidationError(_("Choose your institution in the list below its name."))

    def show(self, registration: Registration) -> None:
        """Fill in what is known."""
        self.territory.data = registration.territory_code or ""
        self.search.data = registration.institution_name
        self.institution.data = NEW
        if registration.institution_id:
            self.institution.data = str(registration.institution_id)
        self.kind.data = registration.kind.value if registration.kind else None
        self.position.data = registration.position

    @property
    def place(self) -> str | None:
        """The code of the chosen country or region."""
        return self.territory.data or None

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


def _own_script() -> str:
    return "zh-Hans" if i18n.spoken().tag == "zh-Hans" else ""
