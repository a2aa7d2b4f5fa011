"""How a delegate wants events to come, and whether a week sends them by mail."""

from wtforms import BooleanField

from eventapp.kernel.i18n import lazy_gettext as _
from eventapp.scheduling.vocabulary import CalendarWay
from eventapp.web.fields import Pick
from eventapp.web.forms import Form


class WayForm(Form):
    """One of the ways; each has a button of its own."""

    way = Pick(_("How events come"))
    take_back = BooleanField(_("Take those that came by e-mail out of my calendar"))

    def offer(self) -> "WayForm":
        """Offer all ways."""
        self.way.choices = [(one.value, one.value) for one in CalendarWay]
        return self


class InvitingForm(Form):
    """The switch."""

    is_on = BooleanField(
        _("Send each delegate the events at which they have a place, by e-mail"),
        description=_(
            "Calendars understand these e-mails: they enter the event, move it and"
            " strike it out. Delegates can subscribe instead, or choose neither."
        ),
    )
