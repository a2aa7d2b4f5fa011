"""The office's decisions: open, approve, ask back, refuse, send, note the outcome."""

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.letters import notices, queries
from eventapp.letters.errors import (
    AnswersGone,
    LettersNotOffered,
    NotExpected,
    NotMade,
    NotWaiting,
)
from eventapp.letters.models import LetterRequest
from eventapp.letters.queries import KIND, PAPER
from eventapp.letters.service import asking
from eventapp.letters.vocabulary import (
    MADE,
    WAITING,
    LetterField,
    LetterStatus,
    Outcome,
)
from eventapp.letters.wording import numbered
from eventapp.vault import service as vault
from eventapp.vault.queries import sealed
from eventapp.vault.service import Look, LookReason

RETURNABLE = frozenset({*WAITING, *MADE, LetterStatus.APPROVED})
REFUSABLE = frozenset({*WAITING, LetterStatus.RETURNED, LetterStatus.APPROVED})


def open_answers(
    letter: LetterRequest, reason: LookReason, *, by: Account
) -> dict[LetterField, str]:
    """The answers in clear; who waited is in check now, and the journal knows.

    Raises:
        NothingKept: they were forgotten.
        VaultLocked: no key of ours opens them.
    """
    lock(letter)
    look = Look(reason, by.name, by.id, letter.label)
    values = vault.reveal(letter.registration_id, KIND, look)
    if letter.status is LetterStatus.REQUESTED:
        letter.status = LetterStatus.CHECKING
        letter.changed_at = clock.now()
    return {one: values[one.value] for one in LetterField if values.get(one.value)}


def approve(letter: LetterRequest, *, by: Account) -> None:
    """Say yes; the letter gets the next number, and keeps it whatever comes.

    Raises:
        NotWaiting: somebody decided before.
        NotExpected: the registration is not confirmed.
        AnswersGone: there is nothing to write.
        LettersNotOffered: nobody has said how letters are numbered.
    """
    settings = queries.settings_of(letter.week)
    if settings is None:
        raise LettersNotOffered
    lock(settings)  # it owns the numbers: without gaps, whoever else approves now
    lock(letter)
    if letter.status not in WAITING:
        raise NotWaiting
    if not letter.registration.is_confirmed:
        raise NotExpected
    if sealed(letter.registration_id, KIND) is None:
        raise AnswersGone
    if letter.number is None:
        letter.number = settings.next_number
        letter.numbered = numbered(settings.number_pattern, letter.number)
        settings.next_number += 1
    _decide(letter, LetterStatus.APPROVED, by, "letter.approved")


def ask_back(letter: LetterRequest, sentence: str, *, by: Account) -> None:
    """Ask the delegate for something; a letter that was made is void.

    Raises:
        NotWaiting: it was refused or taken back, or its outcome is told.
    """
    lock(letter)
    if letter.status not in RETURNABLE or letter.outcome is not None:
        raise NotWaiting
    vault.forget(letter.registration_id, PAPER)
    letter.note = sentence
    letter.issued_at = letter.sent_at = None
    _decide(letter, LetterStatus.RETURNED, by, "letter.returned")
    notices.tell_returned(letter)


def refuse(letter: LetterRequest, reason: str, *, by: Account) -> None:
    """Say no, with a reason; what was answered is forgotten.

    Raises:
        NotWaiting: the letter is made, or the request has ended.
    """
    lock(letter)
    if letter.status not in REFUSABLE:
        raise NotWaiting
    vault.forget(letter.registration_id)
    letter.note = reason
    letter.warned = ()
    _decide(letter, LetterStatus.REFUSED, by, "letter.refused")
    notices.tell_refused(letter)


def send(letter: LetterRequest, *, by: Account) -> None:
    """Tell the delegate that the letter is ready, by a link and not as a file.

    Raises:
        NotMade: there is no letter.
    """
    lock(letter)
    if letter.status is not LetterStatus.ISSUED:
        raise NotMade
    if sealed(letter.registration_id, PAPER) is None:
        raise NotMade
    letter.status = LetterStatus.SENT
    letter.sent_at = letter.changed_at = clock.now()
    _note(letter, by, "letter.sent")
    notices.tell_ready(letter)


def note_outcome(letter: LetterRequest, outcome: Outcome, *, by: Account) -> None:
    """What became of the visa, as the office heard it.

    Raises:
        NotMade: no letter was handed out.
    """
    asking.tell_outcome(letter, outcome, actor=by.name)


def paper(letter: LetterRequest, *, by: Account) -> bytes:
    """The finished letter, to be printed and sealed.

    Raises:
        NotMade: there is none.
        NothingKept, VaultLocked: it is gone, or cannot be opened.
    """
    if not letter.is_made:
        raise NotMade
    look = Look(LookReason.LETTER, by.name, by.id, letter.label)
    return vault.reveal_paper(letter.registration_id, PAPER, look)


def _decide(
    letter: LetterRequest, status: LetterStatus, by: Account, action: str
) -> None:
    letter.status = status
    letter.decided_at = letter.changed_at = clock.now()
    if status is LetterStatus.APPROVED:
        letter.note = None
    db.session.flush()
    _note(letter, by, action)


def _note(letter: LetterRequest, by: Account, action: str) -> None:
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=letter.label,
        subject_id=letter.registration_id,
        week_id=letter.week_id,
    )
