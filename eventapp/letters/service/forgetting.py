"""What letters forget, when a purpose has ended; numbers, states and counts stay."""

from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import lock, writing
from eventapp.letters import queries
from eventapp.letters.models import LetterRequest
from eventapp.letters.rules import forgotten_at
from eventapp.letters.vocabulary import MADE, LetterStatus
from eventapp.registration.models.registrations import Registration
from eventapp.vault import service as vault


def purge() -> None:
    """Forget the passports of weeks that are over; others expire with their week.

    A week that was moved moves their day.
    """
    now = clock.now()
    with writing():
        for settings in queries.all_settings():
            until = forgotten_at(settings.week, settings.keep_days)
            if until > now:
                vault.keep_until(settings.week_id, until)
            elif people := vault.forget_scope(settings.week_id):
                note(
                    "letters.purged",
                    actor="upkeep",
                    subject=str(settings.week.name),
                    subject_id=settings.week_id,
                    week_id=settings.week_id,
                    details={"before": str(people), "after": "0"},
                )


def end(registration: Registration) -> None:
    """Somebody does not come: nobody needs their passport any more."""
    letter = _held_letter(registration)
    vault.forget(registration.id)
    if letter is not None:
        _close(letter)


def erase(registration: Registration) -> None:
    """Forget all but the numbers and the states; who comes instead may ask anew."""
    letter = _held_letter(registration)
    vault.forget(registration.id)
    if letter is not None:
        _close(letter)
        letter.note = letter.consent = None


def _held_letter(registration: Registration) -> LetterRequest | None:
    """The letter, held: whoever is making it now has finished, and nothing is left."""
    letter = queries.letter_of(registration)
    if letter is not None:
        lock(letter)
    return letter


def _close(letter: LetterRequest) -> None:
    """Leave what was decided; what was not is withdrawn."""
    letter.warned = ()
    if letter.status not in {*MADE, LetterStatus.REFUSED}:
        letter.status = LetterStatus.WITHDRAWN
    letter.changed_at = clock.now()
