"""The words of messages on their way."""

from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.models import MessageStatus

STATUSES = {
    MessageStatus.QUEUED: lazy_gettext("Waits to be sent"),
    MessageStatus.SENT: lazy_gettext("Sent"),
    MessageStatus.FAILED: lazy_gettext("Failed"),
}


def message_word(status: MessageStatus) -> str:
    """What we call this status of a message."""
    return str(STATUSES[status])
