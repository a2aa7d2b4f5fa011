"""Forms of the second step, passkeys and who must have one."""

from flask_babel import lazy_gettext as _
from wtforms import (
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from eventapp.accounts.vocabulary import Role
from eventapp.accounts.words import ROLES
from eventapp.web.forms import Fits, Form, Needed


class CodeForm(Form):
    """A code of an app, or of the list of recovery codes."""

    code = StringField(
        _("Code"),
        [Needed(_("Enter the code.")), Fits(60)],
    )


class AppForm(Form):
    """The name of an app for codes."""

    name = StringField(
        _("Name of the phone or app"),
        [Needed(_("Enter a name, for example: my phone.")), Fits(60)],
    )


class PasskeyForm(Form):
    """A new passkey, as the browser made it."""

    name = StringField(
        _("Name of the device"),
        [Needed(_("Enter a name, for example: laptop of the office.")), Fits(60)],
    )
    credential = HiddenField()


class RulesForm(Form):
    """The roles that need a second step."""

    roles = SelectMultipleField(
        _("Roles that need a second step"),
        choices=[SelectChoice(role.value, word) for role, word in ROLES.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def chosen(self) -> frozenset[Role]:
        """The roles that were ticked."""
        return frozenset(Role(value) for value in self.roles.data or ())


class LostForm(Form):
    """Why somebody's second step is taken away."""

    reason = TextAreaField(
        _("How do you know that it is this person?"),
        [Needed(_("Say how you know, for example: showed the staff card.")), Fits(300)],
    )
