"""What calendars should be told: places and what was sent, side by side."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased, joinedload

from eventapp.config import current
from eventapp.kernel.db import db
from eventapp.mail.models import CalendarMethod, Message
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.places import Place, Turn
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from eventapp.scheduling.models import ChosenWay, Sent
from eventapp.scheduling.vocabulary import CalendarWay

Pair = tuple[UUID, UUID]  # a registration, an event
Rows = Select[Registration, Event, Sent, int, datetime]


@dataclass(frozen=True)
class Due:
    """What one calendar should be told about one event."""

    registration: Registration
    event: Event
    method: CalendarMethod
    sequence: int  # of the event and its place, as all calendars count
    changed_at: datetime
    sent: Sent | None


@dataclass(frozen=True)
class Only:
    """Which pairs are looked at: those of a week, of a list, or that rest since."""

    pairs: Collection[Pair] | None = None
    rested_since: datetime | None = None
    week_id: UUID | None = None

    def among(self) -> list[ColumnElement[bool]]:
        """The conditions."""
        wanted: list[ColumnElement[bool]] = []
        if self.pairs is not None:
            wanted.append(Registration.id.in_({one for one, _event in self.pairs}))
            wanted.append(Event.id.in_({event for _one, event in self.pairs}))
        if self.week_id is not None:
            wanted.append(Event.week_id == self.week_id)
        if self.rested_since is not None:
            wanted.append(Event.changed_at <= self.rested_since)
            calm = Turn.changed_at <= self.rested_since
            wanted.append(or_(Turn.changed_at.is_(None), calm))
        return wanted


def due(now: datetime, only: Only, most: int) -> list[Due]:
    """What is due for those who have a place, and for those who no longer do.

    Every row is read afresh.
    """
    found = _rows(_requests(now, only), CalendarMethod.REQUEST, most)
    if len(found) < most:
        found += _rows(_cancels(now, only), CalendarMethod.CANCEL, most - len(found))
    return found


def due_keys(now: datetime, only: Only, most: int) -> list[Pair]:
    """The same, as keys alone: who they are, in the order of their events."""
    keys: list[Pair] = []
    for rows in (_requests(now, only), _cancels(now, only)):
        wanted = rows.with_only_columns(Registration.id, Event.id)
        wanted = wanted.order_by(Event.id, Registration.id).limit(most - len(keys))
        keys += [(one, event) for one, event in db.session.execute(wanted)]
        if len(keys) >= most:
            break
    return keys


def waiting(week: Week, now: datetime) -> int:
    """How many mails would be written now if the week began to send them."""
    return _count(_requests(now, Only(week_id=week.id), is_on=True))


def way_chosen(registration: Registration) -> ChosenWay | None:
    """What a delegate chose."""
    return db.session.get(ChosenWay, registration.id)


def is_first_at_address(registration: Registration) -> bool:
    """Whether nobody began before under the same address."""
    first = select(_is_first()).where(Registration.id == registration.id)
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
            _by_mail(),
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
    rows = (
        select(ChosenWay.way, _by_mail(), func.count())
        .select_from(Registration)
        .outerjoin(ChosenWay, ChosenWay.registration_id == Registration.id)
        .where(
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.CONFIRMED,
        )
        .group_by(ChosenWay.way, _by_mail())
    )
    counts = dict.fromkeys(CalendarWay, 0)
    for chosen, by_mail, number in db.session.execute(rows):
        usual = CalendarWay.MAIL if by_mail else CalendarWay.NEITHER
        counts[chosen if chosen and not by_mail else usual] += number
    return counts


def _requests(now: datetime, only: Only, *, is_on: bool | None = None) -> Rows:
    """Places that are held, where the calendar does not know it or knows it as it was.

    Whom we never wrote to, as a list brought them, hears from the office first.
    """
    begins = Week.invites_by_mail if is_on is None else Week.id.is_not(None)
    is_new = or_(Sent.method.is_(None), Sent.method == CalendarMethod.CANCEL)
    is_changed = and_(
        Sent.method == CalendarMethod.REQUEST,
        Sent.address == Registration.address,
        Sent.judged < _sequence(),
    )
    return (
        _ahead(Place, now, only)
        .outerjoin(Sent, _of_pair(Sent))
        .where(
            Place.status == PlaceStatus.HELD,
            Registration.status == RegistrationStatus.CONFIRMED,
            Event.status == EventStatus.SCHEDULED,
            _by_mail(),
            or_(and_(is_new, begins, _is_known()), is_changed),
        )
    )


def _cancels(now: datetime, only: Only) -> Rows:
    """What stands in a calendar, and should no longer."""
    is_left = or_(
        Place.id.is_(None),
        Place.status != PlaceStatus.HELD,
        Registration.status != RegistrationStatus.CONFIRMED,
        Event.status == EventStatus.CANCELLED,
        Sent.address != Registration.address,
    )
    is_over = and_(ChosenWay.way != CalendarWay.MAIL, ChosenWay.takes_back)
    still_told = or_(ChosenWay.way.is_(None), ChosenWay.way == CalendarWay.MAIL)
    return (
        _ahead(Sent, now, only)
        .outerjoin(Place, _of_pair(Place))
        .where(
            Sent.method == CalendarMethod.REQUEST,
            or_(is_over, and_(still_told, is_left)),
        )
    )


def _ahead(first: type[Place | Sent], now: datetime, only: Only) -> Rows:
    """Registrations and coming events of public weeks, with what is known of both."""
    return (
        select(Registration, Event, Sent, _sequence(), Turn.changed_at)
        .select_from(first)
        .join(Registration, Registration.id == first.registration_id)
        .join(Event, Event.id == first.event_id)
        .join(Week, Week.id == Event.week_id)
        .outerjoin(Turn, _of_pair(Turn))
        .outerjoin(ChosenWay, ChosenWay.registration_id == Registration.id)
        .where(
            Week.is_public,
            Event.starts_at > now,
            Registration.address != "",  # a purged week knows nobody
            func.lower(Registration.address) != _sender(),  # who invites is no guest
            *only.among(),
        )
    )


def _of_pair(kind: type[Place | Sent | Turn]) -> ColumnElement[bool]:
    return and_(kind.registration_id == Registration.id, kind.event_id == Event.id)


def _rows(
    rows: Rows,
    method: CalendarMethod,
    most: int,
) -> list[Due]:
    wanted = (
        rows.options(
            joinedload(Event.venue),
            joinedload(Event.meeting_point),
            joinedload(Event.week).joinedload(Week.host),
        )
        .order_by(Event.id, Registration.id)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [
        Due(
            registration=registration,
            event=event,
            method=method,
            sequence=sequence,
            changed_at=max(event.changed_at, turned_at or event.changed_at),
            sent=sent,
        )
        for registration, event, sent, sequence, turned_at in db.session.execute(wanted)
    ]


def _sequence() -> ColumnElement[int]:
    return Event.sequence + func.coalesce(Turn.count, 0)


def _by_mail() -> ColumnElement[bool]:
    """Whether events come by mail: chosen, or nothing else chosen and usual."""
    usual = and_(ChosenWay.way.is_(None), _is_first())
    return or_(ChosenWay.way == CalendarWay.MAIL, usual)


def _is_first() -> ColumnElement[bool]:
    """Whether the address is the delegate's own, and nobody else's before.

    One calendar cannot hold the same event for two people.
    """
    other = aliased(Registration)
    before = exists().where(
        other.week_id == Registration.week_id,
        other.address == Registration.address,
        other.id != Registration.id,
        other.status.in_(LIVE),
        or_(
            other.created_at < Registration.created_at,
            and_(
                other.created_at == Registration.created_at,
                other.id < Registration.id,
            ),
        ),
    )
    return and_(Registration.has_own_address, not_(before))


def _is_known() -> ColumnElement[bool]:
    return exists().where(Message.about_id == Registration.id)


def _sender() -> str:
    return parseaddr(current().mail_from)[1].lower()


def _count(rows: Rows) -> int:
    counted = rows.with_only_columns(func.count())
    return db.session.scalar(counted) or 0
