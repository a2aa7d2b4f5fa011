"""How events come into calendars, what was told there by mail, and their answers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased, joinedload

from eventapp.kernel.db import db
from eventapp.mail.models import CalendarMethod
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.scheduling.models import Answered, ChosenWay, Sent
from eventapp.scheduling.vocabulary import Answer, CalendarWay

ENDED = (RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED)


def way_chosen(registration: Registration) -> ChosenWay | None:
    """What a delegate chose."""
    return db.session.get(ChosenWay, registration.id)


def is_first_at_address(registration: Registration) -> bool:
    """Whether nobody began before under the same address."""
    first = select(is_first()).where(Registration.id == registration.id)
    return bool(db.session.scalar(first))


def other_by_mail(registration: Registration) -> Registration | None:
    """Whose events come to the same address already."""
    others = (
        select(Registration)
        .outerjoin(ChosenWay, ChosenWay.registration_id == Registration.id)
        .where(
            Registration.week_id == registration.week_id,
            Registration.address == registration.address,
            Registration.id != registration.id,
            Registration.status.in_(LIVE),
            by_mail(),
        )
    )
    return db.session.scalar(others.limit(1))


def mailed_events(registration: Registration, now: datetime) -> int:
    """How many coming events stand in somebody's calendar by mail."""
    rows = (
        select(func.count())
        .select_from(Sent)
        .join(Event, Event.id == Sent.event_id)
        .where(
            Sent.registration_id == registration.id,
            Sent.method == CalendarMethod.REQUEST,
            Event.starts_at > now,
        )
    )
    return db.session.scalar(rows) or 0


def sent_to(registration: Registration) -> Sequence[Sent]:
    """What somebody's calendar was told, by hour."""
    rows = select(Sent).join(Event, Event.id == Sent.event_id)
    own = rows.where(Sent.registration_id == registration.id)
    return db.session.scalars(
        own.options(joinedload(Sent.event)).order_by(Event.starts_at, Event.id)
    ).all()


def sent_with(reply_digest: bytes) -> Sent | None:
    """What was told with the address that has this token."""
    return db.session.scalar(select(Sent).where(Sent.reply_digest == reply_digest))


def answers_at(
    event_id: UUID, registrations: Collection[UUID]
) -> Mapping[UUID, Answer]:
    """The last answers of these registrations about one event."""
    rows = select(Answered.registration_id, Answered.answer).where(
        Answered.event_id == event_id, Answered.registration_id.in_(registrations)
    )
    return {key: answer for key, answer in db.session.execute(rows)}  # noqa: C416 - typed rows


def told_in(week: Week) -> tuple[int, int]:
    """How many events stand in calendars by mail, and in how many calendars."""
    rows = (
        select(func.count(), func.count(func.distinct(Sent.registration_id)))
        .join(Event, Event.id == Sent.event_id)
        .where(Event.week_id == week.id, Sent.method == CalendarMethod.REQUEST)
    )
    entries, calendars = db.session.execute(rows).one()
    return entries, calendars


def ways_in(week: Week) -> dict[CalendarWay, int]:
    """How many confirmed delegates have each way, chosen or not."""
    each = (
        select(ChosenWay.way, by_mail().label("is_by_mail"))
        .select_from(Registration)
        .outerjoin(ChosenWay, ChosenWay.registration_id == Registration.id)
        .where(
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.CONFIRMED,
        )
        .subquery()
    )
    rows = select(each.c.way, each.c.is_by_mail, func.count())
    rows = rows.group_by(each.c.way, each.c.is_by_mail)
    counts = dict.fromkeys(CalendarWay, 0)
    for chosen, is_by_mail, number in db.session.execute(rows):
        usual = CalendarWay.MAIL if is_by_mail else CalendarWay.NEITHER
        counts[chosen if chosen and not is_by_mail else usual] += number
    return counts


def by_mail() -> ColumnElement[bool]:
    """Whether events come by mail: chosen, or nothing else chosen and usual."""
    usual = and_(ChosenWay.way.is_(None), is_first())
    return or_(ChosenWay.way == CalendarWay.MAIL, usual)


def is_first() -> ColumnElement[bool]:
    """Whether the address is the delegate's own, and nobody else's before.

    One calendar cannot hold the same event for two people.
    """
    other = aliased(Registration)
    before = exists().where(
        other.week_id == Registration.week_id,
        other.address == Registration.address,
        other.id != Registration.id,
        other.status.not_in(ENDED),  # so worded that the address is looked up first
        or_(
            other.created_at < Registration.created_at,
            and_(
                other.created_at == Registration.created_at,
                other.id < Registration.id,
            ),
        ),
    )
    return and_(Registration.has_own_address, not_(before))
