"""The organisers' deeds outside registration, each with its line in the journal."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.service import desks
from eventapp.checkin.service.desks import DeskPlan
from eventapp.dashboard.queries.directory import (
    registrations_from,
    weeks_reached_from,
    weeks_with,
)
from eventapp.institutions import queries as directory
from eventapp.institutions import service as keeping
from eventapp.institutions.models import Institution
from eventapp.institutions.service import InstitutionEntry
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.dates import KnownDate
from eventapp.kernel.db import Model, lock
from eventapp.kernel.i18n import Localised
from eventapp.kernel.wall import ZoneInUse
from eventapp.planning.queries.seats import has_events
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import VenuePlan
from eventapp.programme.service import venues, weeks
from eventapp.programme.service.calendars import followed
from eventapp.programme.service.weeks import WeekBeginning, WeekSettings
from eventapp.programme.shown import with_institution
from eventapp.registration import notices_of_places as notices
from eventapp.registration import seating
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying, places

Facts = dict[str, Any]
FIRST_DESK = {"en": "Registration desk", "zh-Hans": "报到处"}


def plan_venue(week: Week, plan: VenuePlan, *, by: Account) -> Venue:
    """Add a venue."""
    venue = venues.plan_venue(week, plan)
    keep(by, "venue.planned", venue.name, venue, after=facts(plan))
    return venue


def change_venue(venue: Venue, plan: VenuePlan, *, by: Account) -> None:
    """Describe a venue anew."""
    before = {one.name: getattr(venue, one.name) for one in fields(plan)}
    venues.change_venue(venue, plan)
    changed = {name for name, value in before.items() if value != getattr(plan, name)}
    if changed:
        before = {name: recorded(value) for name, value in before.items()}
        keep(by, "venue.changed", venue.name, venue, before, facts(plan), changed)


def remove_venue(venue: Venue, *, by: Account) -> None:
    """Take a venue out of its week.

    Raises:
        VenueInUse: events take place there, or rooms lie in it.
    """
    venues.remove_venue(venue)
    keep(by, "venue.removed", venue.name, venue)


def move_venue(venue: Venue, steps: int, *, by: Account) -> None:
    """Let a venue stand earlier or later among those beside it."""
    venues.move_venue(venue, steps)
    keep(by, "venue.moved", venue.name, venue)


def time_walks(
    week: Week, minutes: Mapping[frozenset[UUID], int | None], *, by: Account
) -> None:
    """Note how long the ways between venues take; None: nobody knows."""
    if venues.time_walks(week, minutes):
        keep(by, "venue.timed", week.name, week)


def begin_week(beginning: WeekBeginning, *, by: Account) -> Week:
    """Begin a week, with a first desk.

    Raises:
        SlugTaken: another week has this address.
    """
    week = weeks.begin_week(beginning)
    desks.set_up_desk(week, DeskPlan(name=Localised(FIRST_DESK)))
    keep(by, "week.begun", week.name, week)
    return week


def set_up_desk(week: Week, plan: DeskPlan, *, by: Account) -> Desk:
    """Add a desk."""
    desk = desks.set_up_desk(week, plan)
    keep(by, "desk.set_up", plan.name, desk, after=facts(plan))
    return desk


def change_desk(desk: Desk, plan: DeskPlan, *, by: Account) -> None:
    """Rename a desk, move it, open or close it."""
    before = {one.name: recorded(getattr(desk, one.name)) for one in fields(plan)}
    desks.change_desk(desk, plan)
    keep(by, "desk.changed", plan.name, desk, before, facts(plan))


def change_week(week: Week, settings: WeekSettings, *, by: Account) -> None:
    """Set a week anew.

    Raises:
        ZoneInUse: the zone is another one, and events have their hours in it.
    """
    before = {one.name: recorded(getattr(week, one.name)) for one in fields(settings)}
    changed = weeks.change_week(week, settings)  # locks it
    if "zone" in changed and has_events(week):
        raise ZoneInUse
    if changed:
        keep(by, "week.changed", week.name, week, before, facts(settings), changed)


def enter_institution(entry: InstitutionEntry, *, by: Account) -> Institution:
    """Take an institution into the directory."""
    institution = keeping.enter_institution(entry)
    keep(by, "institution.entered", entry.name, institution, after=facts(entry))
    return institution


def change_institution(
    institution: Institution, entry: InstitutionEntry, *, by: Account
) -> None:
    """Describe an institution anew; its people are found under its new names."""
    before = {
        "name": recorded(institution.name),
        "territory": institution.territory_code,
        "city": institution.city,
        "type": recorded(institution.type),
        "short_name": institution.short_name,
        "native_name": institution.native_name,
        "native_language": institution.native_language,
        "aliases": sorted(one.name for one in directory.aliases_of(institution)),
    }
    concerned = weeks_with(institution)
    for week in concerned:
        lock(week)  # before their events, as everybody does
    with followed(with_institution(institution)):
        keeping.change_institution(institution, entry)
    after = facts(entry)
    after["aliases"] = sorted(after["aliases"])
    changed = {name for name, value in before.items() if value != after[name]}
    if changed:
        for registration in registrations_from(institution):
            applying.make_findable(registration)
        for week in concerned:
            weeks.revise(week)
        keep(by, "institution.changed", entry.name, institution, before, after, changed)


def label_territory(code: str, label: Localised, *, by: Account) -> None:
    """Set the label of a country or region; the pages of its weeks show it at once."""
    known = {one.code: one.label for one in directory.territories()}
    keeping.label_territory(code, label)
    for week in weeks_reached_from(code):
        weeks.revise(week)
    keep(
        by,
        "territory.labelled",
        f"{code} {label}",
        before={"label": recorded(known.get(code))},
        after={"label": recorded(label)},
    )


def give_place(
    registration: Registration,
    event: Event,
    *,
    is_extra: bool = False,
    reason: str = "",
    by: Account,
) -> Place:
    """Give somebody a place, and write to them; one more than there are if so said.

    Raises:
        NotConfirmed: only a confirmed registration has places.
        EventCancelled: the event does not take place.
        EventFull: all places are held or offered.
    """
    lock(event)
    before = seating.place_of(registration, event)
    if before is not None and before.is_held:
        return before
    was_full = seating.tally(event).left == 0
    place = places.give_place(registration, event, is_extra=is_extra)
    notices.tell_given(registration, event)
    more = {"is_extra": True} if is_extra and was_full else {}
    after = more | ({"reason": reason} if reason else {})
    subject = f"{registration.name}: {event.title}"
    keep(by, "place.given", subject, registration, after=after)
    return place


def release_place(place: Place, *, reason: str = "", by: Account) -> Place | None:
    """Take a place or a request back, and say so; who waited longest inherits it."""
    registration, event = place.registration, place.event
    has_begun, waited = event.has_begun(clock.now()), not place.is_held
    promoted = places.release_place(place)
    if not has_begun:
        tell = notices.tell_refused if waited else notices.tell_taken_back
        tell(registration, event, reason)
    action = "place.refused" if waited else "place.released"
    after = {"reason": reason} if reason else {}
    keep(by, action, f"{registration.name}: {event.title}", registration, after=after)
    return promoted


def note_exported(event: Event, count: int, *, by: Account) -> None:
    """Note who took the list of people with them."""
    keep(by, "place.exported", event.title, event, after={"number": count})


def keep(  # noqa: PLR0913, PLR0917 - a line of the journal has these parts
    by: Account,
    action: str,
    subject: object,
    row: Model | None = None,
    before: Facts | None = None,
    after: Facts | None = None,
    changed: Iterable[str] | None = None,
) -> None:
    """Write a line into the journal: what was before, and what is now."""
    names = None if changed is None else frozenset(changed)
    details = {
        word: {
            name: value
            for name, value in told.items()
            if names is None or name in names
        }
        for word, told in (("before", before), ("after", after))
        if told
    }
    week_id = row.id if isinstance(row, Week) else getattr(row, "week_id", None)
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=str(subject),
        subject_id=getattr(row, "id", None),
        week_id=week_id,
        details=details,
    )


def facts(decided: Any) -> Facts:  # noqa: ANN401 - a frozen dataclass of ours
    """A decision as the journal keeps it."""
    return {one.name: recorded(getattr(decided, one.name)) for one in fields(decided)}


def recorded(value: object) -> Any:  # noqa: ANN401 - what JSON can hold
    """One value as the journal keeps it."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple | frozenset):
        return [recorded(one) for one in value]
    if isinstance(value, datetime | time):
        return value.isoformat()
    if isinstance(value, KnownDate):
        return [str(day) for day in (value.first, value.last) if day]
    if isinstance(value, StrEnum | UUID):
        return str(value)
    return value
