"""Messages about answers that somebody else changed."""

from eventapp.kernel.i18n import Localised, speaking
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import tell
from eventapp.registration.on_registering import ANSWERS_CHANGED


def tell_answers_changed(registration: Registration, page: Localised | str) -> None:
    """The office changed the answers of one page."""
    with speaking(registration.language):
        tell(registration, ANSWERS_CHANGED, {"page": str(page)})
