"""A preview in words: what changes in each row, and who and where is new."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from eventapp.exchange.proposals import Preview, Proposal, State
from eventapp.programme.difference import Difference
from eventapp.programme.differences import differences
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.naming import Names, names_in
from eventapp.programme.plans import facts_of

PLAIN = frozenset({"title", "summary", "status", "joining_minutes"})  # of a new event


@dataclass(frozen=True)
class Told:
    """One row of the preview."""

    proposal: Proposal
    differences: list[Difference]


def told(week: Week, preview: Preview) -> list[Told]:
    """The rows with what would change in them; problems first, then as in the file."""
    before = {
        id(one): facts_of(one.event.plan, one.event.parts) if one.event else None
        for one in preview.proposals
    }
    after = {id(one): _after(one) for one in preview.proposals}
    names = _names(week, preview, [*before.values(), *after.values()])
    rows = [
        Told(one, _differences(one, before[id(one)], after[id(one)], names))
        for one in preview.proposals
    ]
    order = [State.PROBLEM, State.NEW, State.CHANGED, State.UNCHANGED]
    return sorted(rows, key=lambda row: order.index(row.proposal.state))


def _after(one: Proposal) -> dict[str, Any] | None:
    if one.plan is None:
        return None
    parts = one.parts
    if parts is None:
        parts = one.event.parts if one.event else ()
    return facts_of(one.plan, parts)


def _differences(
    one: Proposal,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    names: Names,
) -> list[Difference]:
    if after is None or one.state not in {State.NEW, State.CHANGED}:
        return []
    found = differences(before, after, names)
    return [each for each in found if before or each.field not in PLAIN]


def _names(week: Week, preview: Preview, facts: list[dict[str, Any] | None]) -> Names:
    names = names_in(week, facts)
    new_people = cast("Mapping[UUID, Person]", preview.persons)  # a name, an office
    return replace(
        names,
        venues={**names.venues, **{k: v.name for k, v in preview.venues.items()}},
        events={
            **names.events,
            **{one.id: one.plan.title for one in preview.proposals if one.plan},
        },
        persons={**names.persons, **new_people},
    )
