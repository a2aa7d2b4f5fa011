"""Lines of the journal about planning and publishing."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.releases import Release
from eventapp.programme.plans import UNTOLD, EventPlan, PartPlan, kept

NOBODY = "\N{HORIZONTAL ELLIPSIS}"  # to be named
HIDDEN = "\N{BULLET}" * 3  # in the place of what opens a room to everybody

Names = dict[UUID | None, str]
Whole = tuple[EventPlan, Sequence[PartPlan]]


def keep_event(
    by: Account, action: str, event: Event, before: Whole | None, after: Whole
) -> None:
    """Write what an organiser decided about an event: what was, and what is now."""
    was, now = {} if before is None else kept(before[0]), kept(after[0])
    if before is None or tuple(before[1]) != tuple(after[1]):
        parts = (*before[1], *after[1]) if before else after[1]
        names = _names(parts)
        was |= {"people": _people(before[1], names)} if before else {}
        now |= {"people": _people(after[1], names)}
    changed = [name for name in now if name not in was or was[name] != now[name]]
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=str(after[0].title),
        subject_id=event.id,
        week_id=event.week_id,
        details={
            **({"before": _hidden(was, changed)} if was else {}),
            "after": _hidden(now, changed),
        },
    )


def keep_removal(by: Account, event: Event) -> None:
    """Write that an event which was never published is gone."""
    _note_about(by, "event.discarded", event)


def keep_release(
    by: Account, release: Release, events: Sequence[Event], cancelled: Sequence[Event]
) -> None:
    """Write what was published."""
    titles = [str(event.title) for event in events]
    note(
        "programme.released",
        actor=by.name,
        actor_id=by.id,
        subject=str(release.number),
        subject_id=release.id,
        week_id=release.week_id,
        details={"after": {"number": release.number, "events": titles}},
    )
    for event in cancelled:
        _note_about(by, "event.cancelled", event)


def _note_about(by: Account, action: str, event: Event) -> None:
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=str(event.title),
        subject_id=event.id,
        week_id=event.week_id,
    )


def _hidden(facts: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {
        name: HIDDEN if name in UNTOLD and facts[name] else facts[name]
        for name in names
    }


def _names(parts: Iterable[PartPlan]) -> Names:
    keys = {part.person_id for part in parts} - {None}
    rows = db.session.scalars(select(Person).where(Person.id.in_(keys))) if keys else ()
    return {one.id: str(one.name) for one in rows}


def _people(parts: Sequence[PartPlan], names: Names) -> list[str]:
    return [f"{part.part}: {names.get(part.person_id, NOBODY)}" for part in parts]
