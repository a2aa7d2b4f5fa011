"""What arrivals write to delegates."""

from flask_babel import gettext as _

from eventapp.arrivals.table import REMINDER
from eventapp.kernel.i18n import speaking
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import write


def ask_for_travel(registration: Registration) -> None:
    """We do not know yet when somebody arrives."""
    with speaking(registration.language):
        write(
            registration,
            REMINDER,
            _("When do you arrive? %(week)s", week=registration.week.name),
            _("We do not know yet when you arrive."),
            _(
                "Open your registration and choose “My travel”. Enter your flight or "
                "train, and whether you need a hotel room."
            ),
            _("We plan cars and rooms by it. You can change it later."),
        )
