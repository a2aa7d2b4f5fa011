"""What private calendars refuse."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class HasNoAddress(Refusal):
    """A calendar is sent to an e-mail address."""

    message = lazy_gettext("We have no e-mail address of this person.")
