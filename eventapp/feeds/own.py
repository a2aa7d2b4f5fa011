"""What events are to one delegate: places, parts in them, and what is for everyone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final, NamedTuple
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, null, select, type_coerce, union_all

from eventapp.feeds.listed import Listed, listed_events
from eventapp.feeds.standing import Own, Standing
from eventapp.kernel import clock
from eventapp.kernel.asking import Question
from eventapp.kernel.i18n import spoken
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import Part
from eventapp.programme.when import language_name
from eventapp.programme.words import part_word
from eventapp.registration.models.places import Place, Turn
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices_of_places import moment_in_words
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus

# An agenda that has ended shows its events struck out for so long: a calendar that
# asks in the meantime takes them away by itself.
STRUCK_OUT_FOR: Final = timedelta(days=31)
ENDED: Final = frozenset({RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED})


@dataclass(frozen=True)
class Role:
    """What somebody does at an event."""

    part: Part
    from_language: str | None = None  # of an interpreter
    into_language: str | None = None

    @property
    def words(self) -> str:
        """It, said to whoever has it."""
        if self.from_language and self.into_language:
            return _(
                "You interpret from %(one)s into %(other)s.",
                one=language_name(self.from_language),
                other=language_name(self.into_language),
            )
        if self.into_language:
            into = language_name(self.into_language)
            return _("You interpret into %(language)s.", language=into)
        return _("Your part: %(part)s", part=part_word(self.part))


@dataclass(frozen=True)
class Claim:
    """Why an event stands in a delegate's calendar, and how often that changed."""

    status: PlaceStatus | None = None
    offered_until: datetime | None = None
    roles: tuple[Role, ...] = ()
    has_ended: bool = False  # with the registration
    turns: int = 0
    changed_at: datetime | None = None

    @property
    def standing(self) -> Standing:
        """The strongest reason."""
        if self.has_ended:
            return Standing.ENDED
        if self.status is PlaceStatus.HELD:
            return Standing.HELD
        if self.roles:
            return Standing.PART
        return HOPED[self.status] if self.status else Standing.EVERYONE

    def own(self, week: Week) -> Own:
        """It in the reader's language."""
        return Own(self.standing, self._lines(week), self.turns, self.changed_at)

    def _lines(self, week: Week) -> tuple[str, ...]:
        if self.has_ended:
            return (_("Your registration has ended."),)
        lines = [role.words for role in self.roles]
        if self.status is PlaceStatus.HELD:
            lines.append(_sure_in(spoken().tag))
        if self.status is PlaceStatus.OFFERED:
            until = moment_in_words(self.offered_until, week)
            lines.append(_("We keep a place for you until %(when)s.", when=until))
            lines.append(_("Accept or decline it on the page of your registration."))
        if self.status is PlaceStatus.WAITING:
            lines.append(_("You are on the waiting list."))
        return tuple(lines)


@cache
def _sure_in(_tag: str) -> str:
    """Nine of ten lines of ten thousand agendas."""
    return _("You have a place.")


HOPED: Final = {
    PlaceStatus.OFFERED: Standing.OFFERED,
    PlaceStatus.WAITING: Standing.WAITING,
}


class Delegate(NamedTuple):
    """What of a registration decides about its calendar."""

    id: UUID
    week_id: UUID
    revision: int  # of the week
    person_id: UUID | None
    status: RegistrationStatus
    decided_at: datetime | None


def delegate(key: UUID) -> Delegate | None:
    """A registration, as far as its calendar depends on it."""
    rows = _DELEGATE.rows(key=key)
    return Delegate(*rows[0]) if rows else None


def agenda_of(delegate: Delegate, week: Week) -> list[tuple[Listed, Own]]:
    """What stands in a delegate's calendar: one question, once the week is known."""
    events = listed_events(week)
    for_all = [event.id for event in events.values() if event.is_for_all]
    claims = _claims_of(delegate, for_all)
    return [
        (events[key], claim.own(week)) for key, claim in claims.items() if key in events
    ]


def _claims_of(delegate: Delegate, for_all: Iterable[UUID]) -> dict[UUID, Claim]:
    """Why which events stand in a delegate's calendar, beside those for all.

    An event that is not published does not stand there, whoever has a place at it.
    """
    if delegate.status in ENDED:
        return _ended(delegate)
    if delegate.status is not RegistrationStatus.CONFIRMED:
        return {}
    person = delegate.person_id
    roles = roles_of(delegate.week_id, person) if person else {}
    places: dict[UUID, tuple[PlaceStatus, datetime | None]] = {}
    turns: dict[UUID, tuple[int, datetime]] = {}
    for key, status, offered_until, count, at in _CLAIMS.rows(whose=delegate.id):
        if status is None:
            turns[key] = (count, at)
        else:
            places[key] = (status, offered_until)
    claims = {}
    for key in {*for_all, *roles, *places}:
        status, offered_until = places.get(key, (None, None))
        count, changed_at = turns.get(key, (0, None))
        parts = tuple(roles.get(key, ()))
        claims[key] = Claim(
            status, offered_until, parts, turns=count, changed_at=changed_at
        )
    return claims


# Built once, as calendar programs ask all day.
_DELEGATE: Final = Question(
    select(
        Registration.id,
        Registration.week_id,
        Week.revision,
        Registration.person_id,
        Registration.status,
        Registration.decided_at,
    )
    .join(Week, Week.id == Registration.week_id)
    .where(Registration.id == bindparam("key"))
)
# Places, then turns, of which some have no place any more.
_NO_TURN = [
    type_coerce(null(), column.type).label(column.key)
    for column in (Turn.count, Turn.changed_at)
]
_CLAIMS: Final = Question(
    union_all(
        select(Place.event_id, Place.status, Place.offered_until, *_NO_TURN).where(
            Place.registration_id == bindparam("whose")
        ),
        select(Turn.event_id, null(), null(), Turn.count, Turn.changed_at).where(
            Turn.registration_id == bindparam("whose")
        ),
    )
)
_ROLES: Final = Question(
    select(
        Assignment.event_id,
        Assignment.part,
        Assignment.from_language,
        Assignment.into_language,
    )
    .join(Event, Event.id == Assignment.event_id)
    .where(Assignment.person_id == bindparam("who"), Event.week_id == bindparam("week"))
    .order_by(Assignment.event_id, Assignment.position)
)
_TURNS: Final = Question(
    select(Turn.event_id, Turn.count, Turn.changed_at).where(
        Turn.registration_id == bindparam("whose"), Turn.changed_at >= bindparam("at")
    )
)


def roles_of(week_id: UUID, person_id: UUID) -> Mapping[UUID, Sequence[Role]]:
    """What a person does at which events of a week, as published."""
    found: dict[UUID, list[Role]] = {}
    for key, part, source, target in _ROLES.rows(who=person_id, week=week_id):
        found.setdefault(key, []).append(Role(part, source, target))
    return found


def _ended(delegate: Delegate) -> dict[UUID, Claim]:
    """All that stood there when the registration ended: it turned at that instant."""
    ended_at = delegate.decided_at
    if ended_at is None or clock.now() >= ended_at + STRUCK_OUT_FOR:
        return {}
    return {
        key: Claim(has_ended=True, turns=count, changed_at=changed_at)
        for key, count, changed_at in _TURNS.rows(whose=delegate.id, at=ended_at)
    }
