"""The worker's part: whom a mailing reaches, and the letters to each of them.

Its group is fixed once, as one receipt each; letters are written from these, some at
a time, each in the transaction that marks its receipt. Whatever dies in between, the
next round goes on where the last one was committed, and nobody gets a second letter.
"""

import logging
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, insert

from eventapp.kernel import clock
from eventapp.kernel.db import db, lock, reading, writing
from eventapp.mail.barring import barred
from eventapp.mail.models import Bar, MailKind, Message, MessageStatus
from eventapp.mail.service import put, send_again
from eventapp.mailings.letters import Letter, is_own, letters_for
from eventapp.mailings.models import Mailing, Receipt
from eventapp.mailings.queries import mailings as queries
from eventapp.mailings.queries.groups import Receiver, group_of
from eventapp.mailings.service.writing import note_about
from eventapp.mailings.vocabulary import Hindrance, MailingStatus, Outcome

log = logging.getLogger(__name__)

AT_ONCE = 100  # letters in one transaction
BARS = {
    Bar.BOUNCED: Hindrance.BOUNCED,
    Bar.UNSUBSCRIBED: Hindrance.UNSUBSCRIBED,
}


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
