"""Erasing what is known about one person, so that the counts stay."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from sqlalchemy import select

from eventapp.accounts.service.limits import check_limit, count
from eventapp.config import current
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.personal import Purpose
from eventapp.kernel.tokens import address_token, derive, digest
from eventapp.privacy import notices
from eventapp.privacy.errors import ErasedAlready, EraseLinkEnded
from eventapp.privacy.models import Erasure
from eventapp.privacy.service import traces
from eventapp.privacy.sweeping import run_all, sweeps
from eventapp.privacy.vocabulary import ErasureReason
from eventapp.programme.timetable import has_passed
from eventapp.registration import signals
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying

LINKS_PER_PERSON = 4  # within fifteen minutes
LINK_DAYS = (0, 1)  # today's link, and the one of yesterday


def erase(
    registration: Registration, reason: ErasureReason, *, actor: str | None = None
) -> Erasure:
    """Erase one person from a week, with those who accompany them.

    Who is still expected is cancelled first, so that others get the places. Status,
    institution, country or region, kind, number and admissions stay to be counted.

    Raises:
        ErasedAlready: nothing is left of it.
    """
    now = clock.now()
    lock(registration)
    if registration.erased_at is not None:
        raise ErasedAlready
    for companion in _companions(registration):
        erase(companion, reason, actor=actor)
    if registration.is_live and not has_passed(registration.week, now):
        applying.cancel(registration, actor=actor)
    signals.registration_erased.send(registration)
    known = traces.Known.of(registration)
    rows = _empty(registration)
    rows |= traces.remove(known)
    week = registration.week
    registration.erased_at = now
    registration.steps_done = ()
    report = add(
        Erasure(
            week_id=week.id,
            reason=reason,
            erased_at=now,
            actor=actor,
            rows=rows,
            registration_id=registration.id,
        )
    )
    note(
        "erasure.done",
        actor=actor or "delegate",
        subject=str(registration.number or "–"),
        subject_id=registration.id,
        week_id=week.id,
    )
    if reason is not ErasureReason.MISTAKE:
        notices.tell_erased(week, known.address, known.language)
    return report


def ask_for_link(registration: Registration, path: str) -> None:
    """Send the link that erases; `path` is its page, with the token from below."""
    if registration.erased_at is not None:
        raise ErasedAlready
    whom = digest(f"erase {registration.id}")
    check_limit("link", whom, LINKS_PER_PERSON)
    count("link", whom)
    notices.send_erase_link(registration, path)


def link_token(registration: Registration, days_ago: int = 0) -> str:
    """What stands in today's link; derived, so that nothing is kept."""
    day = clock.now().date() - timedelta(days=days_ago)
    secret = derive(current().secret_key, "erase", f"{registration.id} {day}")
    return address_token(secret)


def check_link(registration: Registration | None, token: str) -> Registration:
    """Whom a link erases.

    Raises:
        EraseLinkEnded: it is too old, not ours, or was used.
    """
    if registration is None or registration.erased_at is not None:
        raise EraseLinkEnded
    if not any(
        compare_digest(token.encode(), link_token(registration, days).encode())
        for days in LINK_DAYS
    ):
        raise EraseLinkEnded
    return registration


def replay(keys: Iterable[UUID]) -> int:
    """Erase again what a restored backup brought back; tell how many."""
    gone = 0
    for key in keys:
        registration = db.session.get(Registration, key)
        if registration is not None and registration.erased_at is None:
            erase(registration, ErasureReason.NO_GROUND, actor="worker")
            gone += 1
    return gone


def _empty(registration: Registration) -> dict[str, int]:
    own = Registration.__table__.c.id == registration.id
    return run_all(sweeps(list(Purpose), "registration", own, without={"entry"}))


def _companions(registration: Registration) -> Sequence[Registration]:
    rows = select(Registration).where(
        Registration.accompanies_id == registration.id,
        Registration.erased_at.is_(None),
    )
    return db.session.scalars(rows).all()
