"""What stands on a lobby screen: events as cards, in two languages at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from eventapp.kernel.i18n import Localised
from eventapp.programme import places, queries
from eventapp.programme.bilingual import Voice, in_languages
from eventapp.programme.models.events import Event
from eventapp.programme.models.releases import Change
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import room_order
from eventapp.programme.vocabulary import ChangeKind
from eventapp.programme.when import DASH, long_day
from eventapp.programme.words import kind_word, track
from eventapp.web.filters import iso, weekday

NEWS_LAST = timedelta(days=1)
FIRST_RELEASE = 1  # in which everything is new, and nothing is news

Cards = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Scope:
    """Which part of the programme a screen shows, and how."""

    tags: tuple[str, ...]
    venues: frozenset[UUID] = frozenset()  # empty: all
    days: int = 0  # beyond the day of the next event


@dataclass(frozen=True)
class Rows:
    """What a screen tells, read once for all its languages."""

    week: Week
    venues: Mapping[UUID, Venue]
    rooms: Sequence[Venue]  # chosen for this screen
    events: Sequence[Event]  # no part of another one here, in the order of all readers
    inside: Mapping[UUID, Sequence[Event]]
    changes: Sequence[Change]
    now: datetime
    is_published: bool

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the week's clocks."""
        return self.week.tzinfo

    def day_of(self, at: datetime) -> date:
        """The date where the week is."""
        return at.astimezone(self.zone).date()


def screen_of(week: Week, scope: Scope, now: datetime) -> dict[str, Any]:
    """The content of a screen: cards by their time, and news; in four statements."""
    venues = {venue.id: venue for venue in queries.venues_of(week)}
    inside = _within(venues.values(), scope.venues)
    public = queries.events_of(week)
    here = [event for event in public if not scope.venues or event.venue_id in inside]
    shown = _in_time(here, week.tzinfo, now, scope.days)
    known = {event.id for event in shown}
    inside_of: dict[UUID, list[Event]] = {}
    for event in shown:
        if event.parent_id in known:
            inside_of.setdefault(event.parent_id, []).append(event)
    rows = Rows(
        week=week,
        venues=venues,
        rooms=[venue for key, venue in venues.items() if key in scope.venues],
        events=sorted(
            (event for event in shown if event.parent_id not in known), key=_order
        ),
        inside=inside_of,
        changes=queries.changes_since(week, now - NEWS_LAST),
        now=now,
        is_published=bool(public),
    )
    content: dict[str, Any] = in_languages(
        scope.tags, lambda voice: _Screen(rows, voice).content()
    )
    return content | _by_time(content.pop("cards"), rows, scope.days)


def _within(venues: Iterable[Venue], chosen: Collection[UUID]) -> set[UUID]:
    """The chosen places, with all that lies inside them."""
    tree = places.inside(venues)
    deeper = {one.id for key in chosen for one in places.in_order(tree, key)}
    return deeper | set(chosen)


def _in_time(
    events: Sequence[Event], zone: ZoneInfo, now: datetime, days: int
) -> list[Event]:
    """From today on to tomorrow, so that a screen cut off lives on over midnight.

    Where nothing is left until then, to the end of the next day with an event.
    """
    today = now.astimezone(zone).date()
    ahead = [event.starts_at for event in events if event.ends_at > now]
    next_at = min(ahead, default=now)
    last = max(next_at.astimezone(zone).date(), today + timedelta(days=1))
    begin = datetime.combine(today, time(), zone).astimezone(UTC)
    last += timedelta(days=days + 1)
    end = datetime.combine(last, time(), zone).astimezone(UTC)
    return [
        event for event in events if event.ends_at > begin and event.starts_at < end
    ]


def _order(event: Event) -> tuple[datetime, datetime, tuple[bool, int, str], str]:
    return event.starts_at, event.ends_at, room_order(event), str(event.title)


def _by_time(cards: Cards, rows: Rows, days: int) -> dict[str, Any]:
    """The cards as js/screen.js places them, for the first sight and without it."""
    now = iso(rows.now)
    coming = [card for card in cards if card["starts"] > now]
    live = [card for card in coming if not card["cancelled"]] or coming
    first = min((card["starts"] for card in live), default="")
    today = rows.day_of(rows.now)
    next_day = min((card["day"] for card in live), default=today)
    last = max(next_day, today) + timedelta(days=days)
    shown = [card for card in coming if card["day"] <= last]
    running = [card for card in cards if card["starts"] <= now < card["ends"]]
    following = [card for card in shown if card["starts"] <= first]
    later = [card for card in shown if card["starts"] > first]
    placed = [*running, *following, *later]
    return {
        "today": today,
        "running": running,
        "following": following,
        "later": later,
        "rest": [card for card in cards if card not in placed],
        "quiet": _quiet(running, shown, cards, today),
        "is_next_tomorrow": next_day == today + timedelta(days=1),
        "is_later_today": all(card["day"] == today for card in later),
    }


