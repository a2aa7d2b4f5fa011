"""What ten thousand people leave behind: mails, the journal, badges in print."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select

from eventapp.badges.formats import Format
from eventapp.badges.models import Badge, BadgePrint
from eventapp.journal.models import Entry
from eventapp.kernel import clock
from eventapp.kernel.db import db, writing
from eventapp.mail.models import MailKind, Message, MessageStatus
from eventapp.mailings.models import Mailing, Receipt
from eventapp.mailings.vocabulary import MailingStatus, Outcome
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus


def leave_traces(slug: str) -> None:
    """A mail and two lines of the journal for everybody, and each badge in print."""
    with writing():
        week = db.session.scalars(select(Week).where(Week.slug == slug)).one()
        mailing = db.session.scalars(select(Mailing)).first()
        people = db.session.execute(
            select(
                Registration.id,
                Registration.address,
                Registration.__table__.c.name_latin,
                Registration.language,
            ).where(Registration.week_id == week.id)
        ).all()
        letters = [_message(one, week, mailing, n) for n, one in enumerate(people)]
        db.session.execute(insert(Message), letters)
        if mailing is not None:
            mailing.status, mailing.send_at = MailingStatus.SENT, clock.now()
            mailing.rounds, mailing.ended_at = 1, clock.now()
            receipts = [
                _receipt(mailing, person, letter)
                for person, letter in zip(people, letters, strict=True)
            ]
            db.session.execute(insert(Receipt), receipts)
        lines = [_line(one, week, n) for n, one in enumerate([*people, *people])]
        db.session.execute(insert(Entry), lines)
        _print_all(week)


def _message(
    person: tuple[Any, ...], week: Week, mailing: Mailing | None, number: int
) -> dict[str, object]:
    now = clock.now() - timedelta(seconds=number)
    return {
        "id": uuid4(),
        "occasion": "mailing.sent",
        "kind": MailKind.NEWS,
        "to_address": person[1],
        "to_name": person[2],
        "language": person[3],
        "subject": "What is new in the week",
        "text": "Dear colleague,\n\n" + "There is much to tell. " * 20,
        "status": MessageStatus.SENT if number % 100 else MessageStatus.FAILED,
        "attempts": 1,
        "created_at": now,
        "due_at": now,
        "sent_at": now if number % 100 else None,
        "about_id": person[0],
        "week_id": week.id,
        "mailing_id": mailing.id if mailing else None,
    }


def _receipt(
    mailing: Mailing, person: tuple[Any, ...], letter: dict[str, object]
) -> dict[str, object]:
    return {
        "mailing_id": mailing.id,
        "subject_id": person[0],
        "outcome": Outcome.WRITTEN,
        "language": person[3],
        "wanted": person[3],
        "round": 1,
        "decided_at": clock.now(),
        "message_id": letter["id"],
    }


def _line(person: tuple[Any, ...], week: Week, number: int) -> dict[str, object]:
    return {
        "id": uuid4(),
        "at": clock.now() - timedelta(seconds=number),
        "actor": "delegate",
        "action": "registration.submitted" if number % 2 else "registration.changed",
        "subject": person[2],
        "subject_id": person[0],
        "week_id": week.id,
        "details": {},
        "whence": "192.0.2.0/24",
        "device": "Firefox, Windows",
    }


def _print_all(week: Week) -> None:
    rows = select(Badge.id).join(Badge.registration)
    printed = [
        {
            "id": uuid4(),
            "printed_at": clock.now(),
            "printed_by": "Office",
            "place": "",
            "format": Format.A4,
            "mark": bytes(32),
            "badge_id": key,
        }
        for key in db.session.scalars(
            rows.where(
                Registration.week_id == week.id,
                Registration.status == RegistrationStatus.CONFIRMED,
            )
        )
    ]
    db.session.execute(insert(BadgePrint), printed)
