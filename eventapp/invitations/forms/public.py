"""What those who are invited type."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from eventapp.registration.forms.entering import AddressForm
from eventapp.web.forms import Fits, Form


class AcceptForm(AddressForm):
    """The address to which the six digits go; not asked where it is known."""


class DeclineForm(Form):
    """Why nobody comes; nobody has to say."""

    reason = TextAreaField(
        _("Would you tell us why?"),
        [Fits(500)],
        description=_("The organisers read it. You can leave it empty."),
    )
