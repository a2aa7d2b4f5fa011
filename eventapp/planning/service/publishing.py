"""Publishing what an organiser chose."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.kernel.db import lock
from eventapp.kernel.i18n import Localised
from eventapp.planning.clashes import Level, clashes_in
from eventapp.planning.errors import ImpossibleAsPlanned
from eventapp.programme.errors import PlanChangedMeanwhile
from eventapp.programme.models.releases import Release
from eventapp.programme.models.weeks import Week
from eventapp.programme.service.releases import publish


@dataclass(frozen=True)
class Chosen:
    """What an organiser publishes, and as of which plan."""

    keys: Collection[UUID]
    seen_plan: int
    note: Localised | None = None  # why, for the public
    all_the_same: bool = False  # although something is impossible


def publish_chosen(week: Week, chosen: Chosen, *, by: Account) -> Release:
    """Publish the drafts of these events together.

    Raises:
        PlanChangedMeanwhile: something else was planned since it was read.
        ImpossibleAsPlanned: a chosen event cannot happen as it is planned.
        NothingToPublish: none of them differs from what is public.
        NotPlaced: one has no hour yet.
        ParentNotPublished: one is part of an event that stays a draft.
        PartOfItself: two events would contain each other.
    """
    lock(week)
    if week.plan_revision != chosen.seen_plan:
        raise PlanChangedMeanwhile
    if not chosen.all_the_same and _is_impossible(week, set(chosen.keys)):
        raise ImpossibleAsPlanned
    return publish(week, chosen.keys, chosen.note, by=by)


def _is_impossible(week: Week, keys: set[UUID]) -> bool:
    return any(
        one.level is Level.IMPOSSIBLE and not keys.isdisjoint(one.events)
        for one in clashes_in(week)
    )
