"""The office's decisions about changes of confirmed registrations."""

from eventapp.accounts.models import Account
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.kernel.i18n import speaking
from eventapp.registration import notices
from eventapp.registration.comparing import changed_words
from eventapp.registration.errors import ChangedMeanwhile, NotDecidable
from eventapp.registration.models.approvals import PendingChange
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying, changes
from eventapp.registration.service.reviewing import review_answers


def accept_change(change: PendingChange, *, seen: str, by: Account) -> None:
    """Put a change into effect; its delegate is told.

    Raises:
        NotDecidable: the registration has ended, or somebody decided this change.
        ChangedMeanwhile: the delegate typed something else since it was looked at.
    """
    registration = _begin(change, seen)
    for name, value in change.after.items():
        setattr(registration, name, changes.decoded(name, value))
    registration.changed_at = clock.now()
    applying.make_findable(registration)
    review_answers(registration)
    _settle(change, registration, is_accepted=True, reason=None, by=by)


def decline_change(
    change: PendingChange, reason: str, *, seen: str, by: Account
) -> None:
    """Leave what is confirmed as it is; the delegate reads why.

    Raises:
        NotDecidable, ChangedMeanwhile: as for accepting.
    """
    registration = _begin(change, seen)
    _settle(change, registration, is_accepted=False, reason=reason or None, by=by)


def _begin(change: PendingChange, seen: str) -> Registration:
    registration = change.registration
    lock(registration)
    lock(change)
    if change.decided_at is not None or not registration.is_confirmed:
        raise NotDecidable
    if changes.mark_of(change) != seen:
        raise ChangedMeanwhile
    return registration


def _settle(
    change: PendingChange,
    registration: Registration,
    *,
    is_accepted: bool,
    reason: str | None,
    by: Account,
) -> None:
    change.is_accepted, change.reason = is_accepted, reason
    change.decided_at, change.decided_by = clock.now(), by.name
    db.session.flush()
    with speaking(registration.language):
        notices.tell_change(registration, change, changed_words(change))
    word = "accepted" if is_accepted else "declined"
    changes.note_change(registration, f"registration.change_{word}", change, by)
