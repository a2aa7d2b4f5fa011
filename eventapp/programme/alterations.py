"""What a release does to an event: known before, kept after."""

from dataclasses import dataclass
from uuid import UUID

from eventapp.programme.models.releases import Change
from eventapp.programme.naming import Facts
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.plans import facts_of, plan_of
from eventapp.programme.vocabulary import ChangeKind, EventStatus


@dataclass(frozen=True)
class Alteration:
    """One event, before and after a release; see `plans.facts_of`."""

    event_id: UUID
    kind: ChangeKind
    before: Facts | None  # None: it is new
    after: Facts


def planned(one: PlannedEvent) -> Alteration:
    """What the next release does to an event that has a draft."""
    is_new = not one.is_published
    return Alteration(
        one.id,
        kind_between(one.event.status, one.plan.status),
        None if is_new else facts_of(plan_of(one.event), one.published_parts),
        facts_of(one.plan, one.parts),
    )


def released(change: Change) -> Alteration:
    """What a release did."""
    return Alteration(change.event_id, change.kind, change.before, change.after)


def kind_between(was: EventStatus, is_now: EventStatus) -> ChangeKind:
    """What happens to an event on its way from one status to another."""
    if was is EventStatus.DRAFT:
        return ChangeKind.ADDED
    if was is is_now:
        return ChangeKind.CHANGED
    cancelled = is_now is EventStatus.CANCELLED
    return ChangeKind.CANCELLED if cancelled else ChangeKind.RESTORED
