"""Sending a mailing: now or at its time, paused, resumed, cancelled, to new ones."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update

from eventapp.accounts.models import Account
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.mail.service import withdraw_these
from eventapp.mailings.errors import (
    NobodyToWriteTo,
    NothingWritten,
    OtherwiseMeanwhile,
    TimeHasPassed,
)
from eventapp.mailings.models import Mailing, Receipt
from eventapp.mailings.queries import mailings as queries
from eventapp.mailings.queries.groups import group_of
from eventapp.mailings.service.writing import note_about
from eventapp.mailings.vocabulary import MailingStatus, Outcome

GRACE = timedelta(minutes=1)  # in which "now" can be taken back
AT_ONCE = 500  # receipts in one statement


def send_mailing(mailing: Mailing, at: datetime | None, *, by: Account) -> None:
    """Let a draft leave at an instant, or in a minute; until then it can be stopped.

    Raises:
        OtherwiseMeanwhile: somebody else has sent it.
        NothingWritten: no language has a subject and a text.
        TimeHasPassed: it would have had to leave already.
        NobodyToWriteTo: its group is empty now.
    """
    lock(mailing)
    now = clock.now()
    if not mailing.is_draft:
        raise OtherwiseMeanwhile
    if not mailing.tags:
        raise NothingWritten
    if at is not None and at <= now:
        raise TimeHasPassed
    if not group_of(mailing.week, mailing.audience, mailing.chosen, now):
        raise NobodyToWriteTo
    mailing.status = MailingStatus.WAITING
    mailing.send_at = at or now + GRACE
    details = {"after": {"send_at": mailing.send_at.isoformat()}}
    note_about("mailing.released", mailing, by, details)


def take_back(mailing: Mailing, *, by: Account) -> None:
    """Make a mailing that waits for its time a draft again.

    Raises:
        OtherwiseMeanwhile: its time has come.
    """
    _move(mailing, {MailingStatus.WAITING}, MailingStatus.DRAFT)
    mailing.send_at = None
    note_about("mailing.taken_back", mailing, by)


def pause_mailing(mailing: Mailing, *, by: Account) -> None:
    """Hold back what has not left, letters in the outbox too.

    Raises:
        OtherwiseMeanwhile: there is nothing to be held back.
    """
    _move(mailing, {MailingStatus.SENDING, MailingStatus.SENT}, MailingStatus.PAUSED)
    count = _hold_back(mailing)
    note_about("mailing.paused", mailing, by, {"after": {"number": count}})


def resume_mailing(mailing: Mailing, *, by: Account) -> None:
    """Go on where it was paused.

    Raises:
        OtherwiseMeanwhile: it is not paused.
    """
    _move(mailing, {MailingStatus.PAUSED}, MailingStatus.SENDING)
    mailing.ended_at = None
    note_about("mailing.resumed", mailing, by)


def cancel_mailing(mailing: Mailing, *, by: Account) -> None:
    """Send nothing more of it; what has left cannot be called back.

    Raises:
        OtherwiseMeanwhile: it is a draft, or ended before.
    """
    going = {
        MailingStatus.WAITING,
        MailingStatus.SENDING,
        MailingStatus.PAUSED,
        MailingStatus.SENT,
    }
    _move(mailing, going, MailingStatus.CANCELLED)
    _hold_back(mailing)
    waiting = Receipt.outcome == Outcome.WAITING
    count = _settle(mailing, waiting, Outcome.WITHDRAWN)
    mailing.ended_at = clock.now()
    note_about("mailing.cancelled", mailing, by, {"after": {"number": count}})


def write_to_new(mailing: Mailing, *, by: Account) -> None:
    """Send it to those who joined its group since, and to nobody twice.

    Who was left out is looked at again: an address may have been given meanwhile.

    Raises:
        OtherwiseMeanwhile: it has not been sent.
    """
    _move(mailing, {MailingStatus.SENT}, MailingStatus.WAITING)
    mailing.send_at = clock.now() + GRACE
    mailing.ended_at = None
    note_about("mailing.repeated", mailing, by)


def _hold_back(mailing: Mailing) -> int:
    """Take the letters that wait out of the outbox; they stay with their receipts."""
    taken = sorted(withdraw_these(queries.queued_messages(mailing)))
    for first in range(0, len(taken), AT_ONCE):
        some = taken[first : first + AT_ONCE]
        _settle(mailing, Receipt.message_id.in_(some), Outcome.WAITING)
    return len(taken)


def _settle(mailing: Mailing, which: ColumnElement[bool], outcome: Outcome) -> int:
    """Say what became of these receivers; tells how many they are."""
    settled = db.session.execute(
        update(Receipt)
        .where(Receipt.mailing_id == mailing.id, which)
        .values(outcome=outcome, decided_at=clock.now())
        .returning(Receipt.subject_id)
        .execution_options(synchronize_session=False)
    )
    return len(settled.all())


def _move(
    mailing: Mailing, allowed: Iterable[MailingStatus], to: MailingStatus
) -> None:
    lock(mailing)
    if mailing.status not in allowed:
        raise OtherwiseMeanwhile
    mailing.status = to
