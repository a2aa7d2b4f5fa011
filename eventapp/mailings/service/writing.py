"""Writing a mailing: beginning a draft, its texts, a copy, throwing it away."""

from dataclasses import dataclass, fields
from typing import Any

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.i18n import Localised
from eventapp.mailings.errors import NotADraft
from eventapp.mailings.models import Mailing
from eventapp.mailings.vocabulary import Audience, MailingStatus
from eventapp.programme.models.weeks import Week


@dataclass(frozen=True)
class MailingTexts:
    """What a mailing says, and whether all must know it."""

    subject: Localised
    text: Localised
    is_essential: bool = False


NOTHING = MailingTexts(Localised(), Localised())


def begin_mailing(
    week: Week,
    audience: Audience,
    choice: dict[str, Any] | None,
    *,
    by: Account,
    texts: MailingTexts = NOTHING,
) -> Mailing:
    """Begin a draft to a group; nothing is sent."""
    now = clock.now()
    return add(
        Mailing(
            audience=audience,
            chosen=choice,
            subject=texts.subject,
            text=texts.text,
            is_essential=texts.is_essential,
            status=MailingStatus.DRAFT,
            written_by=by.name,
            written_by_id=by.id,
            created_at=now,
            changed_at=now,
            week_id=week.id,
            week=week,
        )
    )


def write_mailing(mailing: Mailing, texts: MailingTexts) -> None:
    """Write the texts of a draft anew.

    Raises:
        NotADraft: it is on its way, or was sent.
    """
    _hold_draft(mailing)
    for field in fields(texts):
        setattr(mailing, field.name, getattr(texts, field.name))
    mailing.changed_at = clock.now()


def copy_mailing(mailing: Mailing, *, by: Account) -> Mailing:
    """Begin another draft with the same texts to the same group, as it is then."""
    texts = MailingTexts(mailing.subject, mailing.text, mailing.is_essential)
    copy = begin_mailing(
        mailing.week, mailing.audience, mailing.chosen, by=by, texts=texts
    )
    copy.event_id = mailing.event_id
    return copy


def discard_mailing(mailing: Mailing, *, by: Account) -> None:
    """Throw a draft away.

    Raises:
        NotADraft: it is on its way, or was sent.
    """
    _hold_draft(mailing)
    note_about("mailing.discarded", mailing, by)
    db.session.delete(mailing)


def note_about(
    action: str,
    mailing: Mailing,
    by: Account | None,
    details: dict[str, Any] | None = None,
) -> None:
    """Keep a line of the journal about a mailing."""
    note(
        action,
        actor=by.name if by else "worker",
        actor_id=by.id if by else None,
        subject=str(mailing.subject) or str(mailing.week.name),
        subject_id=mailing.id,
        week_id=mailing.week_id,
        details=details,
    )


def _hold_draft(mailing: Mailing) -> None:
    lock(mailing)
    if not mailing.is_draft:
        raise NotADraft
