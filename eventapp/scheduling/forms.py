"""How a delegate wants events to come into the calendar."""

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
