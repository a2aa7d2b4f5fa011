"""What arrivals write to delegates."""

from eventapp.arrivals.wordings import TRAVEL_ASKED
from eventapp.kernel.i18n import speaking
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import tell


def ask_for_travel(registration: Registration) -> None:
    """We do not know yet when somebody arrives."""
    with speaking(registration.language):
        tell(registration, TRAVEL_ASKED)
