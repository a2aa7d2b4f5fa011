"""The weeks of the demonstration, with their venues, events and parts in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from eventapp.accounts.models import Account
from eventapp.demo.sources import document, localised, person_name, table, words
from eventapp.institutions.models import Institution
from eventapp.kernel import clock
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.db import add
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import EventPlan, PartPlan, VenuePlan
from eventapp.programme.service.drafts import begin_event
from eventapp.programme.service.people import PersonEntry, enter_person
from eventapp.programme.service.releases import publish
from eventapp.programme.service.venues import plan_venue, time_walk
from eventapp.programme.service.weeks import invite
from eventapp.programme.vocabulary import (
    EventKind,
    Mode,
    Part,
    RegistrationMode,
    SignUp,
    Track,
    VenueKind,
)

HOST = "sspu"
CONTACT = "partnership-week@sspu.example"
LANGUAGES = ("en", "zh-Hans")
CITY = Localised({"en": "Shanghai", "zh-Hans": "上海"})
NOTHING_TO_CONSENT = Localised(
    {
        "en": "Nobody registers for this week here.",
        "zh-Hans": "本届活动不在此注册。",
    }
)
FIRST_NOTE = Localised({"en": "The first programme.", "zh-Hans": "首次发布日程。"})
INTERPRETATION = {
    "": None,
    "consecutive": Localised(
        {"en": "Consecutive interpretation", "zh-Hans": "交替传译"}
    ),
    "on_request": Localised(
        {"en": "Interpretation on request", "zh-Hans": "可申请口译"}
    ),
}


@dataclass(frozen=True)
class Programme:
    """The week that takes registrations, with what stands in it."""

    week: Week
    venues: Mapping[str, Venue]
    events: Mapping[str, Event]
    photographs: Localised  # what delegates are asked beside the privacy text


def plant_programme(known: Mapping[str, Institution], *, by: Account) -> Programme:
    """Plan all weeks, and the programme of the one that takes registrations."""
    programme = None
    for entry in document("weeks"):
        week = _plant_week(entry, known)
        if "registration" in entry:
            venues = _plant_venues(week)
            events = _plant_events(week, venues, _plant_people(known), by)
            photographs = Localised(entry["photographs"])
            programme = Programme(week, venues, events, photographs)
    if programme is None:
        message = "one week of the demonstration takes registrations"
        raise LookupError(message)
    return programme


def _plant_week(entry: dict[str, Any], known: Mapping[str, Institution]) -> Week:
    registration = entry.get("registration")
    week = add(
        Week(
            slug=entry["slug"],
            name=Localised(entry["name"]),
            theme=_text(entry, "theme"),
            introduction=_text(entry, "introduction"),
            city=CITY,
            travel=_text(entry, "travel"),
            privacy=_text(entry, "privacy") or NOTHING_TO_CONSENT,
            privacy_version=entry.get("privacy_version", "1"),
            mode=Mode(entry["mode"]),
            accent=Track.TEAL,
            languages=LANGUAGES,
            contact_address=CONTACT,
            is_public=True,
            zone="Asia/Shanghai",
            held=_known_date(**entry["held"]),
            registration_mode=RegistrationMode.OPEN
            if registration
            else RegistrationMode.INVITATION,
            registration_opens_at=_instant(registration, "opens_at"),
            registration_closes_at=_instant(registration, "closes_at"),
            revised_at=clock.now(),
            host_id=known[HOST].id,
        )
    )
    invite(week, known[HOST], is_host=True)
    for key in entry["participants"]:
        invite(week, known[key])
    return week


def _plant_venues(week: Week) -> dict[str, Venue]:
    venues: dict[str, Venue] = {}
    for position, line in enumerate(table("venues"), start=1):
        plan = VenuePlan(
            name=localised(line, "name"),
            kind=VenueKind(line["kind"]),
            capacity=int(line["capacity"]) if line["capacity"] else None,
            parent_id=venues[line["parent"]].id if line["parent"] else None,
            opens=_hour(line["opens"]),
            closes=_hour(line["closes"]),
        )
        venue = plan_venue(week, plan, key=line["key"])
        venue.position = position
        venues[line["key"]] = venue
    for line in table("walks"):
        time_walk(venues[line["from"]], venues[line["to"]], int(line["minutes"]))
    return venues


def _plant_events(
    week: Week,
    venues: Mapping[str, Venue],
    parts: Mapping[str, list[PartPlan]],
    by: Account,
) -> dict[str, Event]:
    """Plan the events, and publish them as the first release."""
    events: dict[str, Event] = {}
    for line in table("events"):
        meeting_point = line["meeting_point"]
        plan = EventPlan(
            kind=EventKind(line["kind"]),
            title=localised(line, "title"),
            starts_at=_wall_clock(week, line["starts_at"]),
            ends_at=_wall_clock(week, line["ends_at"]),
            summary=localised(line, "summary"),
            venue_id=venues[line["venue"]].id,
            meeting_point_id=venues[meeting_point].id if meeting_point else None,
            coaches=tuple(str(venues[key].id) for key in words(line["coaches"])),
            parent_id=events[line["parent"]].id if line["parent"] else None,
            capacity=int(line["capacity"]),
            signup=SignUp(line["signup"]),
            languages=words(line["languages"]),
            interpretation=INTERPRETATION[line["interpretation"]],
            mode=Mode(line["mode"]),
            joining_link=line["joining_link"] or None,
        )
        key = line["key"]
        events[key] = begin_event(week, plan, parts.get(key, ()), by=by, key=key)
    publish(week, [event.id for event in events.values()], FIRST_NOTE, by=by)
    return events


def _plant_people(known: Mapping[str, Institution]) -> dict[str, list[PartPlan]]:
    """Enter everybody who has a part, and name the parts by event."""
    people: dict[str, Person] = {}
    parts: dict[str, list[PartPlan]] = {}
    for line in table("assignments"):
        name = person_name(line)
        if name.latin not in people:
            entry = PersonEntry(
                name,
                office=localised(line, "office"),
                institution_id=known[line["institution"]].id,
                languages=tuple(tag for tag in (line["from"], line["into"]) if tag),
            )
            people[name.latin] = enter_person(entry)
        part = PartPlan(
            Part(line["part"]),
            people[name.latin].id,
            from_language=line["from"] or None,
            into_language=line["into"] or None,
        )
        parts.setdefault(line["event"], []).append(part)
    return parts


def _text(entry: dict[str, Any], field: str) -> Localised | None:
    return Localised(entry[field]) if field in entry else None


def _known_date(first: str, precision: str, last: str | None = None) -> KnownDate:
    return KnownDate(
        date.fromisoformat(first),
        date.fromisoformat(last) if last else None,
        DatePrecision(precision),
    )


def _instant(texts: dict[str, str] | None, field: str) -> datetime | None:
    return datetime.fromisoformat(texts[field]) if texts else None


def _hour(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _wall_clock(week: Week, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=week.tzinfo)
