"""Messages about letters; none of them holds a passport, or the letter itself."""

from eventapp.kernel.i18n import speaking
from eventapp.letters.models import LetterRequest
from eventapp.letters.wordings import READY, REFUSED, RETURNED
from eventapp.registration.notices import reason_in_words, tell


def tell_returned(letter: LetterRequest) -> None:
    """Something is missing or wrong; the sentence says what."""
    one = letter.registration
    with speaking(one.language):
        tell(one, RETURNED, {"question": letter.note or ""})


def tell_refused(letter: LetterRequest) -> None:
    """There will be no letter, and why."""
    one = letter.registration
    with speaking(one.language):
        tell(one, REFUSED, {"reason": reason_in_words(letter.note)})


def tell_ready(letter: LetterRequest) -> None:
    """The letter can be downloaded; it does not travel by mail."""
    one = letter.registration
    with speaking(one.language):
        tell(one, READY, {"letter_number": letter.numbered or ""})
