"""A day of the programme on a grid: rooms beside each other, lines by time."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from eventapp.kernel.i18n import lazy_gettext
from eventapp.programme.models.events import Event
from eventapp.programme.timetable import Day, Slot, room_order
from eventapp.programme.vocabulary import SignUp

MOST_ROOMS = 12  # as many as css/programme.css can place
MOST_LINES = 60
LEAST_LANES = 2  # with one, a list says the same
ELSEWHERE = lazy_gettext("Other places")


def by_room(day: Day) -> Day:
    """The same day on a grid: lines where something starts or ends, rooms beside.

    What is for everyone, and alone at its time and in its room, crosses all rooms.
    Events that overlap in one room stand in two columns of that name.
    """
    entries = [entry for slot in day.slots for entry in slot.entries]
    events = [entry.event for entry in entries]
    instants = sorted(
        {at for event in events for at in (event.starts_at, event.ends_at)}
    )
    line = {at: number for number, at in enumerate(instants, start=1)}
    placed = [event for event in events if not _crosses(event, events)]
    lanes = _lanes(placed)
    if len(lanes) < LEAST_LANES:
        return day
    if len(lanes) > MOST_ROOMS or len(instants) > MOST_LINES:
        return replace(day, too_wide=True)
    column = {
        event.id: number for number, lane in enumerate(lanes, start=1) for event in lane
    }
    return replace(
        day,
        rooms=tuple(lane[0].room or str(ELSEWHERE) for lane in lanes),
        slots=tuple(
            Slot(
                slot.starts_at,
                tuple(
                    replace(
                        entry,
                        first_line=line[entry.event.starts_at],
                        last_line=line[entry.event.ends_at],
                        column=column.get(entry.event.id),
                    )
                    for entry in slot.entries
                ),
                line=line[slot.starts_at],
            )
            for slot in day.slots
        ),
    )


def _crosses(event: Event, events: Collection[Event]) -> bool:
    others = [other for other in events if other is not event]
    is_alone = not any(event.overlaps(other) for other in others)
    if not is_alone or event.signup is not SignUp.EVERYONE:
        return False
    return event.venue_id is None or all(
        other.venue_id != event.venue_id for other in others
    )


def _lanes(events: Sequence[Event]) -> list[list[Event]]:
    """The columns: for each room as many as it has events at the same time."""
    rooms: dict[UUID | None, list[Event]] = {}
    for event in events:
        rooms.setdefault(event.venue_id, []).append(event)
    lanes = []
    for key in sorted(rooms, key=lambda key: room_order(rooms[key][0])):
        own: list[list[Event]] = []
        for event in rooms[key]:
            free = (lane for lane in own if not lane[-1].overlaps(event))
            lane = next(free, None)
            if lane is None:
                own.append([event])
            else:
                lane.append(event)
        lanes += own
    return lanes
