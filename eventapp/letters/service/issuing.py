"""Making letters: the answers leave the vault, the finished paper goes into it."""

from collections.abc import Mapping

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import lock
from eventapp.letters import paper, queries
from eventapp.letters.errors import LettersNotOffered, NotWaiting
from eventapp.letters.models import LetterRequest, LetterSettings
from eventapp.letters.queries import KIND, PAPER
from eventapp.letters.service.asking import shelf_of
from eventapp.letters.vocabulary import LetterField, LetterStatus
from eventapp.programme.models.weeks import Week
from eventapp.vault import service as vault
from eventapp.vault.service import Look, LookReason

ISSUABLE = frozenset({LetterStatus.APPROVED, LetterStatus.ISSUED})


def settings_for(week: Week) -> LetterSettings:
    """How this week writes letters, its logo with it.

    Raises:
        LettersNotOffered: nobody has said so.
    """
    settings = queries.settings_of(week, with_logo=True)
    if settings is None:
        raise LettersNotOffered
    return settings


def issue(letter: LetterRequest, settings: LetterSettings, *, by: Account) -> None:
    """Make the letter as it will be signed; once more replaces it.

    Raises:
        NotWaiting: it has no number yet, or was sent.
        NothingKept, VaultLocked: its answers are gone, or cannot be opened.
    """
    lock(letter)
    if letter.status not in ISSUABLE:
        raise NotWaiting
    now = clock.now()
    look = Look(LookReason.LETTER, by.name, by.id, letter.label)
    values = vault.reveal(letter.registration_id, KIND, look)
    made = paper.pdf(
        paper.Letter(
            settings=settings,
            registration=letter.registration,
            numbered=letter.numbered or "",
            on=now.astimezone(settings.week.tzinfo).date(),
            answers=_answers(values),
        )
    )
    vault.keep_paper(letter.registration_id, PAPER, made, shelf=shelf_of(settings))
    letter.status = LetterStatus.ISSUED
    letter.issued_at = letter.changed_at = now
    note(
        "letter.issued",
        actor=by.name,
        actor_id=by.id,
        subject=letter.label,
        subject_id=letter.registration_id,
        week_id=letter.week_id,
    )


def _answers(values: Mapping[str, str]) -> dict[LetterField, str]:
    return {one: values[one.value] for one in LetterField if values.get(one.value)}
