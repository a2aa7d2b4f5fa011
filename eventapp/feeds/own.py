"""What events are to one delegate: places, parts in them, and what is for everyone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, null, select, type_coerce, union_all
from sqlalchemy.orm import joinedload, load_only

from eventapp.feeds.listed import Listed, listed_events
from eventapp.feeds.standing import Own, Standing
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import Part
from eventapp.programme.when import language_name
from eventapp.programme.words import part_word
from eventapp.registration.models.places import Place, Turn
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices_of_places import moment_in_words
from eventapp.registration.vocabulary import PlaceStatus

# An agenda that has ended shows its events struck out for so long: a calendar that
# asks in the meantime takes them away by itself.
STRUCK_OUT_FOR: Final = timedelta(days=31)


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
            lines.append(_("You have a place."))
        if self.status is PlaceStatus.OFFERED:
            until = moment_in_words(self.offered_until, week)
            lines.append(_("We keep a place for you until %(when)s.", when=until))
            lines.append(_("Accept or decline it on the page of your registration."))
        if self.status is PlaceStatus.WAITING:
            lines.append(_("You are on the waiting list."))
        return tuple(lines)


HOPED: Final = {
    PlaceStatus.OFFERED: Standing.OFFERED,
    PlaceStatus.WAITING: Standing.WAITING,
}


def delegate(key: UUID) -> Registration | None:
    """A registration, with what a calendar asks of it and of its week."""
    return db.session.scalar(_DELEGATE, {"key": key})


def agenda_of(registration: Registration) -> list[tuple[Listed, Own]]:
    """What stands in a delegate's calendar: two statements, once the week is known."""
    week = registration.week
    events = listed_events(week)
    for_all = [event.id for event in events.values() if event.is_for_all]
    claims = claims_of(registration, for_all)
    return [
        (events[key], claim.own(week)) for key, claim in claims.items() if key in events
    ]


def claims_of(registration: Registration, for_all: Iterable[UUID]) -> dict[UUID, Claim]:
    """Why which events stand in a delegate's calendar, beside those for all.

    An event that is not published does not stand there, whoever has a place at it.
    """
    if not registration.is_live:
        return _ended(registration)
    if not registration.is_confirmed:
        return {}
    person = registration.person_id
    roles = roles_of(registration.week_id, person) if person else {}
    found = {key: Claim() for key in for_all}
    found |= {key: Claim(roles=tuple(parts)) for key, parts in roles.items()}
    turns: dict[UUID, tuple[int, datetime]] = {}
    asked = db.session.connection().execute(_CLAIMS, {"whose": registration.id})
    for key, status, offered_until, count, changed_at in asked:
        if status is None:
            turns[key] = (count, changed_at)
        else:
            claim = found.get(key, Claim())
            found[key] = replace(claim, status=status, offered_until=offered_until)
    for key in found.keys() & turns.keys():
        count, changed_at = turns[key]
        found[key] = replace(found[key], turns=count, changed_at=changed_at)
    return found


# Built once, as calendar programs ask all day.
_DELEGATE: Final = (
    select(Registration)
    .options(
        load_only(Registration.status, Registration.person_id, Registration.decided_at),
        joinedload(Registration.week).joinedload(Week.host),
    )
    .where(Registration.id == bindparam("key"))
)
# Places, then turns, of which some have no place any more.
_NO_TURN = [
    type_coerce(null(), column.type).label(column.key)
    for column in (Turn.count, Turn.changed_at)
]
_CLAIMS: Final = union_all(
    select(Place.event_id, Place.status, Place.offered_until, *_NO_TURN).where(
        Place.registration_id == bindparam("whose")
    ),
    select(Turn.event_id, null(), null(), Turn.count, Turn.changed_at).where(
        Turn.registration_id == bindparam("whose")
    ),
)


def roles_of(week_id: UUID, person_id: UUID) -> Mapping[UUID, Sequence[Role]]:
    """What a person does at which events of a week, as published."""
    rows = (
        select(
            Assignment.event_id,
            Assignment.part,
            Assignment.from_language,
            Assignment.into_language,
        )
        .join(Event, Event.id == Assignment.event_id)
        .where(Assignment.person_id == person_id, Event.week_id == week_id)
        .order_by(Assignment.event_id, Assignment.position)
    )
    found: dict[UUID, list[Role]] = {}
    for key, part, source, target in db.session.execute(rows):
        found.setdefault(key, []).append(Role(part, source, target))
    return found


def _ended(registration: Registration) -> dict[UUID, Claim]:
    """All that stood there when the registration ended: it turned at that instant."""
    ended_at = registration.decided_at
    if ended_at is None or clock.now() >= ended_at + STRUCK_OUT_FOR:
        return {}
    rows = select(Turn.event_id, Turn.count, Turn.changed_at).where(
        Turn.registration_id == registration.id, Turn.changed_at >= ended_at
    )
    return {
        key: Claim(has_ended=True, turns=count, changed_at=changed_at)
        for key, count, changed_at in db.session.execute(rows)
    }
