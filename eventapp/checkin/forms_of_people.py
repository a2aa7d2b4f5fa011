"""The forms of a registration desk: somebody who walks in, a badge that was lost."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, HiddenField, StringField, ValidationError

from eventapp.institutions.models import Institution
from eventapp.institutions.queries import aliases_of
from eventapp.kernel.i18n import LANGUAGES, spoken
from eventapp.kernel.names import PersonName, language_of, searchable
from eventapp.programme.models.weeks import Week
from eventapp.registration import choices, words
from eventapp.registration.answers import Consents
from eventapp.registration.finding import found_institutions
from eventapp.registration.forms.consents import as_shown
from eventapp.registration.service.walking_in import Threshold, WalkIn
from eventapp.registration.vocabulary import ConsentPurpose, DelegateKind
from eventapp.registration.words import DELEGATE_KINDS
from eventapp.web.fields import Pick, words_of
from eventapp.web.form_keys import KeyedForm
from eventapp.web.forms import Fits, Form, Mailable, Needed

COMING = {
    kind: word
    for kind, word in DELEGATE_KINDS.items()
    if kind is not DelegateKind.COMPANION  # comes with somebody
}
LONGEST_REASON = 300
LOST, BROKEN, WRONG = "lost", "broken", "wrong"
REASONS = {
    LOST: _("Lost or stolen"),
    BROKEN: _("Broken, or cannot be read"),
    WRONG: _("A mistake on it"),
}


class WalkInForm(KeyedForm):
    """Who stands at the desk; the fewest questions that make a badge."""

    latin = StringField(
        _("Name in Latin letters"),
        [Fits(200)],
        description=_("As in the passport. One name is enough."),
    )
    native = StringField(_("Name in the own script"), [Fits(200)])
    native_language = Pick(
        _("Language of that name"),
        description=_("Left empty, Chinese, Japanese and Korean letters tell it."),
    )
    institution = StringField(
        _("Institution"), [Needed(_("Enter the institution.")), Fits(300)]
    )
    kind = Pick(_("Comes as"), default=DelegateKind.DELEGATE.value)
    address = EmailField(
        _("E-mail"),
        [Fits(254)],
        description=_("To send the badge and news. May stay empty."),
    )
    language = Pick(_("Language of our e-mails"))
    version = HiddenField()
    privacy = BooleanField(
        words.CONSENTS[ConsentPurpose.PRIVACY],
        [Needed(_("Show the text to the person, and tick when they agree."))],
    )
    photographs = BooleanField(words.CONSENTS[ConsentPurpose.PHOTOGRAPHS])
    listed = BooleanField(words.CONSENTS[ConsentPurpose.LISTED])
    reason = StringField(_("Why this person is registered now"), [Fits(LONGEST_REASON)])
    is_other = BooleanField(_("It is somebody else. Register this person."))
    admits = BooleanField(_("Admit to this event at once"), default=True)

    def offer(self, week: Week, needed: Threshold) -> "WalkInForm":
        """Offer roles and languages; ask for a reason where one is needed."""
        self.week, self.needed = week, needed
        self.read, self.version.data = self.version.data, week.privacy_version
        self.kind.offer(words_of(COMING))
        self.native_language.offer(choices.written_languages().items(), "—")
        self.language.offer([(one.tag, one.name) for one in LANGUAGES])
        if self.language.data is None:
            self.language.data = spoken().tag
        if needed is Threshold.NONE:
            del self.reason
        else:
            self.reason.flags.required = True
        return self

    def validate_latin(self, field: StringField) -> None:
        """A name in one script at least."""
        if not (field.data or self.native.data):
            raise ValidationError(_("Enter the name in one script at least."))

    def validate_native_language(self, field: Pick) -> None:
        """A name in another script is shown well only with its language."""
        native = self.native.data
        if native and not field.data and language_of(native) is None:
            raise ValidationError(
                _("Choose the language of the name in the own script.")
            )

    def validate_address(self, field: EmailField) -> None:
        """An address that mails reach, where there is one."""
        if field.data:
            Mailable()(self, field)

    def validate_version(self, _field: HiddenField) -> None:
        """Refuse a consent to a text that has changed meanwhile."""
        if self.read != self.week.privacy_version:
            raise ValidationError(
                _("The text about your data has changed. Read it again.")
            )

    def validate_reason(self, field: StringField) -> None:
        """Where registration is closed, somebody says why."""
        if not field.data:
            raise ValidationError(_("Write why this person is registered now."))

    @property
    def name(self) -> PersonName:
        """What was typed as the name."""
        native = self.native.data or None
        chosen = self.native_language.data or None
        return PersonName(
            latin=self.latin.data or "",
            native=native,
            native_language=(chosen or language_of(native)) if native else None,
        )

    def entry(self) -> WalkIn:
        """Who stands at the desk."""
        found = institution_called(self.institution.data or "")
        return WalkIn(
            name=self.name,
            kind=DelegateKind(self.kind.data),
            language=self.language.data,
            address=self.address.data or None,
            institution=found,
            proposed_institution=None if found else self.institution.data,
        )

    def consents(self) -> Consents:
        """What was agreed to, with the words as they were shown."""
        return as_shown(
            {
                ConsentPurpose.PRIVACY: bool(self.privacy.data),
                ConsentPurpose.PHOTOGRAPHS: bool(self.photographs.data),
                ConsentPurpose.LISTED: bool(self.listed.data),
            },
            privacy=str(self.week.privacy),
        )


class ReplaceForm(Form):
    """Why a badge is replaced."""

    reason = Pick(_("Why is the badge replaced?"))

    def offer(self) -> "ReplaceForm":
        """Offer the usual reasons."""
        self.reason.offer(words_of(REASONS))
        return self


def institution_called(typed: str) -> Institution | None:
    """The institution of the directory with exactly this name, in any language."""
    wanted = searchable(typed)
    return next(
        (one for one in found_institutions(typed, None) if wanted in _names(one)), None
    )


def suggestions(typed: str) -> Sequence[Institution]:
    """Institutions of the directory that fit what was typed so far."""
    return found_institutions(typed, None) if typed.strip() else ()


def _names(institution: Institution) -> set[str]:
    names = [*dict(institution.name).values(), institution.native_name]
    names += [alias.name for alias in aliases_of(institution)]
    return {searchable(name) for name in names if name}
