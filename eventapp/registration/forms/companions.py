"""The forms about others: who comes along, and who comes instead."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, StringField

from eventapp.kernel import i18n
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.registration import words
from eventapp.registration.answers import Consents
from eventapp.registration.forms.fields import One, OneOf, SomeOf, options
from eventapp.registration.forms.identity import NameForm
from eventapp.registration.service.companions import CompanionEntry
from eventapp.registration.vocabulary import Access, ConsentPurpose, Diet
from eventapp.web.form_keys import KeyedForm
from eventapp.web.forms import Fits, Mailable, Needed

KNOWS = _("This person knows that I give you these answers, and agrees.")

ACCESS = {
    Access.WHEELCHAIR: _("Uses a wheelchair"),
    Access.STEP_FREE_ROUTE: _("Needs a route without steps"),
    Access.HEARING_LOOP: _("Needs a hearing loop"),
    Access.SIGN_LANGUAGE: _("Needs sign language"),
    Access.SCREEN_READER_DOCUMENTS: _("Needs documents for a screen reader"),
}
DIETS = {**words.DIETS, Diet.NONE: _("Eats everything")}


class CompanionForm(KeyedForm, NameForm):
    """Somebody who accompanies a delegate: name, food, access."""

    latin = StringField(
        _("Name as in the passport"),
        [Needed(_("Enter the name as in the passport.")), Fits(200)],
        description=_("In Latin letters. One name is enough."),
    )
    native = StringField(_("Name in their script"), [Fits(200)])
    native_language = One(
        _("Language of this name"),
        description=_("Needed when you give a name in their script."),
    )
    order = OneOf(
        _("Which name first on the badge?"),
        choices=options(
            {
                NameOrder.NATIVE_FIRST.value: _("In their script"),
                NameOrder.LATIN_FIRST.value: _("In Latin letters"),
            }
        ),
        default=NameOrder.NATIVE_FIRST.value,
    )
    diet = One(
        _("Food"),
        choices=options({diet.value: word for diet, word in DIETS.items()}),
        default=Diet.NONE.value,
    )
    diet_note = StringField(_("More about food"), [Fits(500)])
    access = SomeOf(
        _("What does this person need to take part?"),
        choices=options({need.value: word for need, word in ACCESS.items()}),
    )
    access_note = StringField(_("More about what this person needs"), [Fits(500)])
    knows = BooleanField(
        KNOWS, [Needed(_("Ask this person first, then tick the sentence."))]
    )

    def entry(self) -> CompanionEntry:
        """Who comes along."""
        return CompanionEntry(
            name=self.answers().name,
            diet=Diet(self.diet.data or Diet.NONE),
            diet_note=self.diet_note.data or None,
            access=tuple(Access(need).value for need in self.access.data or ()),
            access_note=self.access_note.data or None,
        )

    def consents(self) -> Consents:
        """What the delegate said for this person, in the words that were shown."""
        purposes = (ConsentPurpose.PRIVACY, ConsentPurpose.SENSITIVE)
        return Consents(
            given=dict.fromkeys(purposes, True),
            texts=dict.fromkeys(purposes, str(KNOWS)),
            language=i18n.spoken().tag,
        )


class HandOverForm(KeyedForm):
    """The colleague who comes instead."""

    name = StringField(
        _("Name of your colleague"),
        [Needed(_("Enter the name of your colleague.")), Fits(200)],
        description=_("In Latin letters, as in the passport."),
    )
    address = EmailField(
        _("E-mail of your colleague"),
        [
            Needed(_("Enter the e-mail address of your colleague.")),
            Fits(254),
            Mailable(),
        ],
    )

    def person(self) -> PersonName:
        """The name, as far as it is known."""
        return PersonName(self.name.data or "")
