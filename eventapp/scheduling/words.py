"""The words of calendar mails."""

from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.models import CalendarMethod
from eventapp.scheduling.vocabulary import CalendarWay

WAYS = {
    CalendarWay.MAIL: lazy_gettext("By e-mail"),
    CalendarWay.SUBSCRIPTION: lazy_gettext("By subscription"),
    CalendarWay.NEITHER: lazy_gettext("Not at all"),
}
METHODS = {
    CalendarMethod.REQUEST: lazy_gettext("Put into the calendar"),
    CalendarMethod.CANCEL: lazy_gettext("Struck out of the calendar"),
}


def way_word(way: CalendarWay) -> str:
    """What we call this way."""
    return str(WAYS[way])


def method_word(method: CalendarMethod) -> str:
    """What we call what a calendar was told."""
    return str(METHODS[method])
