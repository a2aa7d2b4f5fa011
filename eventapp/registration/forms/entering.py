"""The forms that prove an address."""

import unicodedata

from flask_babel import lazy_gettext as _
from wtforms import (
    EmailField,
    StringField,
    ValidationError,
)

from eventapp.web.form_keys import KeyedForm
from eventapp.web.forms import Fits, Form, Mailable, Needed

CODE_LENGTH = 6


class AddressForm(Form):
    """An e-mail address, to which a link is sent again."""

    address = EmailField(
        _("E-mail"),
        [Needed(_("Enter your e-mail address.")), Fits(254), Mailable()],
    )


class StartForm(KeyedForm, AddressForm):
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
