"""Questions about mailings: which there are, how far they are, who got what."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.kernel.db import db
from eventapp.mail.models import NEEDS_LOOK, Message, MessageStatus
from eventapp.mailings.models import Mailing, Receipt
from eventapp.mailings.vocabulary import Hindrance, MailingStatus, Outcome
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week

PAGE = 50
UNDERWAY = (MessageStatus.QUEUED, MessageStatus.SENDING)


@dataclass(frozen=True)
class Tally:
    """How many receivers of a mailing are where; together they are its group."""

    waiting: int = 0  # their letter is written, or will be
    sent: int = 0
    trouble: int = 0  # failed, came back, or nobody knows
    withdrawn: int = 0
    left_out: int = 0

    @property
    def to_write(self) -> int:
        """How many were to get a letter."""
        return self.waiting + self.sent + self.trouble + self.withdrawn

    @property
    def done(self) -> int:
        """Of how many it is known what became of them."""
        return self.to_write - self.waiting


STANDINGS = ("waiting", "sent", "trouble", "withdrawn", "left_out")


def page_of(week: Week, page: int = 1) -> tuple[Sequence[Mailing], bool]:
    """One page of a week's mailings, the newest first, and whether there is more."""
    rows = (
        select(Mailing)
        .options(joinedload(Mailing.event).joinedload(Event.venue))
        .where(Mailing.week_id == week.id)
        .order_by(Mailing.created_at.desc(), Mailing.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    found = db.session.scalars(rows).all()
    return found[:PAGE], len(found) > PAGE


def tallies(keys: Collection[UUID]) -> dict[UUID, Tally]:
    """How far these mailings are, in one statement."""
    columns = [func.count().filter(_standing(name)) for name in STANDINGS]
    rows = db.session.execute(
        select(Receipt.mailing_id, *columns)
        .outerjoin(Receipt.message)
        .where(Receipt.mailing_id.in_(keys))
        .group_by(Receipt.mailing_id)
    )
    found = {key: Tally(*counts) for key, *counts in rows}
    return {key: found.get(key, Tally()) for key in keys}


def reasons(mailing: Mailing) -> dict[Hindrance, int]:
    """Why receivers were left out, and how many for each reason."""
    rows = db.session.execute(
        select(Receipt.why, func.count())
        .where(Receipt.mailing_id == mailing.id, Receipt.outcome == Outcome.LEFT_OUT)
        .group_by(Receipt.why)
    )
    return {why: count for why, count in rows if why is not None}


def receipts_of(
    mailing: Mailing, standing: str = "", page: int = 1
) -> tuple[Sequence[Receipt], bool]:
    """One page of what became of each receiver, and whether there is another."""
    rows = (
        select(Receipt)
        .outerjoin(Receipt.message)
        .options(joinedload(Receipt.message))
        .where(Receipt.mailing_id == mailing.id)
        .order_by(
            Receipt.outcome == Outcome.LEFT_OUT, Receipt.round, Receipt.subject_id
        )
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    if standing in STANDINGS:
        rows = rows.where(_standing(standing))
    found = db.session.scalars(rows).all()
    return found[:PAGE], len(found) > PAGE


def due_keys(at: datetime) -> Sequence[UUID]:
    """The mailings that wait for nothing but the worker, the earliest first."""
    rows = select(Mailing.id).where(
        or_(
            Mailing.status == MailingStatus.SENDING,
            and_(Mailing.status == MailingStatus.WAITING, Mailing.send_at <= at),
        )
    )
    return db.session.scalars(rows.order_by(Mailing.send_at, Mailing.id)).all()


def waiting_receipts(mailing: Mailing, most: int) -> Sequence[Receipt]:
    """The next receivers whose letter is to be written."""
    rows = (
        select(Receipt)
        .options(joinedload(Receipt.message))
        .where(Receipt.mailing_id == mailing.id, Receipt.outcome == Outcome.WAITING)
        .order_by(Receipt.subject_id)
        .limit(most)
    )
    return db.session.scalars(rows).all()


def subjects_of(mailing: Mailing) -> set[UUID]:
    """Who is known as a receiver of a mailing."""
    rows = select(Receipt.subject_id).where(Receipt.mailing_id == mailing.id)
    return set(db.session.scalars(rows))


def addresses_written_to(mailing: Mailing) -> set[str]:
    """Where letters of a mailing went, or are about to go."""
    rows = (
        select(func.lower(Message.to_address))
        .join(Receipt, Receipt.message_id == Message.id)
        .where(Receipt.mailing_id == mailing.id)
    )
    return set(db.session.scalars(rows))


def queued_messages(mailing: Mailing) -> Sequence[UUID]:
    """The letters of a mailing that wait in the outbox."""
    rows = (
        select(Message.id)
        .join(Receipt, Receipt.message_id == Message.id)
        .where(Receipt.mailing_id == mailing.id, Message.status == MessageStatus.QUEUED)
    )
    return db.session.scalars(rows).all()


def _standing(name: str) -> ColumnElement[bool]:
    """That a receiver stands so; a letter that was forgotten since had been sent."""
    written: ColumnElement[bool] = Receipt.outcome == Outcome.WRITTEN
    status: Any = Message.status
    withdrawn = status == MessageStatus.WITHDRAWN
    standings: dict[str, ColumnElement[bool]] = {
        "waiting": or_(
            Receipt.outcome == Outcome.WAITING, and_(written, status.in_(UNDERWAY))
        ),
        "sent": and_(
            written, or_(status == MessageStatus.SENT, Receipt.message_id.is_(None))
        ),
        "trouble": and_(written, status.in_(NEEDS_LOOK)),
        "withdrawn": or_(
            Receipt.outcome == Outcome.WITHDRAWN, and_(written, withdrawn)
        ),
        "left_out": Receipt.outcome == Outcome.LEFT_OUT,
    }
    return standings[name]
