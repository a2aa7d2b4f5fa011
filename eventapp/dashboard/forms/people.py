"""Institutions and decisions, as organisers type them."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import (
    Field,
    SearchField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import Form as PlainForm

from eventapp.institutions.models import Institution, InstitutionType, Territory
from eventapp.institutions.service import InstitutionEntry
from eventapp.institutions.words import TYPES
from eventapp.mail.models import MessageStatus
from eventapp.mail.words import STATUSES as MESSAGE_STATUSES
from eventapp.web.fields import (
    Pick,
    fill,
    member,
    texts,
    words_of,
)
from eventapp.web.forms import Fits, Form

MOST_ALIASES = 50


class InstitutionForm(Form):
    """What is known about an institution."""

    name_en = StringField(_("Name in English"), [Fits(300)])
    name_zh = StringField(_("Name in Chinese"), [Fits(300)])
    native_name = StringField(_("Name in its own language"), [Fits(300)])
    native_language = StringField(
        _("Language of that name"),
        [Fits(35)],
        description=_("A tag like pl or zh-Hans."),
    )
    short_name = StringField(_("Short name"), [Fits(60)])
    type = Pick(_("Type"))
    territory = Pick(_("Country or region"))
    city = StringField(_("City"), [Fits(120)])
    aliases = TextAreaField(
        _("Other names"), [Fits(4000)], description=_("One name on each line.")
    )

    def offer(self, territories: Iterable[Territory]) -> "InstitutionForm":
        """Offer the countries and regions under their labels."""
        self.type.offer(words_of(TYPES))
        self.territory.offer(
            [(one.code, str(one.label)) for one in territories], str(_("Not known"))
        )
        return self

    def show(self, institution: Institution, aliases: Iterable[str]) -> None:
        """Fill in what is known."""
        fill((self.name_en, self.name_zh), institution.name)
        self.native_name.data = institution.native_name
        self.native_language.data = institution.native_language
        self.short_name.data, self.city.data = institution.short_name, institution.city
        self.type.data = institution.type.value
        self.territory.data = institution.territory_code or ""
        self.aliases.data = "\n".join(aliases)

    def entry(self, institution: Institution | None = None) -> InstitutionEntry:
        """What was decided; after validation."""
        return InstitutionEntry(
            name=texts(
                (self.name_en, self.name_zh), institution.name if institution else None
            ),
            type=member(InstitutionType, self.type),
            short_name=self.short_name.data or None,
            native_name=self.native_name.data or None,
            native_language=self.native_language.data or None,
            territory=self.territory.data or None,
            city=self.city.data or None,
            ror=institution.ror if institution else None,
            aliases=self._lines(),
        )

    def validate_name_en(self, _field: Field) -> None:
        """One name is enough."""
        if not (self.name_en.data or self.name_zh.data):
            raise ValidationError(_("Enter a name in one language at least."))

    def validate_native_language(self, field: Field) -> None:
        """A tag has letters, digits and hyphens."""
        bare = (field.data or "").replace("-", "")
        if bare and not (bare.isascii() and bare.isalnum()):
            raise ValidationError(_("Enter a language tag like pl or zh-Hans."))

    def validate_aliases(self, field: Field) -> None:
        """Each name is as short as a name."""
        lines = self._lines()
        if len(lines) > MOST_ALIASES or any(len(line) > 300 for line in lines):  # noqa: PLR2004
            raise ValidationError(
                _("Use at most 50 lines, each with at most 300 characters.")
            )
        field.data = "\n".join(lines)

    def _lines(self) -> tuple[str, ...]:
        lines = (self.aliases.data or "").split("\n")
        return tuple(line.strip() for line in lines if line.strip())


class TerritoryForm(Form):
    """The label of a country or region."""

    label_en = StringField(_("Label in English"), [Fits(120)])
    label_zh = StringField(_("Label in Chinese"), [Fits(120)])

    def validate_label_en(self, _field: Field) -> None:
        """One label is enough."""
        if not (self.label_en.data or self.label_zh.data):
            raise ValidationError(_("Enter a label in one language at least."))


class MessageFilter(PlainForm):
    """Which messages to show."""

    q = SearchField(_("To whom, or subject"))
    status = Pick(_("Status"))

    def offer(self) -> "MessageFilter":
        """Offer the statuses."""
        self.status.offer(words_of(MESSAGE_STATUSES), str(_("Any status")))
        return self

    @property
    def chosen_status(self) -> MessageStatus | None:
        """The status that was chosen, if it is one."""
        known = {one.value for one in MessageStatus}
        return MessageStatus(self.status.data) if self.status.data in known else None
