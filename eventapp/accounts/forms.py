"""The form to sign in."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField

from eventapp.web.forms import Fits, Form, Needed


class SignInForm(Form):
    """An address and a password."""

    address = EmailField(
        _("E-mail"),
        [Needed(_("Enter your e-mail address.")), Fits(254)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _("Password"),
        [Needed(_("Enter your password.")), Fits(1000)],
        render_kw={"autocomplete": "current-password"},
    )
