"""What letters do when registration announces something."""

from flask_babel import gettext as _

from eventapp.kernel.i18n import day_in_words
from eventapp.kernel.personal import Kept, Record
from eventapp.letters.models import LetterRequest
from eventapp.letters.queries import letters_of
from eventapp.letters.service import forgetting
from eventapp.letters.words import letter_status_word, outcome_word, warning_word
from eventapp.registration import signals
from eventapp.registration.models.registrations import Registration
from eventapp.web.filters import listing


def connect() -> None:
    """Listen; app.py calls this once."""
    signals.registration_ended.connect(end)
    signals.registration_erased.connect(erase)
    signals.data_asked.connect(tell)


def end(registration: Registration) -> None:
    """Declined or cancelled: no letter, no passport."""
    forgetting.end(registration)


def erase(registration: Registration) -> None:
    """Erased: the number stays."""
    forgetting.erase(registration)


def tell(registration: Registration) -> list[Kept]:
    """What we keep of somebody's letters; what is sealed stays masked."""
    return [Kept(_("Visa letter"), tuple(map(_record, letters_of(registration))))]


def _record(letter: LetterRequest) -> Record:
    zone = letter.registration.week.tzinfo
    asked_on = letter.asked_at.astimezone(zone).date()
    terms = (
        (_("State"), letter_status_word(letter.status)),
        (_("Letter no."), letter.numbered),
        (_("Asked"), day_in_words(asked_on)),
        (_("To look at"), listing(map(warning_word, letter.warned))),
        (_("Note of the office"), letter.note),
        (_("Outcome"), outcome_word(letter.outcome) if letter.outcome else ""),
        (_("Your consent"), letter.consent),
    )
    return tuple((term, text) for term, text in terms if text)
