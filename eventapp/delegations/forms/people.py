"""The people of a delegation as its contact types them, and who the contact is."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import EmailField, Field, StringField, TextAreaField, ValidationError

from eventapp.delegations.forms.names import is_latin, is_mailable, name_in, parted
from eventapp.delegations.service.members import MemberEntry
from eventapp.kernel.i18n import LANGUAGES
from eventapp.kernel.names import PersonName, language_of
from eventapp.registration import choices
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import DelegateKind
from eventapp.registration.words import DELEGATE_KINDS
from eventapp.web.fields import Count, Given, Pick, Picks, words_of
from eventapp.web.form_keys import KeyedForm
from eventapp.web.forms import Fits, Form, Mailable, Needed

MOST_AT_ONCE = 60
LONGEST_NAME = 200
COMING = {
    kind: word
    for kind, word in DELEGATE_KINDS.items()
    if kind is not DelegateKind.COMPANION
}


class WhereGiven(Mailable):
    """An address that may be left out."""

    def __call__(self, form: object, field: Field) -> None:
        """Check an address where there is one."""
        if field.data:
            super().__call__(form, field)


class MemberForm(Form):
    """One of the people: names in two scripts, in which role, an own address."""

    latin = StringField(
        _("Name as in the passport"),
        [Fits(200)],
        description=_("In Latin letters. One name is enough."),
    )
    native = StringField(
        _("Name in the own script"),
        [Fits(200)],
        description=_("For example 王小明 or Анна Ковальская."),
    )
    native_language = Pick(
        _("Language of that name"),
        description=_("Left empty, Chinese, Japanese and Korean letters tell it."),
    )
    to_be_named = StringField(
        _("Until then we call this person"),
        [Fits(120)],
        description=_("For example: our dean."),
    )
    kind = Pick(_("Comes as"))
    position = StringField(
        _("Position"),
        [Fits(200)],
        description=_("For example Head of the International Office."),
    )
    address = EmailField(
        _("E-mail of this person"),
        [Fits(254), WhereGiven()],
        description=_("Left empty, our e-mails about this person come to you."),
    )

    def offer(self, *, may_wait: bool = False) -> "MemberForm":
        """Offer languages and roles; `may_wait`: the name may come later still."""
        self.may_wait = may_wait
        if not may_wait:
            del self.to_be_named
        self.native_language.offer(choices.written_languages().items(), "—")
        self.kind.offer(words_of(COMING), str(_("Not known yet")))
        return self

    def show(self, member: Registration) -> None:
        """Fill in what is known."""
        name = member.name
        self.latin.data, self.native.data = name.latin, name.native
        self.native_language.data = name.native_language or ""
        self.kind.data = member.kind.value if member.kind else ""
        self.position.data = member.position
        self.address.data = member.address if member.has_own_address else ""
        if self.to_be_named:
            self.to_be_named.data = member.to_be_named

    def validate_latin(self, field: Field) -> None:
        """A name at least, and in the letters that machines read."""
        if not (field.data or self.native.data or self.may_wait):
            raise ValidationError(_("Enter the name in one script at least."))
        if field.data and not is_latin(field.data):
            raise ValidationError(
                _("Write this name in Latin letters, as in the passport.")
            )

    def validate_native_language(self, field: Field) -> None:
        """A name in another script is shown well only with its language."""
        native = self.native.data
        if native and not field.data and language_of(native) is None:
            raise ValidationError(
                _("Choose the language of the name in the own script.")
            )

    def entry(self, before: PersonName | None = None) -> MemberEntry:
        """What was typed; what the person said of the own name before is kept."""
        native = self.native.data or None
        chosen = self.native_language.data or None
        kept = before or PersonName("")
        name = PersonName(
            latin=self.latin.data or "",
            native=native,
            native_language=(chosen or language_of(native)) if native else None,
            order=kept.order,
            on_badge=kept.on_badge,
            honorific=kept.honorific,
            title=kept.title,
        )
        label = self.to_be_named.data if self.to_be_named else None
        return MemberEntry(
            name=name,
            to_be_named=label or None,
            kind=DelegateKind(self.kind.data) if self.kind.data else None,
            position=self.position.data or None,
            address=self.address.data or None,
        )


class SeveralForm(Form):
    """Several people at once, one on each line."""

    people = TextAreaField(
        _("People"),
        [Needed(_("Enter one person at least.")), Fits(8000)],
        description=_(
            "One person on each line: the name in Latin letters, in the own script, or"
            " both. An e-mail address may follow."
        ),
    )
    kind = Pick(_("All of them come as"))

    def offer(self) -> "SeveralForm":
        """Offer roles."""
        self.kind.offer(words_of(COMING), str(_("Not known yet")))
        return self

    def validate_people(self, field: Field) -> None:
        """Each line is a name, and an address that mails reach."""
        lines = self._lines()
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(
                _("Enter at most %(most)s people.", most=MOST_AT_ONCE)
            )
        for number, line in enumerate(lines, start=1):
            name, address = parted(line)
            if not any(sign.isalpha() for sign in name) or len(name) > LONGEST_NAME:
                raise ValidationError(
                    _("Line %(number)s has no name: %(line)s", number=number, line=line)
                )
            if "@" in line and not is_mailable(address):
                raise ValidationError(
                    _(
                        "The e-mail address in line %(number)s is not complete:"
                        " %(line)s",
                        number=number,
                        line=line,
                    )
                )
        field.data = "\n".join(lines)

    def entries(self) -> list[MemberEntry]:
        """Who was typed, in order."""
        kind = DelegateKind(self.kind.data) if self.kind.data else None
        found = (parted(line) for line in self._lines())
        return [
            MemberEntry(name=name_in(name), kind=kind, address=address)
            for name, address in found
        ]

    def _lines(self) -> list[str]:
        lines = (self.people.data or "").split("\n")
        return [" ".join(line.split()) for line in lines if line.strip()]


class UnnamedForm(KeyedForm):
    """People who will be named later."""

    count = Count(
        _("How many people"),
        [Given(_("Enter how many people."))],
        least=1,
        most=MOST_AT_ONCE,
    )
    label = StringField(
        _("How you call them until then"),
        [Fits(120)],
        description=_("For example: our dean, or: a student of chemistry."),
    )
    kind = Pick(_("They come as"))

    def offer(self) -> "UnnamedForm":
        """Offer roles."""
        self.kind.offer(words_of(COMING), str(_("Not known yet")))
        return self

    def entries(self) -> list[MemberEntry]:
        """As many as were wanted, all alike."""
        kind = DelegateKind(self.kind.data) if self.kind.data else None
        entry = MemberEntry(to_be_named=self.label.data or None, kind=kind)
        return [entry] * (self.count.data or 0)


class ContactForm(Form):
    """Who speaks for the delegation, and in which language we write."""

    name = StringField(_("Your name"), [Needed(_("Enter your name.")), Fits(200)])
    language = Pick(_("Language of our e-mails"))

    def offer(self) -> "ContactForm":
        """Offer our languages."""
        self.language.offer([(one.tag, one.name) for one in LANGUAGES])
        return self


class PlacesForm(Form):
    """For whom a place is wanted."""

    people = Picks(_("Who goes there?"))

    def offer(self, members: Iterable[tuple[str, str]]) -> "PlacesForm":
        """Offer these people."""
        self.people.choices = list(members)
        return self
