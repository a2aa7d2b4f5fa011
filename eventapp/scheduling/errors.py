"""What calendar mails refuse."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class AddressTaken(Refusal):
    """One calendar cannot hold the same event for two people."""

    message = lazy_gettext(
        "This e-mail address already gets the events of %(name)s. One calendar cannot"
        " hold the same event for two people."
    )


class NoAddress(Refusal):
    """There is nowhere to write to."""

    message = lazy_gettext("Without an e-mail address no events come by mail.")
