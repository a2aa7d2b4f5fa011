"""To whom a mailing goes: delegates of a choice, contacts, speakers, the invited."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select

from eventapp.delegations.queries import IS_UNNAMED
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.names import searchable
from eventapp.mailings.vocabulary import Audience
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment, Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.selection.choosing import Choice
from eventapp.selection.queries.conditions import conditions_of
from eventapp.selection.vocabulary import Lack

MOST = 20_000  # receivers of one mailing


@dataclass(frozen=True)
class Receiver:
    """Somebody of a group, as far as a list must know."""

    subject_id: UUID
    name: str
    address: str  # folded; empty: none is known
    language: str  # in which we usually write
    has_ended: bool = False  # declined or cancelled, and nobody asked for those

    def has(self, words: str) -> bool:
        """Whether these words, already folded, stand in name or address."""
        return words in searchable(self.name, self.address)


def group_of(
    week: Week, audience: Audience, choice: Mapping[str, Any] | None, at: datetime
) -> list[Receiver]:
    """All who are meant now, each once, in a fixed number of statements."""
    if choice is None:
        return []
    return _GROUPS[audience](week, choice, at)


def _delegates(week: Week, kept: Mapping[str, Any], _at: datetime) -> list[Receiver]:
    choice = Choice.of_kept(kept)
    rows = db.session.execute(
        select(
            Registration.id,
            Registration.name,
            Registration.to_be_named,
            Registration.address,
            Registration.language,
            Registration.status,
        )
        .where(*conditions_of(week, choice), Registration.erased_at.is_(None))
        .order_by(Registration.number.nulls_last(), Registration.id)
        .limit(MOST)
    )
    return [
        Receiver(
            key,
            str(name) or label or "",
            _folded(address),
            language,
            has_ended=not choice.statuses and status not in LIVE,
        )
        for key, name, label, address, language, status in rows
    ]


def _contacts(week: Week, choice: Mapping[str, Any], _at: datetime) -> list[Receiver]:
    rows = (
        select(
            Delegation.id,
            Delegation.contact_name,
            Institution.name,
            Delegation.contact_address,
            Delegation.language,
        )
        .join(Delegation.institution)
        .where(Delegation.week_id == week.id, Delegation.status.in_(LIVE))
        .order_by(Institution.sort_name, Delegation.id)
    )
    if Lack.NAME in Choice.of_kept(choice).lacks:
        rows = rows.where(
            exists().where(
                Registration.delegation_id == Delegation.id,
                Registration.status.in_(LIVE),
                IS_UNNAMED,
            )
        )
    return [
        Receiver(key, f"{name} ({place})", _folded(address), language)
        for key, name, place, address, language in db.session.execute(rows)
    ]


def _speakers(week: Week, _choice: Mapping[str, Any], _at: datetime) -> list[Receiver]:
    has_part = exists().where(
        Assignment.person_id == Person.id,
        Assignment.event_id == Event.id,
        Event.week_id == week.id,
        Event.status == EventStatus.SCHEDULED,
    )
    rows = (
        select(Person.id, Person.name, Person.address, Person.language)
        .where(has_part)
        .order_by(Person.sort_name, Person.id)
    )
    return [
        Receiver(key, str(name), _folded(address), language)
        for key, name, address, language in db.session.execute(rows)
    ]


def _invited(week: Week, _choice: Mapping[str, Any], at: datetime) -> list[Receiver]:
    rows = (
        select(Invitation.id, Invitation.label, Invitation.address, Invitation.language)
        .where(
            Invitation.week_id == week.id,
            Invitation.token_digest.is_not(None),
            Invitation.sent_at.is_not(None),
            Invitation.answered_at.is_(None),
            Invitation.declined_at.is_(None),
            or_(Invitation.expires_at.is_(None), Invitation.expires_at > at),
        )
        .order_by(Invitation.label, Invitation.id)
    )
    return [
        Receiver(key, label, _folded(address), language)
        for key, label, address, language in db.session.execute(rows)
    ]


def _folded(address: str | None) -> str:
    return (address or "").strip().casefold()


Group = Callable[[Week, Mapping[str, Any], datetime], list[Receiver]]

_GROUPS: dict[Audience, Group] = {
    Audience.DELEGATES: _delegates,
    Audience.CONTACTS: _contacts,
    Audience.SPEAKERS: _speakers,
    Audience.INVITED: _invited,
}


def names_of(audience: Audience, keys: Sequence[UUID]) -> dict[UUID, str]:
    """How lists call these receivers; who is known no more is left out."""
    if audience is Audience.DELEGATES:
        rows = select(
            Registration.id, Registration.name, Registration.to_be_named
        ).where(Registration.id.in_(keys))
        return {
            key: str(name) or label or ""
            for key, name, label in db.session.execute(rows)
        }
    named: dict[Audience, tuple[Any, Any]] = {
        Audience.CONTACTS: (Delegation.id, Delegation.contact_name),
        Audience.SPEAKERS: (Person.id, Person.name),
        Audience.INVITED: (Invitation.id, Invitation.label),
    }
    key_column, name_column = named[audience]
    found = db.session.execute(
        select(key_column, name_column).where(key_column.in_(keys))
    )
    return {key: str(name) for key, name in found}