def _quiet(running: Cards, shown: Cards, cards: Cards, today: date) -> str | None:
    """Which words stand where nothing is on."""
    if running:
        return None
    if not shown:
        return "over"
    is_evening = any(card["day"] == today for card in cards)
    return "done" if is_evening and shown[0]["day"] > today else "quiet"


@dataclass(frozen=True)
class _Screen:
    """The screen in one language; each language makes the same shape."""

    rows: Rows
    voice: Voice

    def content(self) -> dict[str, Any]:
        rows, voice = self.rows, self.voice
        return {
            "name": voice.text(rows.week.name),
            "rooms": [voice.text(room.name) for room in rows.rooms],
            "day": voice.word(long_day(rows.day_of(rows.now))),
            "words": self._words(),
            "cards": [self._card(event) for event in rows.events],
            "news": self._news(),
            "is_published": rows.is_published,
        }

    def _words(self) -> dict[str, Any]:
        words = {
            "now": _("Now"),
            "next": _("Next"),
            "later_today": _("Later today"),
            "later": _("Later"),
            "news": _("Please note"),
            "cancelled": _("Cancelled"),
            "quiet": _("Nothing is on now."),
            "done": _("Nothing more today."),
            "over": _("No more events are planned."),
            "empty": _("The programme is not published yet"),
            "tomorrow": _("Tomorrow"),
            "fresh": _("As of {at}"),
            "lost": _("No connection since {since}. You see what was known at {at}."),
        }
        return {name: self.voice.word(word) for name, word in words.items()}

    def _card(self, event: Event) -> dict[str, Any]:
        starts = event.starts_at.astimezone(self.rows.zone)
        return {
            **self._line(event),
            "key": str(event.id),
            "day": starts.date(),
            "weekday": self.voice.word(weekday(starts.date())),
            "kind": self.voice.word(kind_word(event.kind)),
            "track": track(event.kind),
            "inside": [self._line(part) for part in self.rows.inside.get(event.id, ())],
            "news": self._changed(event),
        }

    def _line(self, event: Event) -> dict[str, Any]:
        starts = event.starts_at.astimezone(self.rows.zone)
        ends = event.ends_at.astimezone(self.rows.zone)
        until = f"{ends:%H:%M}"
        if (ends - starts).days >= 1:
            until = _("%(day)s, %(time)s", day=weekday(ends.date()), time=until)
        return {
            "starts": iso(event.starts_at),
            "ends": iso(event.ends_at),
            "hours": self.voice.word(f"{starts:%H:%M}{DASH}{until}"),
            "title": self.voice.text(event.title),
            "room": self.voice.text(event.room),
            "room_key": event.venue_id,
            "cancelled": event.is_cancelled,
        }

    # --- news -------------------------------------------------------------------

    def _news(self) -> dict[str, Any]:
        found = [one.release for one in self.rows.changes if one.release.note]
        later = [release for release in found if release.number > 1]  # all was new
        latest = max(later, key=lambda release: release.number, default=None)
        note = latest.note if latest else None
        return {"note": self.voice.text(note)}

    def _changed(self, event: Event) -> list[Any]:
        """What became of an event since yesterday, in words."""
        changes = [one for one in self.rows.changes if one.event_id == event.id]
        if not changes or event.is_cancelled:
            return []
        before, words = changes[0].before, []
        if before is None:
            is_news = changes[0].release.number > FIRST_RELEASE
            return [self.voice.word(_("New"))] if is_news else []
        if any(one.kind is ChangeKind.RESTORED for one in changes):
            words.append(_("Takes place after all"))
        was = datetime.fromisoformat(before["starts_at"])
        if was != event.starts_at:
            words.append(_("New time, before: %(time)s", time=self._hour(was, event)))
        if before.get("venue_id") != (str(event.venue_id) if event.venue_id else None):
            words.append(self._moved(before.get("venue_id")))
        return [self.voice.word(word) for word in words]

    def _hour(self, was: datetime, event: Event) -> str:
        wall = was.astimezone(self.rows.zone)
        if wall.date() == self.rows.day_of(event.starts_at):
            return f"{wall:%H:%M}"
        day = weekday(wall.date())
        return _("%(day)s, %(time)s", day=day, time=f"{wall:%H:%M}")

    def _moved(self, key: str | None) -> str:
        venue = self.rows.venues.get(UUID(key)) if key else None
        name: Localised | None = venue.name if venue else None
        if name is None:
            return _("New room")
        return _("New room, before: %(room)s", room=self.voice.plain(name))
