"""What arrivals write to delegates; the office may change it."""

from flask_babel import gettext as _

from eventapp.arrivals.table import REMINDER
from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.models import MailKind
from eventapp.mail.occasions import Said
from eventapp.registration.wording import letter_on


def _asked() -> Said:
    return (
        _("When do you arrive? %(week)s", week="{week}"),
        _("We do not know yet when you arrive."),
        _(
            "Open your registration and choose “My travel”. Enter your flight or "
            "train, and whether you need a hotel room."
        ),
        _("We plan cars and rooms by it. You can change it later."),
    )


TRAVEL_ASKED = letter_on(
    REMINDER,
    lazy_gettext("We do not know yet when somebody arrives"),
    _asked,
    kind=MailKind.REMINDER,
)
