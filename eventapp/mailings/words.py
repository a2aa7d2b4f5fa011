"""What mailings, their groups, outcomes and reminders are called."""

from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.placeholders import filled, names_in
from eventapp.mailings.letters import week_values
from eventapp.mailings.models import Mailing
from eventapp.mailings.vocabulary import (
    Audience,
    Hindrance,
    MailingStatus,
    RuleKind,
)

AUDIENCES = {
    Audience.DELEGATES: lazy_gettext("Delegates"),
    Audience.CONTACTS: lazy_gettext("Contacts of delegations"),
    Audience.SPEAKERS: lazy_gettext("People with parts in events"),
    Audience.INVITED: lazy_gettext("Invited people who have not answered"),
}
STATUSES = {
    MailingStatus.DRAFT: lazy_gettext("Draft"),
    MailingStatus.WAITING: lazy_gettext("Waits for its time"),
    MailingStatus.SENDING: lazy_gettext("Being sent"),
    MailingStatus.PAUSED: lazy_gettext("Paused"),
    MailingStatus.SENT: lazy_gettext("Sent"),
    MailingStatus.CANCELLED: lazy_gettext("Cancelled"),
}
SIGNS = {  # of a tag
    MailingStatus.DRAFT: "quiet",
    MailingStatus.WAITING: "waiting",
    MailingStatus.SENDING: "now",
    MailingStatus.PAUSED: "warn",
    MailingStatus.SENT: "ok",
    MailingStatus.CANCELLED: "cancelled",
}
STANDINGS = {  # of one receiver: the word, and the sign of its tag
    "waiting": (lazy_gettext("Waits to be sent"), "waiting"),
    "sent": (lazy_gettext("Sent"), "ok"),
    "trouble": (lazy_gettext("Did not arrive"), "bad"),
    "withdrawn": (lazy_gettext("Withdrawn"), "cancelled"),
    "left_out": (lazy_gettext("Left out"), "quiet"),
}
HINDRANCES = {
    Hindrance.NO_ADDRESS: lazy_gettext("no e-mail address"),
    Hindrance.UNSUBSCRIBED: lazy_gettext("does not want such mails"),
    Hindrance.BOUNCED: lazy_gettext("mails to the address came back"),
    Hindrance.SAME_ADDRESS: lazy_gettext("another person has the same address"),
    Hindrance.ENDED: lazy_gettext("declined or cancelled"),
    Hindrance.GONE: lazy_gettext("no longer in the group"),
}
RULES = {
    RuleKind.NAMES: lazy_gettext("Delegations with people to be named"),
    RuleKind.ANSWERS: lazy_gettext("Delegates whose own answers are missing"),
    RuleKind.DOCUMENTS: lazy_gettext("Delegates whose document is missing"),
    RuleKind.ARRIVAL: lazy_gettext("Delegates whose day of arrival is missing"),
    RuleKind.EVENT: lazy_gettext("Before an event, who holds a place there"),
    RuleKind.THANKS: lazy_gettext("Thanks after the week, to who was there"),
}


def audience_word(audience: Audience) -> str:
    """What we call this group."""
    return str(AUDIENCES[audience])


def mailing_word(status: MailingStatus, waiting: int = 0) -> str:
    """What we call this status, while so many letters wait in the outbox."""
    return str(STATUSES[_shown(status, waiting)])


def mailing_sign(status: MailingStatus, waiting: int = 0) -> str:
    """The sign of a tag beside it."""
    return SIGNS[_shown(status, waiting)]


def mailing_title(mailing: Mailing) -> str:
    """Its subject, with the words of the week; a gap for what is of each one."""
    subject = str(mailing.subject)
    gaps = dict.fromkeys(names_in(subject), "…")
    return filled(subject, {**gaps, **week_values(mailing)})


def receipt_word(standing: str) -> str:
    """How somebody stands in a mailing."""
    return str(STANDINGS[standing][0])


def receipt_sign(standing: str) -> str:
    """The sign of a tag beside it."""
    return STANDINGS[standing][1]


def left_out_word(why: Hindrance) -> str:
    """Why somebody gets no letter."""
    return str(HINDRANCES[why])


def _shown(status: MailingStatus, waiting: int) -> MailingStatus:
    is_underway = status is MailingStatus.SENT and waiting
    return MailingStatus.SENDING if is_underway else status


def rule_word(kind: RuleKind) -> str:
    """Whom a reminder reminds."""
    return str(RULES[kind])
