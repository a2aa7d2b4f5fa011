"""Changing public texts alone, whatever they belong to."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel.db import db, lock
from eventapp.planning.errors import TextsChangedMeanwhile
from eventapp.planning.queries.texts import OwnerKind, mark_of, texts_of
from eventapp.planning.service import casting
from eventapp.programme.errors import EventChangedMeanwhile
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_event
from eventapp.programme.plans import VenuePlan
from eventapp.programme.service import drafts, people, venues, weeks
from eventapp.programme.service.people import PersonEntry
from eventapp.programme.service.weeks import WeekSettings

Texts = Mapping[str, Any]  # `Localised` or None, by field


def change_texts(  # noqa: PLR0913 - whose, which, what, and by whom
    week: Week,
    kind: OwnerKind,
    key: UUID,
    texts: Texts,
    *,
    seen: str,
    by: Account,
) -> None:
    """Write texts anew: those of an event into its draft, others for all to see.

    Args:
        week: In which it is.
        kind: Whether it is an event, a venue, a person, or the week.
        key: Which one.
        texts: What it says now.
        seen: The mark of the texts that the organiser read before writing.
        by: Who writes.

    Raises:
        EventChangedMeanwhile: somebody saved another version of the event meanwhile.
        TextsChangedMeanwhile: somebody wrote other texts meanwhile.
    """
    if kind is OwnerKind.EVENT:
        _write_event(db.session.get_one(Event, key), texts, seen, by)
    elif kind is OwnerKind.PERSON:
        person = db.session.get_one(Person, key)
        people.hold(person)
        _check(kind, person, seen)
        entry = replace(_as(PersonEntry, person), **dict(texts))
        casting.change_person(person, entry, by=by)
    elif kind is OwnerKind.VENUE:
        venue = db.session.get_one(Venue, key)
        venues.hold(venue)
        _check(kind, venue, seen)
        venues.change_venue(venue, replace(_as(VenuePlan, venue), **dict(texts)))
        _keep("venue.changed", venue.name, week, venue.id, by)
    else:
        lock(week)
        _check(kind, week, seen)
        weeks.change_week(week, replace(_as(WeekSettings, week), **dict(texts)))
        _keep("week.changed", week.name, week, week.id, by)


def _write_event(event: Event, texts: Texts, seen: str, by: Account) -> None:
    lock(event.week)
    lock(event)
    if str(event.version) != seen:
        raise EventChangedMeanwhile
    plan = replace(planned_event(event).plan, **dict(texts))
    drafts.save_plan(event, plan, seen_version=event.version, by=by)


def _check(kind: OwnerKind, row: object, seen: str) -> None:
    """Refuse what was typed over texts that are others now; the row is locked."""
    if mark_of(texts_of(kind, row)) != seen:
        raise TextsChangedMeanwhile


def _as(kind: type[Any], row: object) -> Any:  # noqa: ANN401 - of that kind
    return kind(**{one.name: getattr(row, one.name) for one in fields(kind)})


def _keep(action: str, subject: object, week: Week, key: UUID, by: Account) -> None:
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=str(subject),
        subject_id=key,
        week_id=week.id,
    )
