"""The words of calendar mails and of the answers to them."""

from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.models import CalendarMethod
from eventapp.scheduling.vocabulary import Answer, CalendarWay

WAYS = {
    CalendarWay.MAIL: lazy_gettext("By e-mail"),
    CalendarWay.SUBSCRIPTION: lazy_gettext("By subscription"),
    CalendarWay.NEITHER: lazy_gettext("Not at all"),
}
METHODS = {
    CalendarMethod.REQUEST: lazy_gettext("Put into the calendar"),
    CalendarMethod.CANCEL: lazy_gettext("Struck out of the calendar"),
}
ANSWERS = {
    Answer.ACCEPTED: lazy_gettext("Accepted in the calendar"),
    Answer.TENTATIVE: lazy_gettext("Perhaps, says the calendar"),
    Answer.DECLINED: lazy_gettext("Declined in the calendar"),
}


def way_word(way: CalendarWay) -> str:
    """What we call this way."""
    return str(WAYS[way])


def method_word(method: CalendarMethod) -> str:
    """What we call what a calendar was told."""
    return str(METHODS[method])


def answer_word(answer: Answer) -> str:
    """What we call this answer."""
    return str(ANSWERS[answer])
