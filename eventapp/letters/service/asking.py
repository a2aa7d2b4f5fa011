"""A delegate's own deeds: asking for a letter, taking it back, telling the outcome."""

from collections.abc import Mapping
from dataclasses import dataclass

from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, lock
from eventapp.kernel.personal import Purpose
from eventapp.letters import queries
from eventapp.letters.errors import (
    LettersNotOffered,
    NoLongerAnswerable,
    NotMade,
    NotRegistered,
    NotWaiting,
    TooLateToAsk,
)
from eventapp.letters.models import LetterRequest, LetterSettings
from eventapp.letters.queries import KIND
from eventapp.letters.rules import forgotten_at, warnings_about
from eventapp.letters.vocabulary import LetterField, LetterStatus, Outcome
from eventapp.registration.models.registrations import Registration
from eventapp.vault import service as vault
from eventapp.vault.service import Look, LookReason, Shelf

DELEGATE = "delegate"  # as the journal calls who opened the own page
TAILS = {LetterField.PASSPORT_NUMBER.value: 3}


@dataclass(frozen=True)
class Agreed:
    """The sentence about passport data to which somebody agreed."""

    text: str
    language: str


def check_open(registration: Registration) -> LetterSettings:
    """How this week writes letters, for somebody who may ask for one.

    Raises:
        LettersNotOffered: the week writes none.
        NotRegistered: the registration is not sent, or nobody is named yet.
        TooLateToAsk: the last day is over, and nothing was asked back.
        NoLongerAnswerable: the office has decided.
    """
    week = registration.week
    settings = queries.settings_of(week)
    if settings is None or not settings.is_offered:
        raise LettersNotOffered
    if not registration.is_submitted or not registration.is_named:
        raise NotRegistered
    letter = queries.letter_of(registration)
    if letter is not None and not letter.is_answerable and not letter.has_ended:
        raise NoLongerAnswerable
    is_awaited = letter is not None and letter.status is LetterStatus.RETURNED
    today = clock.now().astimezone(week.tzinfo).date()
    if settings.last_day and today > settings.last_day and not is_awaited:
        raise TooLateToAsk
    return settings


def ask(
    registration: Registration, answers: Mapping[LetterField, str], agreed: Agreed
) -> LetterRequest:
    """Ask for a letter, or answer anew; the answers go into the vault.

    An empty answer keeps what the vault has, and what nobody wants is not kept.

    Raises:
        LettersNotOffered, NotRegistered, TooLateToAsk, NoLongerAnswerable: see
            `check_open`.
    """
    lock(registration)
    settings = check_open(registration)
    whole = _whole(registration, answers, settings)
    now = clock.now()
    vault.keep(
        registration.id,
        KIND,
        {name.value: text for name, text in whole.items()},
        shelf=shelf_of(settings),
        tails=TAILS,
    )
    letter = queries.letter_of(registration) or LetterRequest(
        week_id=registration.week_id,
        week=registration.week,
        registration_id=registration.id,
        registration=registration,
        asked_at=now,
    )
    if letter.has_ended:
        letter.asked_at = now
    letter.status = LetterStatus.REQUESTED
    letter.warned = tuple(one.value for one in warnings_about(whole, registration))
    letter.note = None
    letter.consent, letter.consent_language = agreed.text, agreed.language
    letter.changed_at = now
    add(letter)
    _note(letter, "letter.asked", DELEGATE)
    return letter


def withdraw(letter: LetterRequest) -> None:
    """Take a request back; its answers are forgotten.

    Raises:
        NotWaiting: the letter is made, or the request has ended.
    """
    lock(letter)
    if letter.has_ended or letter.is_made:
        raise NotWaiting
    vault.forget(letter.registration_id, KIND)
    letter.status = LetterStatus.WITHDRAWN
    letter.changed_at = clock.now()
    _note(letter, "letter.withdrawn", DELEGATE)


def paper_for_owner(letter: LetterRequest) -> bytes:
    """The finished letter, for the delegate.

    Raises:
        NotMade: it is not made.
        NothingKept, VaultLocked: it is gone, or cannot be opened.
    """
    if not letter.is_made:
        raise NotMade
    look = Look(LookReason.OWNER, DELEGATE, None, letter.label)
    return vault.reveal_paper(letter.registration_id, queries.PAPER, look)


def tell_outcome(
    letter: LetterRequest, outcome: Outcome, *, actor: str = DELEGATE
) -> None:
    """What became of the visa; the purpose has ended, the answers are forgotten.

    Raises:
        NotMade: no letter was handed out.
    """
    lock(letter)
    if not letter.is_made:
        raise NotMade
    letter.outcome = outcome
    letter.told_at = letter.changed_at = clock.now()
    vault.forget(letter.registration_id)
    _note(letter, "letter.outcome", actor)


def shelf_of(settings: LetterSettings) -> Shelf:
    """Where answers and letters of a week are kept, and until when."""
    expires_at = forgotten_at(settings.week, settings.keep_days)
    return Shelf(settings.week_id, Purpose.VISA, expires_at)


def _whole(
    registration: Registration,
    answers: Mapping[LetterField, str],
    settings: LetterSettings,
) -> dict[LetterField, str]:
    """The answers that are wanted, with what the vault has in place of empty ones."""
    kept = vault.kept_values(registration.id, KIND)
    return {
        name: answers.get(name) or kept.get(name.value, "") for name in settings.wanted
    }


def _note(letter: LetterRequest, action: str, actor: str) -> None:
    note(
        action,
        actor=actor,
        subject=letter.label,
        subject_id=letter.registration_id,
        week_id=letter.week_id,
    )
