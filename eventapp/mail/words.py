"""The words of messages on their way."""

from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.models import Bar, MailKind, MessageStatus

STATUSES = {
    MessageStatus.QUEUED: lazy_gettext("Waits to be sent"),
    MessageStatus.SENDING: lazy_gettext("With the mail server"),
    MessageStatus.SENT: lazy_gettext("Sent"),
    MessageStatus.FAILED: lazy_gettext("Failed"),
    MessageStatus.UNCERTAIN: lazy_gettext("Perhaps sent"),
    MessageStatus.BOUNCED: lazy_gettext("Came back"),
    MessageStatus.WITHDRAWN: lazy_gettext("Withdrawn"),
}
KINDS = {
    MailKind.ESSENTIAL: lazy_gettext("Cannot be done without"),
    MailKind.INVITATION: lazy_gettext("Invitations"),
    MailKind.NEWS: lazy_gettext("News from the organisers"),
    MailKind.REMINDER: lazy_gettext("Reminders"),
}
BARS = {
    Bar.BOUNCED: lazy_gettext("Mails to this address came back."),
    Bar.UNSUBSCRIBED: lazy_gettext("The receiver does not want such mails."),
}


def message_word(status: MessageStatus) -> str:
    """What we call this status of a message."""
    return str(STATUSES[status])


def mail_kind_word(kind: MailKind) -> str:
    """What we call mails of this kind, to those who may do without them."""
    return str(KINDS[kind])


def bar_word(bar: Bar) -> str:
    """Why an address is not written to."""
    return str(BARS[bar])
