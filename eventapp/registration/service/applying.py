"""A delegate's own decisions: answers, sending, changing, cancelling."""

from dataclasses import fields
from typing import Any

from sqlalchemy import update

from eventapp.accounts.models import Account
from eventapp.institutions.models import Institution
from eventapp.institutions.service import know_territory
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.kernel.names import searchable
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import has_passed
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration import (
    agreeing,
    approval,
    notices,
    own,
    queries,
    signals,
    world,
)
from eventapp.registration.answers import (
    Answers,
    Consents,
    InstitutionAnswers,
    NeedsAnswers,
)
from eventapp.registration.errors import (
    AnswersMissing,
    ConsentNeeded,
    NoLongerOpen,
    RegistrationClosed,
    TooLateToChange,
)
from eventapp.registration.models.registrations import Consent, Registration
from eventapp.registration.service import agenda, changes, inquiring, locking, places
from eventapp.registration.service.noting import DELEGATE, note_about
from eventapp.registration.service.reviewing import review_answers
from eventapp.registration.service.turning import turn_all
from eventapp.registration.steps import walk_of
from eventapp.registration.usual import columns_left_out
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    RegistrationStatus,
)


def save_answers(
    registration: Registration,
    step: str,
    answers: Answers,
    *,
    by: Account | None = None,
) -> None:
    """Keep the answers of one step; the office (`by`) may do so at any time.

    Raises:
        NoLongerOpen: the registration was declined or cancelled.
        TooLateToChange: the deadline has passed.
        SensitiveConsentNeeded: food and access, and no consent to keep them.
    """
    lock(registration)
    if by is None:
        check_changeable(registration)
    if isinstance(answers, NeedsAnswers):
        agreeing.check_agreed(registration, answers)
    if isinstance(answers, InstitutionAnswers) and answers.territory_code:
        code = answers.territory_code
        know_territory(code, world.label(code))
    before = {one.name: getattr(registration, one.name) for one in fields(answers)}
    left_out = columns_left_out(registration.week)
    was_named = registration.is_named
    held_back = (
        frozenset()
        if by is not None or lacks_own_part(registration)
        else changes.hold_back(registration, answers, left_out)
    )
    kept = held_back | left_out
    for field in fields(answers):
        if field.name not in kept:
            setattr(registration, field.name, getattr(answers, field.name))
    mark_done(registration, step, is_own=by is None)
    make_findable(registration)
    if registration.is_named and not was_named:
        registration.to_be_named = None
        signals.registration_named.send(registration)
    if isinstance(answers, InstitutionAnswers):
        review_answers(registration)
    if registration.is_submitted or by is not None:
        _note_changes(registration, before, by)


def write_in(registration: Registration, language: str) -> None:
    """Write our messages to this delegate in another language from now on.

    Those about who comes along go to the same person.
    """
    for one in (registration, *own.companions_of(registration)):
        one.language = language
    registration.changed_at = clock.now()


def submit(registration: Registration, consents: Consents) -> Registration:
    """Send the registration: confirmed at once, or left to the organisers.

    Sending it again changes nothing.

    Raises:
        RegistrationClosed: the week takes no more registrations.
        AnswersMissing: a step was left out.
        ConsentNeeded: the privacy text was not agreed to.
    """
    now = clock.now()
    if registration.status is RegistrationStatus.DRAFT:
        lock(registration.week)  # it gives the number
    lock(registration)
    is_begun = registration.status is RegistrationStatus.DRAFT
    if registration.delegation_id is not None or not is_begun:
        if registration.is_live and "check" not in registration.steps_done:
            _complete(registration, consents)
        return registration  # a delegation sends its people itself
    if not registration.week.takes_registrations(now):
        raise RegistrationClosed
    _take(registration, consents)
    registration.submitted_at = now
    give_number(registration)
    if registration.week.registration_mode is RegistrationMode.APPROVAL:
        registration.status = RegistrationStatus.SUBMITTED
        signals.registration_sent.send(registration)
        notices.tell_status(registration, [])
    else:
        confirm(registration)
    note_about(registration, "registration.submitted")
    return registration


def confirm(registration: Registration) -> None:
    """Expect this person: open the agenda, turn wishes into places, tell."""
    locking.lock_wishes([registration])
    registration.status = RegistrationStatus.CONFIRMED
    registration.decided_at = clock.now()
    turn_all(registration)  # what was struck out since it was declined
    agenda.open_agenda(registration)
    db.session.flush()
    signals.registration_confirmed.send(registration)
    places.take_wishes(registration)
    notices.tell_status(registration, _chosen(registration))


