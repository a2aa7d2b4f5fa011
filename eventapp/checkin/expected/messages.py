"""Lists as they are sent: columns in place of rows, whole or what has changed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from eventapp.checkin.expected.entries import KINDS, STATUSES, House, Row, Title
from eventapp.checkin.models.desks import DoorRule
from eventapp.checkin.queries.rules import Rules, rules_json
from eventapp.programme.models.events import Event

FORMAT = 1
AFTERWARDS = timedelta(days=1)  # when the last event has ended, devices forget
Seen = tuple[int, int]


def frame(
    events: Sequence[Event],
    rules: Sequence[DoorRule],
    titles: Mapping[int, Title],
    left_out: int,
) -> dict[str, Any]:
    """What comes with every list: events, delegations as numbers, rules of doors."""
    ends = [event.ends_at for event in events]
    return {
        "statuses": STATUSES,
        "kinds": KINDS,
        "events": [str(event.id) for event in events],
        "delegations": [title.key for title in titles.values()],
        "rules": {str(event.id): _rules_at_desks(event, rules) for event in events},
        "until": int((max(ends) + AFTERWARDS).timestamp()) if ends else None,
        "left_out": left_out,
    }


def plain(
    rows: Mapping[str, Row | None],
    houses: Mapping[str, House],
    changed_houses: Iterable[str],
    cards: Mapping[str, tuple[int, bool] | None],
    titles: Mapping[int, Title],
) -> dict[str, Any]:
    """Rows in clear, as columns; institutions and delegations in tables."""
    here = [row for row in rows.values() if row is not None]
    used = {row.entry.institution for row in here} | set(changed_houses)
    used |= {title.institution for title in titles.values()}
    places = {key: number for number, key in enumerate(sorted(used & houses.keys()))}
    entries = [row.entry for row in here]
    return {
        "institutions": [
            [key, *house.shown, house.native, house.native_language, house.words]
            for key in places
            for house in (houses[key],)
        ],
        "titles": [
            [places.get(title.institution, -1), title.label, int(title.is_live)]
            for title in titles.values()
        ],
        "cards": [[key, *card] if card else [key] for key, card in cards.items()],
        "people": {
            "reference": [one.reference for one in entries],
            "number": [one.number for one in entries],
            "latin": [one.latin for one in entries],
            "native": [one.native for one in entries],
            "language": [one.native_language for one in entries],
            "on_badge": _sparse(one.on_badge for one in entries),
            "status": [one.status for one in entries],
            "kind": [one.kind for one in entries],
            "institution": [places.get(one.institution, -1) for one in entries],
            "delegation": [one.delegation for one in entries],
            "head": [at for at, one in enumerate(entries) if one.is_head],
            "places": [one.places for one in entries],
            "code": [row.code for row in here],
            "old_codes": _sparse(list(row.old_codes) for row in here),
        },
        "gone": [key for key, row in rows.items() if row is None],
    }


def inside(seen: Mapping[tuple[str, int], Seen]) -> dict[int, int]:
    """How many are at each event, by its number."""
    return Counter(event for (_, event), (_, how) in seen.items() if how % 2)


def moved(
    seen: Mapping[tuple[str, int], Seen | None], now: int, numbers: Mapping[str, int]
) -> dict[str, Any]:
    """Who came and went: by number within this list, else by reference."""
    order = sorted(seen.items(), key=lambda one: (numbers.get(one[0][0], -1), one[0]))
    return {
        "who": [numbers.get(reference, reference) for (reference, _), _ in order],
        "event": [event for (_, event), _ in order],
        **_states((state for _, state in order), now),
    }


def moved_in_secret(tags: Mapping[str, Seen | None], now: int) -> dict[str, Any]:
    """The same by tags, which say nothing but to who sees the badge."""
    order = sorted(tags.items(), key=lambda one: one[0])
    return {
        "tag": [tag for tag, _ in order],
        **_states((state for _, state in order), now),
    }


def _rules_at_desks(event: Event, rules: Sequence[DoorRule]) -> dict[str, Any]:
    """The general rules of an event, and those of desks which have their own."""
    own = [rule for rule in rules if rule.event_id == event.id]
    general = next((rule for rule in own if rule.desk_id is None), None)
    at_desks = {
        str(rule.desk_id): rules_json(event, Rules(rule, general))
        for rule in own
        if rule.desk_id is not None
    }
    return {"": rules_json(event, Rules(None, general)), **at_desks}


def _states(states: Iterable[Seen | None], now: int) -> dict[str, list[int]]:
    """How many seconds ago; twice the entries, plus one who is inside; 0: undone."""
    known = [state or (now, 0) for state in states]
    return {"ago": [now - at for at, _ in known], "how": [how for _, how in known]}


def _sparse(column: Iterable[Any]) -> dict[int, Any]:
    return {at: value for at, value in enumerate(column) if value}
