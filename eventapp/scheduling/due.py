"""What calendars should be told: places and what was sent, side by side."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import joinedload

from eventapp.config import current
from eventapp.kernel.db import db
from eventapp.mail.models import CalendarMethod, Message, MessageStatus
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.places import Place, Turn
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from eventapp.scheduling.models import ChosenWay, Sent
from eventapp.scheduling.queries import by_mail
from eventapp.scheduling.vocabulary import CalendarWay

Pair = tuple[UUID, UUID]  # a registration, an event
Rows = Select[Registration, Event, Sent, int, datetime, CalendarWay, PlaceStatus]


@dataclass(frozen=True)
class Due:
    """What one calendar should be told about one event."""

    registration: Registration
    event: Event
    method: CalendarMethod
    sequence: int  # of the event and its place, as all calendars count
    changed_at: datetime
    sent: Sent | None
    way: CalendarWay | None  # as chosen
    keeps_place: bool

    @property
    def pair(self) -> Pair:
        """Whose calendar, and about which event."""
        return self.registration.id, self.event.id


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


def due_now(now: datetime, only: Only, most: int) -> list[Due]:
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
    rows = _requests(now, Only(week_id=week.id), is_on=True)
    return db.session.scalar(rows.with_only_columns(func.count())) or 0


def _requests(now: datetime, only: Only, *, is_on: bool | None = None) -> Rows:
    """Places that are held, where the calendar does not know it or knows it as it was.

    The cheap questions come first: of most places, all has been told. Whom we never
    wrote to, as a list brought them, hears from the office first.
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
        .outerjoin(Sent, of_pair(Sent))
        .where(
            Place.status == PlaceStatus.HELD,
            Registration.status == RegistrationStatus.CONFIRMED,
            Event.status == EventStatus.SCHEDULED,
            case((or_(and_(is_new, begins), is_changed), by_mail()), else_=false()),
            or_(is_changed, _is_known()),
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
        .outerjoin(Place, of_pair(Place))
        .where(
            Sent.method == CalendarMethod.REQUEST,
            or_(is_over, and_(still_told, is_left)),
        )
    )


def _ahead(first: type[Place | Sent], now: datetime, only: Only) -> Rows:
    """Registrations and coming events of public weeks, with what is known of both."""
    told = (_sequence(), Turn.changed_at, ChosenWay.way, Place.status)
    is_by_itself = only.rested_since is not None
    return (
        select(Registration, Event, Sent, *told)
        .select_from(first)
        .join(Registration, Registration.id == first.registration_id)
        .join(Event, Event.id == first.event_id)
        .join(Week, Week.id == Event.week_id)
        .outerjoin(Turn, of_pair(Turn))
        .outerjoin(ChosenWay, ChosenWay.registration_id == Registration.id)
        .where(
            Week.is_public,
            Event.starts_at > now,
            Registration.address != "",  # a purged week knows nobody
            func.lower(Registration.address) != sender(),  # who invites is no guest
            *only.among(),
            not_(_is_held_back(now)) if is_by_itself else true(),
        )
    )


def of_pair(kind: type[Place | Sent | Turn]) -> ColumnElement[bool]:
    """The row of this kind for a registration and an event."""
    return and_(kind.registration_id == Registration.id, kind.event_id == Event.id)


def _rows(rows: Rows, method: CalendarMethod, most: int) -> list[Due]:
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
    found = db.session.execute(wanted)
    return [
        Due(
            registration=registration,
            event=event,
            method=method,
            sequence=sequence,
            changed_at=max(event.changed_at, turned_at or event.changed_at),
            sent=sent,
            way=way,
            keeps_place=status is PlaceStatus.HELD and registration.is_confirmed,
        )
        for registration, event, sent, sequence, turned_at, way, status in found
    ]


def _sequence() -> ColumnElement[int]:
    return Event.sequence + func.coalesce(Turn.count, 0)


def _is_known() -> ColumnElement[bool]:
    """Whether we wrote to them alone: a letter to many must not set off invitations."""
    is_own = Message.mailing_id.is_(None)
    return exists().where(Message.about_id == Registration.id, is_own)


def _is_held_back(now: datetime) -> ColumnElement[bool]:
    """Whether a notice to them waits for its hour, and may still be taken back."""
    return exists().where(
        Message.about_id == Registration.id,
        Message.status == MessageStatus.QUEUED,
        Message.attempts == 0,
        Message.mailing_id.is_(None),
        Message.due_at > now,
    )


def sender() -> str:
    """From whom all our mails come."""
    return parseaddr(current().mail_from)[1].lower()
