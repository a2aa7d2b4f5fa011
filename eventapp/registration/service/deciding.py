"""The organisers' decisions about registrations."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.institutions.models import Institution
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.programme.models.weeks import Week
from eventapp.registration import approval, notices, signals
from eventapp.registration.errors import (
    CheckedByYourself,
    DecidedMeanwhile,
    NotCheckedYet,
    NotDecidable,
)
from eventapp.registration.models.approvals import KeptReason, Review
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying, locking, places
from eventapp.registration.service.noting import note_about
from eventapp.registration.service.reviewing import review_answers
from eventapp.registration.vocabulary import RegistrationStatus

LONGEST_REASON = 500


def check_registration(
    registration: Registration, reason: str, *, is_recommended: bool, by: Account
) -> Review:
    """Do the first check of a week that decides in two steps; doing it again replaces.

    Raises:
        NotDecidable: the registration does not wait for a decision.
    """
    lock(registration)
    if registration.status is not RegistrationStatus.SUBMITTED:
        raise NotDecidable
    review = approval.review_of(registration) or Review(
        registration_id=registration.id, registration=registration
    )
    review.is_recommended, review.reason = is_recommended, reason or None
    review.reviewer, review.reviewer_id = by.name, by.id
    review.at = clock.now()
    add(review)
    details = {"is_recommended": is_recommended}
    note_about(registration, "registration.checked", who=by, details=details)
    return review


def hold_to_confirm(week: Week, registrations: Sequence[Registration]) -> None:
    """Hold what confirming these people needs, before the first one is confirmed."""
    lock(week)
    locking.lock_wishes(registrations)


def confirm_registration(
    registration: Registration,
    *,
    actor: str,
    actor_id: UUID | None = None,
    seen: RegistrationStatus | None = None,
) -> None:
    """Say yes to a submitted registration, or again to one that was declined.

    Raises:
        DecidedMeanwhile: it no longer has the status that was `seen`.
        NotDecidable: it is not finished, confirmed already, or cancelled.
        NotCheckedYet, CheckedByYourself: of a week that decides in two steps.
    """
    lock(registration.week)  # confirmations follow each other: events in one order
    lock(registration)
    _check_seen(registration, seen)
    decidable = {RegistrationStatus.SUBMITTED, RegistrationStatus.DECLINED}
    if registration.status not in decidable or registration.erased_at is not None:
        raise NotDecidable
    check_first_step(registration, actor_id)
    registration.decision_note = None
    applying.confirm(registration)
    note_about(registration, "registration.confirmed", who=actor)


def decline_registration(
    registration: Registration,
    reason: str,
    *,
    actor: str,
    actor_id: UUID | None = None,
    seen: RegistrationStatus | None = None,
) -> None:
    """Say no, with a reason; places go to those who wait.

    Raises:
        DecidedMeanwhile, NotCheckedYet, CheckedByYourself: as for confirming.
        NotDecidable: it is not finished, or has ended.
    """
    locking.lock_places(registration)
    _check_seen(registration, seen)
    if not registration.is_submitted:
        raise NotDecidable
    check_first_step(registration, actor_id)
    ended_at = places.release_all(registration)
    registration.status = RegistrationStatus.DECLINED
    registration.decision_note = reason or None
    registration.decided_at = registration.changed_at = ended_at
    db.session.flush()
    signals.registration_ended.send(registration)
    notices.tell_status(registration, [])
    note_about(
        registration,
        "registration.declined",
        who=actor,
        details={"reason": reason},
    )


def check_first_step(registration: Registration, actor_id: UUID | None) -> None:
    """In two steps, two accounts: one checks, another one decides.

    Raises:
        NotCheckedYet, CheckedByYourself: what each of them is called.
    """
    is_first_time = registration.status is RegistrationStatus.SUBMITTED
    if registration.week.approval_steps == 1 or not is_first_time:
        return
    review = approval.review_of(registration)
    if review is None:
        raise NotCheckedYet
    if review.reviewer_id == actor_id:
        raise CheckedByYourself


def reason_in(language: str, kept: KeptReason | None, more: str) -> str:
    """A reason as its reader gets it: the kept one in their language, then our own."""
    said = kept.text.chosen(language)[1] if kept else ""
    return " ".join(part for part in (said, more) if part)[:LONGEST_REASON]


def assign_institution(
    registrations: Iterable[Registration], institution: Institution, *, actor: str
) -> None:
    """Let proposals of one institution mean this entry of the directory."""
    for registration in registrations:
        proposed = registration.proposed_institution
        registration.institution_id = institution.id
        registration.territory_code = (
            institution.territory_code or registration.territory_code
        )
        registration.proposed_institution = None
        registration.changed_at = clock.now()
        applying.make_findable(registration)
        review_answers(registration)
        details = {"before": proposed, "after": str(institution.name)}
        action = "registration.institution_assigned"
        note_about(registration, action, who=actor, details=details)
    db.session.flush()


def _check_seen(registration: Registration, seen: RegistrationStatus | None) -> None:
    if seen is not None and registration.status is not seen:
        raise DecidedMeanwhile
