"""A schedule written as schedule.xml and schedule.json, as frab and pretalx do."""

import json
import re
from datetime import date, timedelta
from importlib.metadata import version
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from eventapp.exchange.schedule import Entry, Schedule, ScheduleDay

SLOT = "00:05"
SCHEMA = "https://c3voc.de/schedule/schema.json"
PLACE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+")  # a zone, as the schema knows them
NO_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAME = "eventapp"


def as_xml(schedule: Schedule) -> bytes:
    """schedule.xml."""
    root = Element("schedule")
    SubElement(root, "generator", name=NAME, version=version(NAME))
    _add(root, "version", schedule.version)
    conference = SubElement(root, "conference")
    for name, text in _conference(schedule).items():
        _add(conference, name, text)
    for day in schedule.days:
        _add_day(root, day)
    indent(root)
    octets: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return octets + b"\n"


def as_json(schedule: Schedule) -> bytes:
    """schedule.json."""
    zone = {"time_zone_name": schedule.zone} if PLACE.match(schedule.zone) else {}
    document = {
        "$schema": SCHEMA,
        "generator": {
            "name": NAME,
            "version": version(NAME),
            "url": schedule.address,
        },
        "schedule": {
            "url": schedule.url,
            "version": schedule.version,
            "base_url": schedule.address,
            "conference": {
                "acronym": schedule.acronym,
                "title": schedule.title,
                "start": _first(schedule).isoformat(),
                "end": _last(schedule).isoformat(),
                "daysCount": len(schedule.days),
                "timeslot_duration": SLOT,
                **zone,
                "url": schedule.url,
                "rooms": [
                    {
                        "name": str(venue.name),
                        "guid": str(venue.id),
                        "description": str(venue.directions or "") or None,
                        "capacity": venue.capacity,
                    }
                    for venue in schedule.venues
                ],
                "days": [_day_as_json(day) for day in schedule.days],
            },
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def hours(length: timedelta) -> str:
    """A length in hours and minutes: 01:30."""
    minutes = round(length.total_seconds() / 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _conference(schedule: Schedule) -> dict[str, str]:
    return {
        "title": schedule.title,
        "acronym": schedule.acronym,
        "start": _first(schedule).isoformat(),
        "end": _last(schedule).isoformat(),
        "days": str(len(schedule.days)),
        "timeslot_duration": SLOT,
        "base_url": schedule.address,
        "time_zone_name": schedule.zone,
    }


def _add_day(root: Element, day: ScheduleDay) -> None:
    whole = SubElement(
        root,
        "day",
        index=str(day.index),
        date=day.date.isoformat(),
        start=day.starts_at.isoformat(),
        end=day.ends_at.isoformat(),
    )
    for name, entries in day.rooms.items():
        room = SubElement(whole, "room", name=_clean(name))
        for entry in entries:
            _add_event(room, entry)


def _add_event(room: Element, entry: Entry) -> None:
    event = SubElement(room, "event", guid=str(entry.guid), id=str(entry.id))
    texts = _facts(entry) | {"duration": hours(entry.duration)}
    for name, text in texts.items():
        _add(event, name, text)
    persons = SubElement(event, "persons")
    for one in entry.people:
        _add(persons, "person", one.name).set("id", str(one.id))
    links = SubElement(event, "links")
    _add(links, "link", "iCalendar").set("href", entry.calendar)


def _facts(entry: Entry) -> dict[str, str]:
    return {
        "date": entry.starts_at.isoformat(),
        "start": f"{entry.starts_at:%H:%M}",
        "duration": hours(entry.duration),
        "room": entry.room,
        "slug": entry.slug,
        "url": entry.url,
        "title": entry.title,
        "subtitle": entry.subtitle,
        "track": entry.kind,
        "type": entry.kind,
        "language": entry.language,
        "abstract": entry.abstract,
        "description": entry.description,
    }


def _day_as_json(day: ScheduleDay) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {
            name: [_event_as_json(entry) for entry in entries]
            for name, entries in day.rooms.items()
        },
    }


def _event_as_json(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "guid": str(entry.guid),
        **_facts(entry),
        "persons": [
            {"id": one.id, "guid": str(one.guid), "name": one.name}
            for one in entry.people
        ],
        "links": [{"title": "iCalendar", "url": entry.calendar, "type": "related"}],
        "attachments": [],
    }


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = _clean(text)
    return child


def _clean(text: str) -> str:
    """Without what no XML may hold."""
    return NO_XML.sub("", text)


def _first(schedule: Schedule) -> date:
    return schedule.days[0].date


def _last(schedule: Schedule) -> date:
    return schedule.days[-1].date
