"""What somebody hears who answered in a calendar."""

from flask_babel import gettext as _

from eventapp.kernel.i18n import speaking
from eventapp.programme.models.events import Event
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import event_line, write


def tell_declined(registration: Registration, event: Event) -> None:
    """A place went back because a calendar said no; perhaps it was a slip."""
    with speaking(registration.language):
        write(
            registration,
            "place.declined_by_calendar",
            _("You declined: %(event)s", event=event.title),
            _("You declined this event in your calendar, and your place was released:"),
            event_line(event, registration.week),
            _("If that was a mistake, sign up for it again here."),
        )
