"""What we say about visa letters; the office may change it."""

from flask_babel import gettext as _

from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.occasions import Said
from eventapp.mail.placeholders import Placeholder
from eventapp.registration.wording import REASON, letter_on


def _returned() -> Said:
    return (
        _("Your visa letter: a question"),
        _("We cannot write your invitation letter yet:"),
        "{question}",
        _("Open the link below, choose “Visa letter”, and answer there."),
    )


def _refused() -> Said:
    return (
        _("Your visa letter"),
        _("We are sorry. We cannot write an invitation letter for you."),
        "{reason}",
        _("We have deleted your passport data."),
    )


def _ready() -> Said:
    return (
        _("Your visa letter is ready"),
        _("Your invitation letter %(number)s is ready.", number="{letter_number}"),
        _("Open the link below, choose “Visa letter”, and download it there."),
        _("It holds passport data. We do not send it by e-mail."),
        _("Please tell us on the same page whether you got the visa."),
    )


RETURNED = letter_on(
    "letter.returned",
    lazy_gettext("Something is missing for a visa letter"),
    _returned,
    Placeholder("question", lazy_gettext("what is missing"), "…", is_needed=True),
)
REFUSED = letter_on(
    "letter.refused", lazy_gettext("A visa letter is refused"), _refused, REASON
)
READY = letter_on(
    "letter.ready",
    lazy_gettext("A visa letter is ready"),
    _ready,
    Placeholder("letter_number", lazy_gettext("the number of the letter"), "2027-041"),
)