def cancel(
    registration: Registration, *, actor: str | None = None, tells: bool = True
) -> None:
    """End a registration; its places go to those who wait.

    Raises:
        NoLongerOpen: it was declined or cancelled before.
    """
    locking.lock_places(registration)
    if not registration.is_live:
        raise NoLongerOpen
    was_sent = registration.is_submitted
    ended_at = places.release_all(registration)
    registration.status = RegistrationStatus.CANCELLED
    registration.changed_at = registration.decided_at = ended_at
    db.session.flush()
    signals.registration_ended.send(registration)
    if was_sent and tells:
        notices.tell_status(registration, [])
    note_about(registration, "registration.cancelled", who=actor or DELEGATE)


def keep_consents(registration: Registration, consents: Consents) -> None:
    """Keep each answer with its text, version and language; older ones stay."""
    now = clock.now()
    for purpose, is_given in consents.given.items():
        db.session.add(
            Consent(
                purpose=purpose,
                is_given=is_given,
                text=consents.texts[purpose],
                version=registration.week.privacy_version,
                language=consents.language,
                at=now,
                registration_id=registration.id,
            )
        )


def check_changeable(registration: Registration) -> None:
    """Let answers be changed, or refuse.

    Raises:
        NoLongerOpen: the registration was declined or cancelled.
        TooLateToChange: the deadline has passed.
    """
    if not registration.is_live:
        raise NoLongerOpen
    now = clock.now()
    is_member = registration.delegation_id is not None  # perhaps not sent yet
    is_awaited = is_member and not registration.is_submitted
    is_awaited = is_awaited or lacks_own_part(registration)
    if is_awaited and not has_passed(registration.week, now):
        return
    if registration.week.takes_registrations(now):
        return
    if has_passed(registration.week, now) or not approval.open_inquiries(registration):
        raise TooLateToChange


def lacks_own_part(registration: Registration) -> bool:
    """Whether somebody comes who has not answered and agreed in person yet.

    So it is with whom a delegation, a list or a colleague announced.
    """
    return registration.is_submitted and "check" not in registration.steps_done


def missing_steps(registration: Registration) -> list[str]:
    """The steps whose answers are still needed, in order."""
    return walk_of(registration).missing


def mark_done(registration: Registration, step: str, *, is_own: bool = True) -> None:
    """Note that a step has its answers, and what the office asked for, its own."""
    registration.changed_at = clock.now()
    if step not in registration.steps_done:
        registration.steps_done = (*registration.steps_done, step)
    if is_own and registration.is_submitted:
        inquiring.settle_inquiries(registration)


def _complete(registration: Registration, consents: Consents) -> None:
    """Take the own part of somebody whom a delegation announced."""
    _take(registration, consents)
    note_about(registration, "registration.completed")


def _take(registration: Registration, consents: Consents) -> None:
    if missing_steps(registration):
        raise AnswersMissing
    if not consents.given.get(ConsentPurpose.PRIVACY):
        raise ConsentNeeded
    keep_consents(registration, consents)
    mark_done(registration, "check")


def _chosen(registration: Registration) -> list[str]:
    return [
        notices.line_of(line.event, registration.week, waits=line.state == "waiting")
        for line in queries.lines_of(registration)
    ]


def give_number(registration: Registration) -> None:
    """Number somebody who has none, after all who were numbered before."""
    if registration.number is not None:
        return
    numbered = (
        update(Week)
        .where(Week.id == registration.week_id)
        .values(next_number=Week.next_number + 1)
        .returning(Week.next_number)
    )
    following: int = db.session.execute(numbered).scalar_one()
    registration.number = following - 1


def make_findable(registration: Registration) -> None:
    institution = (
        db.session.get(Institution, registration.institution_id)
        if registration.institution_id
        else None
    )
    name = registration.name
    registration.search_text = searchable(
        name.latin,
        name.native,
        name.on_badge,
        registration.reference,
        registration.address,
        institution.search_text if institution else registration.proposed_institution,
    )[:1200]


def _note_changes(
    registration: Registration, before: dict[str, Any], by: Account | None
) -> None:
    changed = sorted(
        name for name, value in before.items() if getattr(registration, name) != value
    )
    if changed:
        details = {"fields": changed}
        note_about(
            registration, "registration.changed", who=by or DELEGATE, details=details
        )
