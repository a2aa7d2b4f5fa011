"""Changing public texts alone, whatever they belong to."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel.db import db
from eventapp.planning.queries.texts import OwnerKind
from eventapp.planning.service import casting
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_event
from eventapp.programme.plans import VenuePlan
from eventapp.programme.service import drafts, venues, weeks
from eventapp.programme.service.people import PersonEntry
from eventapp.programme.service.weeks import WeekSettings

Texts = Mapping[str, Any]  # `Localised` or None, by field


def change_texts(  # noqa: PLR0913 - whose, which, what, and by whom
    week: Week,
    kind: OwnerKind,
    key: UUID,
    texts: Texts,
    *,
    seen_version: int,
    by: Account,
) -> None:
    """Write texts anew: those of an event into its draft, others for all to see.

    Raises:
        EventChangedMeanwhile: somebody saved another version of the event meanwhile.
    """
    if kind is OwnerKind.EVENT:
        event = db.session.get_one(Event, key)
        drafts.hold(event, seen_version)
        plan = replace(planned_event(event).plan, **dict(texts))
        drafts.save_plan(event, plan, seen_version=seen_version, by=by)
    elif kind is OwnerKind.PERSON:
        person = db.session.get_one(Person, key)
        entry = replace(_as(PersonEntry, person), **dict(texts))
        casting.change_person(person, entry, by=by)
    elif kind is OwnerKind.VENUE:
        venue = db.session.get_one(Venue, key)
        venues.change_venue(venue, replace(_as(VenuePlan, venue), **dict(texts)))
        _keep("venue.changed", venue.name, week, venue.id, by)
    else:
        weeks.change_week(week, replace(_as(WeekSettings, week), **dict(texts)))
        _keep("week.changed", week.name, week, week.id, by)


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
