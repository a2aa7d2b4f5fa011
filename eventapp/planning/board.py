"""The board of the grid: the events of a week as cards, on its days, in its rooms."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from eventapp.kernel import i18n
from eventapp.planning.clashes import Clash, Level, clashes_on
from eventapp.planning.pending import pending
from eventapp.planning.queries.survey import Survey, survey_of
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.vocabulary import VenueKind
from eventapp.programme.words import kind_word, track

MINUTE = timedelta(minutes=1)
DAY = 24 * 60  # minutes
DASH = "\N{EN DASH}"


@dataclass(frozen=True)
class Card:
    """An event on the grid, by the clock on the wall of the week."""

    id: str
    version: int
    title: str
    language: str  # of the title
    kind: str
    track: str
    day: str  # on which it begins; empty: it has no time yet
    starts: int  # minutes after midnight
    minutes: int  # how long it is
    venue: str  # its key, or empty
    parent: str
    capacity: int | None
    state: str  # "", new, changed, held, cancelled
    is_public: bool
    by: str  # who planned what is not published
    people: tuple[str, ...]  # the keys of those with a part in it

    @property
    def ends(self) -> int:
        """Minutes after the midnight at which its day began."""
        return self.starts + self.minutes

    def hours_on(self, day: date) -> str:
        """When it begins and ends, seen from this day."""
        late = (day - date.fromisoformat(self.day)).days * DAY
        begins, ends = _clock(self.starts), _clock(self.ends)
        if late:
            return _("since the day before, until %(time)s", time=ends)
        if self.ends > DAY:
            return _(
                "%(begins)s, until %(ends)s of a later day", begins=begins, ends=ends
            )
        return f"{begins}{DASH}{ends}"

    def is_on(self, day: date) -> bool:
        """Whether any of it happens on this day."""
        if not self.day:
            return False
        late = (day - date.fromisoformat(self.day)).days * DAY
        return self.starts < late + DAY and self.ends > late


@dataclass(frozen=True)
class Room:
    """A column of the grid."""

    id: str  # the key of a venue; empty: no venue
    name: str
    language: str
    capacity: int | None
    opens: int | None  # minutes after midnight
    closes: int | None


@dataclass(frozen=True)
class Board:
    """A week as the grid shows it."""

    revision: int
    cards: tuple[Card, ...]
    rooms: tuple[Room, ...]
    clashes: tuple[Clash, ...]
    persons: Mapping[str, str]  # names by key
    to_publish: int  # how many events the next release may publish

    @property
    def unplaced(self) -> list[Card]:
        """The events that wait for a time."""
        return [card for card in self.cards if not card.day]

    @property
    def notices(self) -> int:
        """How many of the clashes only ask to be read."""
        return sum(clash.level is Level.NOTICE for clash in self.clashes)

    def on(self, day: date) -> list[tuple[Room, list[Card]]]:
        """The rooms in which something happens on this day, with what happens."""
        here = [card for card in self.cards if card.is_on(day)]
        rows = [
            (room, [card for card in here if card.venue == room.id])
            for room in self.rooms
        ]
        return [(room, cards) for room, cards in rows if cards]

    def clashes_of(self, card: Card) -> list[Clash]:
        """The clashes in which an event is."""
        return [one for one in self.clashes if UUID(card.id) in one.events]


def board_of(week: Week) -> Board:
    """The board of a week, in a fixed number of statements."""
    survey = survey_of(week)
    planned = [*survey.events, *survey.cancelled.values()]
    cards = tuple(_card(week, one) for one in sorted(planned, key=_order))
    return Board(
        revision=week.plan_revision,
        cards=cards,
        rooms=tuple(_rooms(survey, cards)),
        clashes=tuple(clashes_on(survey)),
        persons={str(key): str(one.name) for key, one in survey.persons.items()},
        to_publish=len(pending(planned).offered),
    )


def days_of(week: Week, board: Board) -> list[date]:
    """The days of a week, and others on which something is planned."""
    held = week.held
    length = (held.latest - held.first).days
    days = {held.first + timedelta(days=number) for number in range(length + 1)}
    days |= {date.fromisoformat(card.day) for card in board.cards if card.day}
    return sorted(days)


def as_json(board: Board, keys: Collection[UUID] | None = None) -> dict[str, Any]:
    """The board for the script of the page; of the cards only these."""
    facts = {
        "revision": board.revision,
        "tag": tag_of(board.revision),
        "clashes": [_clash_json(clash) for clash in board.clashes],
        "changes": board.to_publish,
    }
    if keys is not None:
        wanted = {str(key) for key in keys}
        some = [asdict(card) for card in board.cards if card.id in wanted]
        return facts | {"cards": some}
    return facts | {
        "cards": [asdict(card) for card in board.cards],
        "rooms": [asdict(room) for room in board.rooms],
        "persons": dict(board.persons),
    }


def tag_of(revision: int) -> str:
    """The validator of the board in the language of the reader."""
    return f"{revision}-{i18n.spoken().tag}"


def _clash_json(clash: Clash) -> dict[str, Any]:
    return {
        "level": clash.level.value,
        "events": [str(key) for key in clash.events],
        "sentence": clash.sentence,
    }


def _card(week: Week, planned: PlannedEvent) -> Card:
    plan = planned.plan
    begins = plan.starts_at.astimezone(week.tzinfo)
    language, title = plan.title.chosen(i18n.spoken().tag)
    return Card(
        id=str(planned.id),
        version=planned.event.version,
        title=title,
        language=language,
        kind=kind_word(plan.kind),
        track=track(plan.kind),
        day=begins.date().isoformat() if plan.is_placed else "",
        starts=begins.hour * 60 + begins.minute,
        minutes=(plan.ends_at - plan.starts_at) // MINUTE,
        venue=str(plan.venue_id or ""),
        parent=str(plan.parent_id or ""),
        capacity=plan.capacity,
        state=_state(planned),
        is_public=planned.is_published,
        by=planned.draft.changed_by if planned.draft else "",
        people=_people(planned),
    )


def _people(planned: PlannedEvent) -> tuple[str, ...]:
    keys = (part.person_id for part in planned.parts if part.person_id)
    return tuple(dict.fromkeys(map(str, keys)))


def _state(planned: PlannedEvent) -> str:
    if planned.is_cancelled:
        return "cancelled"
    if planned.is_held_back:
        return "held"
    if not planned.is_published:
        return "new"
    return "changed" if planned.is_changed else ""


def _rooms(survey: Survey, cards: Sequence[Card]) -> Iterable[Room]:
    used = {card.venue for card in cards}
    hulls = {venue.parent_id for venue in survey.venues.values()}
    for venue in survey.venues.values():
        is_room = venue.kind is not VenueKind.VEHICLE and venue.id not in hulls
        if is_room or str(venue.id) in used:
            yield _room(venue, survey.around(venue))
    yield Room("", "", "", None, None, None)


def _room(venue: Venue, around: Iterable[Venue]) -> Room:
    """A venue as a column; it is open when the building is in which it lies."""
    language, name = venue.name.chosen(i18n.spoken().tag)
    hours = next(
        ((one.opens, one.closes) for one in around if one.opens or one.closes), None
    )
    return Room(
        id=str(venue.id),
        name=name,
        language=language,
        capacity=venue.capacity,
        opens=_minutes(hours[0]) if hours else None,
        closes=_minutes(hours[1]) if hours else None,
    )


def _clock(minutes: int) -> str:
    return "{:02}:{:02}".format(*divmod(minutes % DAY, 60))


def _minutes(hour: time | None) -> int | None:
    return None if hour is None else hour.hour * 60 + hour.minute


def _order(planned: PlannedEvent) -> tuple[object, object, str]:
    plan = planned.plan
    return plan.starts_at, -(plan.ends_at - plan.starts_at), str(planned.id)
