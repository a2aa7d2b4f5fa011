"""Issuing badges: a code derived from a secret of ours, kept as a digest."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from eventapp.badges.models import Badge
from eventapp.config import current
from eventapp.journal.service import note
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import BadgeCode, CodeKind
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.tokens import derive, same
from eventapp.registration.errors import NotConfirmed
from eventapp.registration.models.registrations import Registration


def issue(registration: Registration) -> Badge:
    """The live badge of a confirmed registration, made where there is none.

    Raises:
        NotConfirmed: only who is expected bears a badge.
    """
    if not registration.is_confirmed:
        raise NotConfirmed
    return _live(registration) or _make(registration)


def issue_many(keys: Iterable[UUID]) -> None:
    """Issue the first badges of many registrations in one statement."""
    now = clock.now()
    rows = []
    for registration_id in keys:
        key = uuid4()
        rows.append(
            {
                "id": key,
                "code_digest": codes.digest(_code(key)),
                "issued_at": now,
                "registration_id": registration_id,
            }
        )
    if rows:
        db.session.execute(insert(Badge), rows)


def reissue(
    registration: Registration,
    *,
    actor: str,
    actor_id: UUID | None = None,
    reason: str = "",
) -> Badge:
    """Replace a lost badge; the old code ends everywhere at once.

    Raises:
        NotConfirmed: only who is expected bears a badge.
    """
    if not registration.is_confirmed:
        raise NotConfirmed
    lock(registration)
    if live := _live(registration):
        live.revoked_at = clock.now()
        db.session.flush()
    note(
        "badge.reissued",
        actor=actor,
        actor_id=actor_id,
        subject=str(registration.name),
        subject_id=registration.id,
        week_id=registration.week_id,
        details={"reason": reason} if reason else None,
    )
    return _make(registration)


def code_of(badge: Badge) -> BadgeCode | None:
    """The code to print; None after our secret was changed: reissue it then."""
    code = _code(badge.id)
    return code if same(codes.digest(code), badge.code_digest) else None


def _live(registration: Registration) -> Badge | None:
    wanted = select(Badge).where(
        Badge.registration_id == registration.id, Badge.revoked_at.is_(None)
    )
    return db.session.scalar(wanted)


def _make(registration: Registration) -> Badge:
    key = uuid4()
    return add(
        Badge(
            id=key,
            code_digest=codes.digest(_code(key)),
            issued_at=clock.now(),
            registration_id=registration.id,
        )
    )


def _code(key: UUID) -> BadgeCode:
    secret = derive(current().secret_key, "badge", str(key))
    return codes.compose(CodeKind.PERSON, secret)
