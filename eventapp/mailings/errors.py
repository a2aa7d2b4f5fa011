"""How mailings say no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class NothingWritten(Refusal):
    """A mailing says something, in one language of the week at least."""

    message = lazy_gettext("Write a subject and a text first.")


class NobodyToWriteTo(Refusal):
    """A mailing has receivers."""

    message = lazy_gettext("There is nobody to write to.")


class NotADraft(Refusal):
    """What has been sent, or waits for its time, is not written anew."""

    message = lazy_gettext(
        "This mailing is on its way or was sent. Copy it to write another one."
    )


class OtherwiseMeanwhile(Refusal):
    """A mailing is paused, resumed and cancelled only where it is on its way."""

    message = lazy_gettext("This mailing has moved on. Look where it is now.")


class TimeHasPassed(Refusal):
    """A mailing is sent later, not earlier."""

    status = 422
    message = lazy_gettext("This time has passed. Choose a later one.")
