"""The forms to sign in, to choose a password, and about oneself."""

from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField, StringField

from eventapp.accounts.models import Account
from eventapp.kernel import i18n
from eventapp.web.fields import Pick
from eventapp.web.forms import Fits, Form, Needed

LONGEST = 1000  # a sentence may be a password; a book may not


class SignInForm(Form):
    """An address and a password."""

    address = EmailField(
        _("E-mail"),
        [Needed(_("Enter your e-mail address.")), Fits(254)],
        render_kw={"autocomplete": "username webauthn"},
    )
    password = PasswordField(
        _("Password"),
        [Needed(_("Enter your password.")), Fits(LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class ForgottenForm(Form):
    """To which address a link to another password shall go."""

    address = EmailField(
        _("E-mail"),
        [Needed(_("Enter your e-mail address.")), Fits(254)],
        render_kw={"autocomplete": "username"},
    )


class ProofForm(Form):
    """The own password once more."""

    password = PasswordField(
        _("Password"),
        [Needed(_("Enter your password.")), Fits(LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


def _new_password() -> PasswordField:
    """The field for a password that nobody has yet."""
    return PasswordField(
        _("New password"),
        [Needed(_("Choose a password.")), Fits(LONGEST)],
        description=_(
            "At least 12 characters."
            " Three or four words that do not belong together are good."
        ),
        render_kw={"autocomplete": "new-password"},
    )


class NewPasswordForm(Form):
    """Another password, for whoever has forgotten the old one."""

    password = _new_password()


class OwnName(Form):
    """A form in which somebody says how they are called."""

    name: StringField

    def keep_name(self, name: str) -> None:
        """Show the name, and take no other: the office finds this account by it."""
        self.name.data = name
        self.name.render_kw = {"readonly": True}


class WelcomeForm(OwnName):
    """Who comes, and by which password from now on."""

    name = StringField(
        _("Your name"),
        [Needed(_("Enter your name.")), Fits(200)],
        description=_("As your colleagues know you."),
        render_kw={"autocomplete": "name"},
    )
    password = _new_password()


class OwnPasswordForm(Form):
    """The present password, and another."""

    present = PasswordField(
        _("Present password"),
        [Needed(_("Enter your password.")), Fits(LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    password = _new_password()


class OwnForm(OwnName):
    """Name and language of whoever is signed in."""

    name = StringField(
        _("Your name"),
        [Needed(_("Enter your name.")), Fits(200)],
        render_kw={"autocomplete": "name"},
    )
    language = Pick(_("Language of our e-mails"))

    @classmethod
    def about(cls, account: Account) -> Self:
        """The form with what is so now."""
        language = account.language or i18n.spoken().tag
        form = cls(data={"name": account.name, "language": language})
        form.language.offer([(one.tag, one.name) for one in i18n.LANGUAGES])
        return form
