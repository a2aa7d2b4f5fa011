"""Preparing invitations, and writing them anew until they are answered."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.institutions.models import Institution
from eventapp.invitations.errors import ChangedMeanwhile
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName, searchable
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.entering import Invitation
from eventapp.registration.service.inviting import open_codes
from eventapp.registration.vocabulary import DelegateKind

NOBODY = PersonName("")


@dataclass(frozen=True)
class InvitationEntry:
    """Whom an invitation is for, and what it allows."""

    name: PersonName = NOBODY
    address: str | None = None
    is_tied: bool = False
    language: str = "en"
    kind: DelegateKind | None = None
    institution_id: UUID | None = None
    proposed_institution: str | None = None
    personal_words: str | None = None
    uses_allowed: int = 1
    expires_at: datetime | None = None
    delegation_places: int | None = None


@dataclass(frozen=True)
class InvitationTexts:
    """What a week writes to those whom it invites, and when it reminds them."""

    invitation_subject: Localised | None
    invitation_text: Localised | None
    reminds_before_days: int | None
    most_reminders: int


def prepare_invitation(
    week: Week, entry: InvitationEntry, *, by: Account
) -> Invitation:
    """Prepare an invitation; nothing is sent yet."""
    invitation = Invitation(week_id=week.id, week=week, created_at=clock.now(), used=0)
    _write(invitation, entry)
    add(open_codes(invitation))
    _note("invitation.issued", invitation, by)
    return invitation


def prepare_many(
    week: Week, entries: Iterable[InvitationEntry], *, by: Account
) -> list[Invitation]:
    """Prepare the invitations of a list, with one line in the journal."""
    made = []
    for entry in entries:
        invitation = Invitation(
            week_id=week.id, week=week, created_at=clock.now(), used=0
        )
        _write(invitation, entry)
        made.append(open_codes(invitation))
    db.session.add_all(made)
    db.session.flush()
    note(
        "invitation.imported",
        actor=by.name,
        actor_id=by.id,
        subject=str(week.name),
        subject_id=week.id,
        week_id=week.id,
        details={"count": len(made)},
    )
    return made


def change_invitation(
    invitation: Invitation, entry: InvitationEntry, *, by: Account
) -> None:
    """Write an invitation anew; its code and its link stay.

    Raises:
        ChangedMeanwhile: it was used more often than it would now allow.
    """
    lock(invitation)
    if invitation.used > entry.uses_allowed:
        raise ChangedMeanwhile
    _write(invitation, entry)
    _note("invitation.changed", invitation, by)


def change_texts(week: Week, texts: InvitationTexts, *, by: Account) -> None:
    """Say what the invitations of a week write, and when it reminds."""
    lock(week)
    for field in fields(texts):
        setattr(week, field.name, getattr(texts, field.name))
    db.session.flush()
    note(
        "invitation.texts_changed",
        actor=by.name,
        actor_id=by.id,
        subject=str(week.name),
        subject_id=week.id,
        week_id=week.id,
    )


def _write(invitation: Invitation, entry: InvitationEntry) -> None:
    for field in fields(entry):
        setattr(invitation, field.name, getattr(entry, field.name))
    institution = (
        db.session.get(Institution, entry.institution_id)
        if entry.institution_id
        else None
    )
    invitation.institution = institution
    place = str(institution.name) if institution else entry.proposed_institution
    invitation.label = (str(entry.name) or place or entry.address or "–")[:200]
    invitation.search_text = searchable(
        entry.name.latin,
        entry.name.native,
        entry.address,
        institution.search_text if institution else entry.proposed_institution,
    )[:1200]


def _note(action: str, invitation: Invitation, by: Account) -> None:
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=invitation.label,
        subject_id=invitation.id,
        week_id=invitation.week_id,
    )
