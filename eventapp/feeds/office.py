"""The office's calendar: a week as it is planned, published or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from flask_babel import gettext as _

from eventapp.config import current
from eventapp.feeds import telling, writing
from eventapp.feeds.document import CalendarEvent, Status
from eventapp.kernel.i18n import Localised, day_in_words
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent, persons_in, planned_events
from eventapp.programme.plans import EventPlan, PartPlan
from eventapp.programme.shown import (
    Said,
    Shown,
    ShownPart,
    ShownPlace,
    full_name,
    said,
    shown,
)

# Facts that a plan and what is shown of it have under the same names.
ALIKE: Final = (
    "kind",
    "status",
    "starts_at",
    "ends_at",
    "mode",
    "languages",
    "signup",
    "signup_opens_at",
    "signup_closes_at",
)


@dataclass(frozen=True)
class _Around:
    """What plans name by keys."""

    venues: Mapping[UUID, Venue]
    persons: Mapping[UUID, Person]
    titles: Mapping[UUID, Localised]


def events_as_planned(week: Week) -> list[CalendarEvent]:
    """Each event with an hour as the office plans it; what is not public is tentative.

    In a fixed number of statements.
    """
    planned = [one for one in planned_events(week) if one.plan.is_placed]
    around = _Around(
        venues={venue.id: venue for venue in programme.venues_of(week)},
        persons={person.id: person for person in persons_in(week)},
        titles={one.id: one.plan.title for one in planned},
    )
    public = shown(Event.week_id == week.id)
    return [_described(week, one, public[one.id], around) for one in planned]


def _described(
    week: Week, one: PlannedEvent, public: Shown, around: _Around
) -> CalendarEvent:
    facts = _facts(one, public, around) if one.is_changed else public
    told = replace(
        writing.worded(one.event, week, facts),
        sequence=0,  # what this calendar showed before is counted beside it
        changed_at=one.event.created_at,
        url=f"{current().address}/organise/{week.slug}/events/{one.id}",
        is_public=False,
    )
    if not one.is_changed:
        return told
    told = replace(
        told, description=telling.description(facts, _news(week, one, public))
    )
    if one.is_cancelled:
        return told
    title = _("Planned: %(event)s", event=told.summary)
    return replace(told, summary=title, status=Status.TENTATIVE)


def _news(week: Week, one: PlannedEvent, public: Shown) -> tuple[str, ...]:
    """What the public does not know yet."""
    if one.is_held_back:
        return (_("Held back: the next release leaves it out."),)
    if not one.is_published:
        return (_("Not published yet."),)
    if one.is_cancelled and not one.event.is_cancelled:
        return (_("The next release cancels it."),)
    lines = [_("Changed, not published yet.")]
    if (public.starts_at, public.ends_at) != (one.plan.starts_at, one.plan.ends_at):
        lines.append(_("The public reads: %(when)s", when=_hours(week, public)))
    if public.place and one.plan.venue_id != one.event.venue_id:
        lines.append(_("The public reads: %(place)s", place=public.place.name))
    return tuple(lines)


def _hours(week: Week, public: Shown) -> str:
    zone = week.tzinfo
    begins, ends = public.starts_at.astimezone(zone), public.ends_at.astimezone(zone)
    return _(
        "%(day)s, %(begins)s–%(ends)s",
        day=day_in_words(begins.date()),
        begins=f"{begins:%H:%M}",
        ends=f"{ends:%H:%M}",
    )


def _facts(one: PlannedEvent, public: Shown, around: _Around) -> Shown:
    plan = one.plan
    alike = {name: getattr(plan, name) for name in ALIKE}
    return replace(
        public,
        **alike,
        title=said(plan.title) or public.title,
        summary=said(plan.summary),
        joins_online=bool(plan.joining_link),
        interpretation=said(plan.interpretation),
        place=_place(around.venues, plan.venue_id),
        meeting_point=_place(around.venues, plan.meeting_point_id),
        whole=_whole(plan, around),
        people=_people(one.parts, around.persons),
    )


def _whole(plan: EventPlan, around: _Around) -> Said | None:
    return said(around.titles.get(plan.parent_id)) if plan.parent_id else None


def _place(venues: Mapping[UUID, Venue], key: UUID | None) -> ShownPlace | None:
    venue = venues.get(key) if key else None
    name = said(venue.name) if venue else None
    if venue is None or name is None:
        return None
    outer = venue.parent
    return ShownPlace(
        name=name,
        outer=said(outer.name) if outer else None,
        address=said(venue.address or (outer.address if outer else None)),
        directions=said(venue.directions),
        latitude=venue.latitude,
        longitude=venue.longitude,
    )


def _people(
    parts: Sequence[PartPlan], persons: Mapping[UUID, Person]
) -> tuple[ShownPart, ...]:
    found = []
    for part in parts:
        person = persons.get(part.person_id) if part.person_id else None
        place = person.institution if person else None
        found.append(
            ShownPart(
                part=part.part,
                name=full_name(person.name) if person else None,
                office=said(part.office or (person.office if person else None)),
                institution=said(place.name) if place else None,
                from_language=part.from_language,
                into_language=part.into_language,
            )
        )
    return tuple(found)
