"""How letters look and what they ask, as the office types it."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, StringField, ValidationError

from eventapp.files.errors import FileUnfit
from eventapp.files.looking import look_at
from eventapp.files.vocabulary import FileKind
from eventapp.letters import words
from eventapp.letters.errors import LogoUnfit
from eventapp.letters.models import LetterSettings
from eventapp.letters.service.settling import Logo, Wish
from eventapp.letters.vocabulary import LetterField
from eventapp.letters.wording import PLACEHOLDERS, is_pattern, unknown_placeholders
from eventapp.web.fields import Count, Day, Given, Picks
from eventapp.web.forms import Fits, Form, Needed
from eventapp.web.texts import Texts

LARGEST_LOGO = 200_000
TYPES = {FileKind.PNG: "png", FileKind.JPEG: "jpg"}  # as typst calls them
MOST_DAYS = 365
EXAMPLE = "PW2027-{number:04d}"


class SettingsForm(Form):
    """All that a week decides about its letters."""

    is_offered = BooleanField(
        _("Delegates may ask for an invitation letter"),
        description=_("They find it on the page of their registration."),
    )
    last_day = Day(
        _("Last day to ask"), description=_("Leave it empty for no last day.")
    )
    fields_wanted = Picks(
        _("What the authority wants"),
        [Needed(_("Choose at least the name."))],
        description=_("Nothing else is asked, kept or printed."),
    )
    keep_days = Count(
        _("Delete passport data so many days after the week"),
        [Given(_("Enter a number of days."))],
        most=MOST_DAYS,
        description=_("Earlier where a delegate cancels, or tells the outcome."),
    )
    number_pattern = StringField(
        _("Pattern of the numbers"),
        [Needed(_("Enter a pattern for the numbers.")), Fits(60)],
    )
    head = Texts(
        _("Letterhead: name of the host"),
        most=200,
        needed=_("Enter the name of the host."),
    )
    contact = Texts(_("Address and contact lines"), most=600, lines=4)
    logo = FileField(_("Logo"))
    drops_logo = BooleanField(_("Remove the logo"))
    signatory = Texts(_("Who signs"), most=200)
    office = Texts(_("Office of who signs"), most=200)
    costs = Texts(_("Who pays, in one sentence"), most=500, lines=2)
    body = Texts(
        _("Text of the letter"),
        most=4000,
        lines=12,
        needed=_("Enter the text of the letter."),
    )

    PAIRS = ("head", "contact", "signatory", "office", "costs", "body")

    found: Logo | None = None

    def offer(self) -> "SettingsForm":
        """Offer the fields that an authority may want."""
        self.fields_wanted.choices = [
            (one.value, word) for one, word in words.FIELDS.items()
        ]
        self.number_pattern.description = gettext(
            "For example %(example)s. {number:04d} becomes 0001, 0002 and so on.",
            example=EXAMPLE,
        )
        self.body.description = gettext(
            "Each line is a paragraph. You may use: %(placeholders)s",
            placeholders=" ".join(f"{{{one}}}" for one in PLACEHOLDERS),
        )
        return self

    def show(self, known: Wish | LetterSettings) -> None:
        """Fill in what is decided."""
        self.is_offered.data, self.last_day.data = known.is_offered, known.last_day
        self.fields_wanted.data = [str(one) for one in known.fields]
        self.keep_days.data = known.keep_days
        self.number_pattern.data = known.number_pattern
        for name in self.PAIRS:
            self[name].show(getattr(known, name))

    def wish(self, known: Wish | LetterSettings) -> Wish:
        """How letters are to be; languages that are not shown keep their texts."""
        chosen = set(self.fields_wanted.data or ())
        return Wish(
            is_offered=bool(self.is_offered.data),
            fields=tuple(one for one in LetterField if one.value in chosen),
            last_day=self.last_day.data,
            keep_days=self.keep_days.data or 0,
            number_pattern=self.number_pattern.data or "",
            **{name: self[name].text(getattr(known, name)) for name in self.PAIRS},
        )

    def validate_fields_wanted(self, field: Picks) -> None:
        """Refuse a letter about nobody."""
        if LetterField.NAME.value not in (field.data or ()):
            raise ValidationError(_("Choose at least the name."))

    def validate_number_pattern(self, field: Field) -> None:
        """Refuse a pattern by which no number can be written."""
        if not is_pattern(field.data):
            raise ValidationError(
                gettext(
                    "Write {number} or {number:04d} once, for example %(example)s.",
                    example=EXAMPLE,
                )
            )

    def validate_body(self, field: Texts) -> None:
        """Refuse placeholders that nobody can fill, in any language."""
        for text in field.text().values():
            unknown = unknown_placeholders(text)
            if unknown is None:
                raise ValidationError(
                    _("A brace { or } stands alone. Braces are for placeholders only.")
                )
            if unknown:
                raise ValidationError(
                    gettext(
                        "We do not know these placeholders: %(placeholders)s",
                        placeholders=" ".join(unknown),
                    )
                )

    def validate_logo(self, field: Field) -> None:
        """Refuse what is not a small picture, whatever its name."""
        if not field.data or not getattr(field.data, "filename", ""):
            return
        content = field.data.stream.read(LARGEST_LOGO + 1)
        try:
            fit = look_at(
                content, field.data.filename, kinds=TYPES, most_octets=LARGEST_LOGO
            )
        except FileUnfit:
            raise ValidationError(str(LogoUnfit())) from None
        self.found = Logo(fit.content, TYPES[fit.kind])
