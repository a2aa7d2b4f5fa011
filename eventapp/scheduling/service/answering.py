"""Acting upon what calendars answer."""

from enum import StrEnum

from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.tokens import digest
from eventapp.mail.models import CalendarMethod
from eventapp.registration.queries import place_of
from eventapp.registration.service.places import release_place
from eventapp.scheduling import notices, queries
from eventapp.scheduling.models import Answered, Sent
from eventapp.scheduling.replies import Reply
from eventapp.scheduling.vocabulary import Answer


class Outcome(StrEnum):
    """What became of an answer; the log says so, and nothing about people."""

    TAKEN = "taken"
    KNOWN = "known"  # it came twice
    OUTDATED = "outdated"  # an answer to what we told before
    TOO_LATE = "too late"  # declined after the event had begun
    REFUSED = "refused"  # not from whom we had asked


def take(reply: Reply) -> Outcome:
    """Note an answer; who declines gives the place back, and hears that by mail.

    It counts only from the address to which the invitation went, at the address that
    only this invitation named, and for the latest that was told.
    """
    sent = queries.sent_with(digest(reply.token))
    if sent is None or not _fits(reply, sent):
        return Outcome.REFUSED
    lock(sent.event)
    lock(sent.registration)
    db.session.refresh(sent)
    if reply.sequence > sent.sequence:
        return Outcome.REFUSED
    if reply.sequence < sent.sequence or sent.method is CalendarMethod.CANCEL:
        return Outcome.OUTDATED
    if not _keep(reply, sent):
        return Outcome.KNOWN
    if reply.answer is not Answer.DECLINED:
        return Outcome.TAKEN
    return _release(sent)


def _fits(reply: Reply, sent: Sent) -> bool:
    is_theirs = reply.attendee == sent.address.lower()
    return is_theirs and reply.event_id == sent.event_id


def _keep(reply: Reply, sent: Sent) -> bool:
    """Write the answer down; False where it says nothing new."""
    key = (sent.registration_id, sent.event_id)
    kept = db.session.get(Answered, key)
    if kept and (kept.answer, kept.sequence) == (reply.answer, reply.sequence):
        return False
    kept = kept or Answered(registration_id=key[0], event_id=key[1])
    kept.answer, kept.sequence = reply.answer, reply.sequence
    kept.answered_at = clock.now()
    add(kept)
    return True


def _release(sent: Sent) -> Outcome:
    registration, event = sent.registration, sent.event
    if event.has_begun(clock.now()):
        return Outcome.TOO_LATE
    sent.method = CalendarMethod.CANCEL  # the calendar has struck it out by itself
    note(
        "place.declined_by_calendar",
        actor="delegate",
        subject=f"{registration.name}: {event.title}",
        subject_id=registration.id,
        week_id=registration.week_id,
    )
    place = place_of(registration, event)
    if place is not None:
        release_place(place)
        notices.tell_declined(registration, event)
    return Outcome.TAKEN
