"""A person who has parts in events, as organisers type them."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import EmailField, Field, StringField, ValidationError

from eventapp.institutions.models import Institution
from eventapp.kernel.i18n import LANGUAGES
from eventapp.kernel.names import NameOrder, PersonName, language_of
from eventapp.programme.models.people import Person
from eventapp.programme.service.people import PersonEntry
from eventapp.registration.choices import (
    script_word,
    spoken_languages,
    written_languages,
)
from eventapp.web.fields import Pick, Picks
from eventapp.web.forms import Fits, Form, Mailable, as_uuid
from eventapp.web.texts import Texts

ORDERS = {
    NameOrder.NATIVE_FIRST: _("The name in their own script first"),
    NameOrder.LATIN_FIRST: _("The name in Latin letters first"),
}


class WhereGiven(Mailable):
    """An address that may be left out."""

    def __call__(self, form: object, field: Field) -> None:
        """Check an address where there is one."""
        if field.data:
            super().__call__(form, field)


class PersonForm(Form):
    """Who somebody is, and how the office writes to them."""

    latin = StringField(_("Name in Latin letters"), [Fits(200)])
    native = StringField(_("Name in their own script"), [Fits(200)])
    native_language = Pick(
        _("Language of that name"),
        description=_("Left empty, Chinese, Japanese and Korean letters tell it."),
    )
    order = Pick(_("Which name leads"))
    honorific = StringField(_("Honorific"), [Fits(60)])
    academic_title = StringField(_("Academic title"), [Fits(60)])
    office = Texts(
        _("Usual office"),
        description=_("A part in an event may have another one."),
    )
    institution = Pick(_("Institution"))
    spoken = Picks(_("Languages that this person speaks"))
    address = EmailField(
        _("E-mail"),
        [Fits(254), WhereGiven()],
        description=_("Only the office sees it."),
    )
    language = Pick(_("Language of our e-mails"))

    def offer(
        self,
        institutions: Iterable[Institution],
        tags: Iterable[str],
        person: Person | None = None,
    ) -> "PersonForm":
        """Offer institutions and languages; what a person has stays among them."""
        self.person = person
        office = dict(person.office or {}) if person else {}
        self.office.speak((*tags, *office))
        choices = [(str(one.id), str(one.name)) for one in institutions]
        own = person.institution if person else None
        if own is not None and str(own.id) not in dict(choices):
            choices.append((str(own.id), str(own.name)))
        self.institution.offer(choices, str(_("No institution")))
        self.native_language.offer(written_languages().items(), "—")
        words = {str(one): str(word) for one, word in ORDERS.items()}
        self.order.offer(words.items(), str(_("Not said")))
        spoken = spoken_languages()
        spoken |= {
            tag: script_word(tag) for tag in (person.languages if person else ())
        }
        self.spoken.choices = list(spoken.items())
        self.language.offer((one.tag, one.name) for one in LANGUAGES)
        return self

    def show(self) -> None:
        """Fill in what is known."""
        person = self.person
        if person is None:
            self.language.data = LANGUAGES[0].tag
            return
        name = person.name
        self.latin.data, self.native.data = name.latin, name.native
        self.native_language.data = name.native_language or ""
        self.order.data = name.order.value if name.order else ""
        self.honorific.data, self.academic_title.data = name.honorific, name.title
        self.office.show(person.office)
        self.institution.data = str(person.institution_id or "")
        self.spoken.data = list(person.languages)
        self.address.data, self.language.data = person.address, person.language

    def entry(self) -> PersonEntry:
        """What was decided; after validation."""
        latin, native = self.latin.data or "", self.native.data or ""
        has_both = bool(latin and native)
        name = PersonName(
            latin=latin or native,
            native=native if has_both else None,
            native_language=(self.native_language.data or language_of(native))
            if has_both
            else None,
            order=NameOrder(self.order.data) if self.order.data else None,
            on_badge=self.person.name.on_badge if self.person else None,
            honorific=self.honorific.data or None,
            title=self.academic_title.data or None,
        )
        return PersonEntry(
            name=name,
            office=self.office.text_or_none(
                self.person.office if self.person else None
            ),
            institution_id=as_uuid(self.institution.data),
            languages=tuple(self.spoken.data or ()),
            address=self.address.data or None,
            language=str(self.language.data),
        )

    def validate_latin(self, _field: Field) -> None:
        """One name is enough."""
        if not (self.latin.data or self.native.data):
            raise ValidationError(_("Enter a name."))


class DelegateForm(Form):
    """Which registration is this person's."""

    registration = Pick(_("This person is also the delegate"))

    def offer(self, choices: Iterable[tuple[str, str]]) -> "DelegateForm":
        """Offer registrations, or none."""
        self.registration.offer(choices, str(_("Nobody")))
        return self
