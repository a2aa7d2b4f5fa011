"""Whether a week sends calendar mails."""

from wtforms import BooleanField

from eventapp.kernel.i18n import lazy_gettext as _
from eventapp.web.forms import Form


class InvitingForm(Form):
    """The switch."""

    is_on = BooleanField(
        _("Send each delegate the events at which they have a place, by e-mail"),
        description=_(
            "Calendars understand these e-mails: they enter the event, move it and"
            " strike it out. Delegates can subscribe instead, or choose neither."
        ),
    )
