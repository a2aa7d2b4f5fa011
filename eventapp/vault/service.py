"""Keeping what is guarded: sealed, opened for a reason, forgotten in time."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update

from eventapp.journal.service import note
from eventapp.kernel import clock, sealing
from eventapp.kernel.db import db
from eventapp.kernel.errors import VaultLocked
from eventapp.kernel.personal import Purpose
from eventapp.vault import queries
from eventapp.vault.errors import NothingKept
from eventapp.vault.models import Sealed


class LookReason(StrEnum):
    """Why somebody opens what is sealed; the journal keeps it."""

    CHECK = "check"  # to compare it with the registration
    LETTER = "letter"  # to write the letter, or to hand it out
    AUTHORITY = "authority"  # an authority asked
    OWNER = "owner"  # the person it is about


@dataclass(frozen=True)
class Look:
    """Who opens something, and why; kept with every look."""

    reason: LookReason
    actor: str
    actor_id: UUID | None
    subject: str  # in the journal's words, without what is guarded


@dataclass(frozen=True)
class Shelf:
    """For which week and purpose something is kept, and until when."""

    scope_id: UUID
    purpose: Purpose
    expires_at: datetime


def keep(
    subject_id: UUID,
    kind: str,
    values: Mapping[str, str],
    *,
    shelf: Shelf,
    tails: Mapping[str, int] | None = None,
) -> None:
    """Seal facts about a subject, in place of what was kept of this kind.

    Lists show a mask in place of each: dots, and the last signs of those named in
    `tails`. Callers hold a lock of their own on the subject.
    """
    masks = {
        name: masked(text, (tails or {}).get(name, 0))
        for name, text in values.items()
        if text
    }
    content = json.dumps(dict(values), ensure_ascii=False).encode()
    _keep(subject_id, kind, content, masks, shelf)


def keep_paper(subject_id: UUID, kind: str, content: bytes, *, shelf: Shelf) -> None:
    """Seal a file about a subject, in place of the one before."""
    _keep(subject_id, kind, content, {}, shelf)


def reveal(subject_id: UUID, kind: str, look: Look) -> dict[str, str]:
    """The facts in clear; the journal keeps who looked, and why.

    Raises:
        NothingKept: they are not kept, or no longer.
        VaultLocked: no key of ours opens them.
    """
    values: dict[str, str] = json.loads(reveal_paper(subject_id, kind, look))
    return values


def reveal_paper(subject_id: UUID, kind: str, look: Look) -> bytes:
    """A sealed file in clear. See `reveal`."""
    row = queries.sealed(subject_id, kind)
    if row is None or row.expires_at <= clock.now():
        raise NothingKept
    content = sealing.unseal(row.key_mark, row.content, subject_id, kind)
    note(
        "vault.opened",
        actor=look.actor,
        actor_id=look.actor_id,
        subject=look.subject,
        subject_id=subject_id,
        week_id=row.scope_id,
        details={"kind": kind, "reason": look.reason.value},
    )
    return content


def kept_values(subject_id: UUID, kind: str) -> dict[str, str]:
    """What is kept, so that the program completes it; nothing where nothing opens.

    No look: whoever calls shows none of it to anybody.
    """
    row = queries.sealed(subject_id, kind)
    if row is None or row.expires_at <= clock.now():
        return {}
    try:
        content = sealing.unseal(row.key_mark, row.content, subject_id, kind)
    except VaultLocked:
        return {}
    values: dict[str, str] = json.loads(content)
    return values


def masked(text: str, tail: int = 0) -> str:
    """Dots for a text of any length, and its last signs where it is long enough."""
    shown = text[-tail:] if tail and len(text) >= 2 * tail else ""
    return "•" * 5 + shown


def forget(subject_id: UUID, *kinds: str) -> int:
    """Forget what is sealed about a subject, all of it where no kind is named."""
    named = [Sealed.kind.in_(kinds)] if kinds else []
    return _forget(Sealed.subject_id == subject_id, *named)


def forget_scope(scope_id: UUID) -> int:
    """Forget all that was sealed for a week; tell of how many subjects."""
    return _forget(Sealed.scope_id == scope_id)


def forget_expired() -> int:
    """Forget what has reached its day; tell of how many subjects."""
    return _forget(Sealed.expires_at <= clock.now())


def keep_until(scope_id: UUID, expires_at: datetime) -> None:
    """Let all that is sealed for a week expire at another instant."""
    db.session.execute(
        update(Sealed)
        .where(Sealed.scope_id == scope_id, Sealed.expires_at != expires_at)
        .values(expires_at=expires_at)
    )


def rotate() -> tuple[int, int]:
    """Seal everything anew with the first key: how many were, how many stay shut."""
    first = sealing.ring()[0]
    turned = shut = 0
    for row in db.session.scalars(select(Sealed).where(Sealed.key_mark != first.mark)):
        try:
            content = sealing.unseal(
                row.key_mark, row.content, row.subject_id, row.kind
            )
        except VaultLocked:
            shut += 1
            continue
        row.content = sealing.seal(first, content, row.subject_id, row.kind)
        row.key_mark = first.mark
        turned += 1
    db.session.flush()
    return turned, shut


def _keep(
    subject_id: UUID, kind: str, content: bytes, masks: dict[str, str], shelf: Shelf
) -> None:
    key = sealing.ring()[0]
    row = queries.sealed(subject_id, kind) or Sealed(subject_id=subject_id, kind=kind)
    row.scope_id = shelf.scope_id
    row.purpose = shelf.purpose
    row.content = sealing.seal(key, content, subject_id, kind)
    row.key_mark = key.mark
    row.masks = masks
    row.kept_at = clock.now()
    row.expires_at = shelf.expires_at
    db.session.add(row)
    db.session.flush()


def _forget(*which: ColumnElement[bool]) -> int:
    gone: Collection[UUID] = set(
        db.session.scalars(delete(Sealed).where(*which).returning(Sealed.subject_id))
    )
    return len(gone)
