"""The forms about what a delegate agrees to, and the language of mails."""

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    ValidationError,
)

from eventapp.kernel import i18n
from eventapp.programme.models.weeks import Week
from eventapp.registration import words
from eventapp.registration.agreeing import has_agreed, tells_something
from eventapp.registration.answers import Consents
from eventapp.registration.forms.fields import One, options
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import ConsentPurpose
from eventapp.web.forms import Form, Needed


class FreeForm(Form):
    """What is free to choose."""

    photographs = BooleanField(words.CONSENTS[ConsentPurpose.PHOTOGRAPHS])
    listed = BooleanField(words.CONSENTS[ConsentPurpose.LISTED])


class ConsentsForm(FreeForm):
    """What is free to choose, also later; food and access where they were told."""

    sensitive = BooleanField(
        words.CONSENTS[ConsentPurpose.SENSITIVE],
        description=_(
            "Without it we erase at once what you said about food, access and health."
        ),
    )

    def show(self, registration: Registration) -> None:
        """Fill in what was agreed to; what was never told is not asked."""
        self.photographs.data = has_agreed(registration, ConsentPurpose.PHOTOGRAPHS)
        self.listed.data = has_agreed(registration, ConsentPurpose.LISTED)
        self.sensitive.data = has_agreed(registration, ConsentPurpose.SENSITIVE)

    def asks_sensitive(self, registration: Registration) -> bool:
        """Whether there is something to agree to: it was told, perhaps by a list."""
        return has_agreed(registration, ConsentPurpose.SENSITIVE) or tells_something(
            registration
        )

    def consents(self, registration: Registration) -> Consents:
        """What was agreed to, with the words as they were shown."""
        given = {
            ConsentPurpose.PHOTOGRAPHS: bool(self.photographs.data),
            ConsentPurpose.LISTED: bool(self.listed.data),
        }
        if self.asks_sensitive(registration):
            given[ConsentPurpose.SENSITIVE] = bool(self.sensitive.data)
        return as_shown(given)


class CheckForm(FreeForm):
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
        return as_shown(
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
        choices=options({language.tag: language.name for language in i18n.LANGUAGES}),
    )


def as_shown(given: dict[ConsentPurpose, bool], *, privacy: str = "") -> Consents:
    """What was agreed to, with the words as they stand on the page."""
    texts = {purpose: str(words.CONSENTS[purpose]) for purpose in given}
    if ConsentPurpose.PRIVACY in given:
        texts[ConsentPurpose.PRIVACY] = f"{privacy}\n\n{texts[ConsentPurpose.PRIVACY]}"
    return Consents(given=given, texts=texts, language=i18n.spoken().tag)
