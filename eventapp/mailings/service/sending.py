"""Sending a mailing: now or at its time, paused, resumed, cancelled, to new ones.

Its group is fixed once, as one receipt each; letters are written from these, some at
a time, each in the transaction that marks its receipt. Whatever dies in between, the
next round goes on where the last one was committed, and nobody gets a second letter.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, update

from eventapp.accounts.models import Account
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock, reading, writing
from eventapp.mail.barring import barred
from eventapp.mail.models import Bar, MailKind, Message, MessageStatus
from eventapp.mail.service import put, send_again, withdraw_these
from eventapp.mailings.errors import (
    NobodyToWriteTo,
    NothingWritten,
    OtherwiseMeanwhile,
    TimeHasPassed,
)
from eventapp.mailings.letters import Letter, is_own, letters_for
from eventapp.mailings.models import Mailing, Receipt
from eventapp.mailings.queries import mailings as queries
from eventapp.mailings.queries.groups import Receiver, group_of
from eventapp.mailings.service.writing import note_about
from eventapp.mailings.vocabulary import Hindrance, MailingStatus, Outcome

log = logging.getLogger(__name__)

GRACE = timedelta(minutes=1)  # in which "now" can be taken back
AT_ONCE = 100  # letters in one transaction
BARS = {
    Bar.BOUNCED: Hindrance.BOUNCED,
    Bar.UNSUBSCRIBED: Hindrance.UNSUBSCRIBED,
}


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
    """Hold back what has not left; letters that waited are written anew later.

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


def keep_sending() -> None:
    """Begin what is due, and write the letters of what has begun; the worker does."""
    with reading():
        keys = queries.due_keys(clock.now())
    for key in keys:
        try:
            while _advance(key):
                pass
        except Exception:
            log.exception("mailing %s waits for the next round", key)


def kind_of(mailing: Mailing) -> MailKind:
    """What its letters are to their receivers."""
    if mailing.is_essential:
        return MailKind.ESSENTIAL
    return MailKind.NEWS if mailing.moment is None else MailKind.REMINDER


def hindrances(mailing: Mailing, group: Sequence[Receiver]) -> dict[UUID, Hindrance]:
    """Who of a group gets no letter, and why not."""
    bars = barred(
        {one.address for one in group if one.address}, mailing.week_id, kind_of(mailing)
    )
    found: dict[UUID, Hindrance] = {}
    taken = set() if is_own(mailing) else queries.addresses_written_to(mailing)
    for one in group:
        if (why := _hindrance(one, bars, taken)) is not None:
            found[one.subject_id] = why
        elif not is_own(mailing):
            taken.add(one.address)
    return found


def _hindrance(
    one: Receiver, bars: Mapping[str, Bar], taken: set[str]
) -> Hindrance | None:
    if one.has_ended:
        return Hindrance.ENDED
    if not one.address:
        return Hindrance.NO_ADDRESS
    if one.address in bars:
        return BARS[bars[one.address]]
    return Hindrance.SAME_ADDRESS if one.address in taken else None


def _advance(key: UUID) -> bool:
    """One step of a mailing, in one transaction; whether another one may follow."""
    with writing():
        mailing = db.session.get(Mailing, key)
        if mailing is None:
            return False
        lock(mailing)
        if mailing.status is MailingStatus.WAITING and mailing.send_at is not None:
            if mailing.send_at <= clock.now():
                _fix_group(mailing)
                return True
        elif mailing.status is MailingStatus.SENDING:
            if waiting := queries.waiting_receipts(mailing, AT_ONCE):
                _write_letters(mailing, waiting)
                return True
            mailing.status = MailingStatus.SENT
            mailing.ended_at = clock.now()
            note_about("mailing.sent", mailing, None)
    return False


def _fix_group(mailing: Mailing) -> None:
    """Say who gets it, each once; whoever has a letter of it keeps that one alone."""
    now = clock.now()
    db.session.execute(
        delete(Receipt).where(
            Receipt.mailing_id == mailing.id, Receipt.outcome == Outcome.LEFT_OUT
        )
    )
    known = queries.subjects_of(mailing)
    group = [
        one
        for one in group_of(mailing.week, mailing.audience, mailing.chosen, now)
        if one.subject_id not in known
    ]
    why = hindrances(mailing, group)
    mailing.rounds += 1
    mailing.status = MailingStatus.SENDING
    rows = [
        {
            "mailing_id": mailing.id,
            "subject_id": one.subject_id,
            "outcome": Outcome.LEFT_OUT if one.subject_id in why else Outcome.WAITING,
            "why": why.get(one.subject_id),
            "language": mailing.tag_for(one.language),
            "wanted": one.language,
            "round": mailing.rounds,
            "decided_at": now,
        }
        for one in group
    ]
    if rows:
        db.session.execute(insert(Receipt), rows)


def _write_letters(mailing: Mailing, waiting: Sequence[Receipt]) -> None:
    """Put the letters of these into the outbox, and mark their receipts with them."""
    now = clock.now()
    new = [one.subject_id for one in waiting if one.message is None]
    letters = {one.subject_id: one for one in letters_for(mailing, new)}
    bars = barred(
        {one.to_address for one in letters.values()}, mailing.week_id, kind_of(mailing)
    )
    for receipt in waiting:
        receipt.decided_at = now
        if receipt.message is not None:  # it was paused
            _post_again(receipt.message)
            receipt.outcome = Outcome.WRITTEN
            continue
        letter = letters.get(receipt.subject_id)
        if letter is None or not letter.to_address or letter.to_address in bars:
            receipt.outcome = Outcome.LEFT_OUT
            receipt.why = _why_not(letter, bars)
            continue
        receipt.outcome, receipt.why = Outcome.WRITTEN, None
        receipt.language, receipt.wanted = letter.language, letter.wanted
        receipt.message = _post(mailing, letter)
    db.session.flush()


def _why_not(letter: Letter | None, bars: Mapping[str, Bar]) -> Hindrance:
    if letter is None:
        return Hindrance.GONE
    bar = bars.get(letter.to_address)
    return BARS[bar] if bar is not None else Hindrance.NO_ADDRESS


def _post_again(message: Message) -> None:
    lock(message)
    if message.status is MessageStatus.WITHDRAWN:
        send_again(message)


def _post(mailing: Mailing, letter: Letter) -> Message:
    return put(
        "mailing.sent" if mailing.moment is None else "mailing.reminder",
        to_address=letter.to_address,
        to_name=letter.to_name,
        language=letter.language,
        reply_to=mailing.week.contact_address,
        subject=letter.subject,
        text=letter.text,
        about_id=letter.subject_id,
        week_id=mailing.week_id,
        kind=kind_of(mailing),
        mailing_id=mailing.id,
    )


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
