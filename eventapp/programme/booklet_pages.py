"""What stands in the programme booklet, in the languages of the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.institutions.models import Institution
from eventapp.kernel.i18n import Localised, day_in_words
from eventapp.kernel.names import searchable
from eventapp.programme.bilingual import Text, Voice, in_languages
from eventapp.programme.booklet_rows import Material, gathered
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import Day
from eventapp.programme.vocabulary import EventStatus, Mode, SignUp
from eventapp.programme.when import DASH, known_days, language_name, long_day
from eventapp.programme.words import (
    kind_word,
    mode_word,
    part_word,
    sign_up_word,
    track,
    venue_word,
)
from eventapp.typesetting.texts import tagged
from eventapp.web.filters import listing, weekday

DOT = " · "


def content_of(week: Week, address: str, tags: Sequence[str]) -> dict[str, Any]:
    """The content of the booklet as its template wants it; in six statements."""
    material = gathered(week, address)
    content: dict[str, Any] = _marked(
        in_languages(tags, lambda voice: _Pages(material, voice).content())
    )
    return content | {"lang": tags[0].partition("-")[0], "accent": week.accent.value}


def _marked(content: Any) -> Any:  # noqa: ANN401 - whatever JSON can say
    if isinstance(content, Text):
        return tagged(content.text, content.tag)
    if isinstance(content, dict):
        return {key: _marked(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_marked(value) for value in content]
    return content


@dataclass(frozen=True)
class _Pages:
    """The booklet in one language; each language makes the same shape."""

    material: Material
    voice: Voice

    def content(self) -> dict[str, Any]:
        week, voice = self.material.week, self.voice
        return {
            "title": voice.text(week.name),
            "dates": voice.word(known_days(week.held)),
            "city": voice.text(week.city),
            "theme": voice.text(week.theme),
            "host": voice.word(_("Host: %(host)s", host=voice.plain(week.host.name))),
            "zone": voice.word(
                _("All times are %(city)s time.", city=voice.plain(week.city))
            ),
            "questions": voice.word(_("Questions? Write to")),
            "contact": week.contact_address,
            "address": self.material.address,
            "as_of": voice.word(self._as_of()),
            "heads": {
                "programme": voice.word(_("Programme")),
                "contents": voice.word(_("Contents")),
                "venues": voice.word(_("Venues")),
                "institutions": voice.word(_("Institutions")),
                "people": voice.word(_("People")),
                "lasting": voice.word(_("Goes on from earlier days")),
                "parts": voice.word(_("Parts of this event")),
                "empty": voice.word(_("The programme is not published yet")),
            },
            "days": [self._day(day) for day in self.material.days],
            "venues": [self._venue(venue) for venue in self.material.used],
            "places": self._places(),
            "people": self._index(),
        }

    def _as_of(self) -> str:
        at = self._wall(self.material.week.revised_at)
        known = f"{day_in_words(at.date())} {at:%H:%M}"
        if (release := self.material.release) is None:
            return _("As of %(instant)s", instant=known)
        number = release.number
        return _("Release %(number)s, as of %(instant)s", number=number, instant=known)

    # --- events -----------------------------------------------------------------

    def _day(self, day: Day) -> dict[str, Any]:
        return {
            "title": self.voice.word(long_day(day.date)),
            "lasting": [self._lasting(entry.event) for entry in day.lasting],
            "events": [
                self._event(entry.event)
                | {"parts": [self._event(part) for part in entry.inside]}
                for slot in day.slots
                for entry in slot.entries
            ],
        }

    def _lasting(self, event: Event) -> dict[str, Any]:
        return {
            "title": self.voice.text(event.title),
            "until": self.voice.word(self._until(event)),
        }

    def _event(self, event: Event) -> dict[str, Any]:
        starts, ends = self._wall(event.starts_at), self._wall(event.ends_at)
        is_long = (ends - starts).days >= 1
        return {
            "id": str(event.id),
            "hours": f"{starts:%H:%M}{DASH}" + ("" if is_long else f"{ends:%H:%M}"),
            "until": self.voice.word(self._until(event)) if is_long else None,
            "title": self.voice.text(event.title),
            "track": track(event.kind),
            "cancelled": (
                self.voice.word(_("Cancelled"))
                if event.status is EventStatus.CANCELLED
                else None
            ),
            "facts": self.voice.word(DOT.join(self._facts(event))),
            "summary": self.voice.text(event.summary),
            "people": [self._part(one) for one in self._people(event)],
        }

    def _facts(self, event: Event) -> list[str]:
        facts = [kind_word(event.kind)]
        if event.mode is not Mode.ONSITE:
            facts.append(mode_word(event.mode))
        facts.append(self.voice.plain(event.room))
        if point := self.material.venues.get(event.meeting_point_id or event.id):
            facts.append(_("Meet at: %(place)s", place=self.voice.plain(point.name)))
        if event.languages:
            names = listing([language_name(tag) for tag in event.languages])
            facts.append(_("Languages: %(names)s", names=names))
        facts.append(self.voice.plain(event.interpretation))
        if event.signup is not SignUp.EVERYONE:
            facts.append(sign_up_word(event.signup))
        return [fact for fact in facts if fact]

    def _part(self, one: Assignment) -> dict[str, Any]:
        part = part_word(one.part)
        if one.from_language and one.into_language:
            ways = map(language_name, (one.from_language, one.into_language))
            part = f"{part} ({' → '.join(ways)})"
        institution = one.institution.name if one.institution else None
        described = [self.voice.plain(one.announced), self.voice.plain(institution)]
        return {
            "part": self.voice.word(part),
            "names": _names(one),
            "unnamed": None if one.name else self.voice.word(_("To be named")),
            "office": self.voice.word(listing([word for word in described if word])),
        }

    def _people(self, event: Event) -> list[Assignment]:
        return self.material.people.get(event.id, [])

    # --- the lists at the end ---------------------------------------------------

    def _venue(self, venue: Venue) -> dict[str, Any]:
        facts = [venue_word(venue.kind)]
        if venue.parent_id and (around := self.material.venues.get(venue.parent_id)):
            facts.append(self.voice.plain(around.name))
        facts.append(self.voice.plain(venue.address))
        if venue.capacity:
            seats = ngettext("%(num)s seat", "%(num)s seats", venue.capacity)
            facts.append(seats)
        if venue.opens and venue.closes:
            facts.append(f"{venue.opens:%H:%M}{DASH}{venue.closes:%H:%M}")
        return {
            "name": self.voice.text(venue.name),
            "facts": self.voice.word(DOT.join(fact for fact in facts if fact)),
            "access": self.voice.word(_access(venue.is_step_free)),
            "directions": self.voice.text(venue.directions),
        }

    def _places(self) -> list[dict[str, Any]]:
        """The institutions by country or region, in the order of their names."""
        groups: dict[str, tuple[Localised | None, list[Institution]]] = {}
        for one in self.material.participants:
            territory = one.institution.territory
            label = territory.label if territory else None
            code = territory.code if territory else ""
            groups.setdefault(code, (label, []))[1].append(one.institution)
        ordered = sorted(groups.values(), key=_place_order)
        return [
            {
                "name": self.voice.text(label) or self.voice.word(_("Elsewhere")),
                "institutions": [self._institution(one) for one in found],
            }
            for label, found in ordered
        ]

    def _institution(self, one: Institution) -> dict[str, Any]:
        own = one.native_name if one.native_name not in one.name.values() else None
        return {
            "name": self.voice.text(one.name),
            "own": tagged(own, one.native_language) if own else None,
            "city": one.city,
        }

    def _index(self) -> list[dict[str, Any]]:
        found: dict[UUID, tuple[Assignment, list[str]]] = {}
        for parts in self.material.people.values():
            for one in parts:
                if one.person_id:
                    found.setdefault(one.person_id, (one, []))[1].append(
                        str(one.event_id)
                    )
        ordered = sorted(found.values(), key=_person_order)
        return [{"names": _names(one), "events": keys} for one, keys in ordered]

    def _until(self, event: Event) -> str:
        ends = self._wall(event.ends_at)
        return _(
            "until %(day)s, %(time)s", day=weekday(ends.date()), time=f"{ends:%H:%M}"
        )

    def _wall(self, at: datetime) -> datetime:
        return at.astimezone(self.material.moment.zone)


def _names(one: Assignment) -> list[dict[str, Any]]:
    """Both forms of a name, each in its own language."""
    name = one.name
    if name is None:
        return []
    latin = f"{name.title} {name.latin}" if name.title and name.latin else name.latin
    forms = [tagged(latin, "en")] if latin else []
    if name.native and name.native != name.latin:
        forms.append(tagged(name.native, name.native_language))
    return forms


def _access(is_step_free: bool | None) -> str:  # noqa: FBT001 - a fact of a venue
    if is_step_free is None:
        return ""
    if is_step_free:
        return _("Without steps, or with a lift")
    return _("There are steps. Ask the organisers for help.")


def _place_order(group: tuple[Localised | None, object]) -> tuple[bool, str]:
    """By the English label for all readers: two languages share one list."""
    label = group[0] or Localised()
    return not label, searchable(label.chosen("en")[1])


def _person_order(found: tuple[Assignment, object]) -> str:
    person = found[0].person
    return person.sort_name if person else ""
