"""The words of answers that calendars send."""

from eventapp.kernel.i18n import lazy_gettext
from eventapp.scheduling.replies import Answer

ANSWERS = {
    Answer.ACCEPTED: lazy_gettext("Accepted in the calendar"),
    Answer.TENTATIVE: lazy_gettext("Perhaps, says the calendar"),
    Answer.DECLINED: lazy_gettext("Declined in the calendar"),
}


def answer_word(answer: Answer) -> str:
    """What we call this answer."""
    return str(ANSWERS[answer])
