"""What the next release may publish: the rows of its page, and whom they concern."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from eventapp.kernel import clock
from eventapp.planning.clashes import Clash, Level, clashes_in
from eventapp.planning.pending import LeftOut, pending
from eventapp.programme.alterations import Alteration, planned
from eventapp.programme.difference import Difference
from eventapp.programme.differences import differences
from eventapp.programme.models.weeks import Week
from eventapp.programme.naming import Names, names_in
from eventapp.programme.planned import PlannedEvent, planned_events
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.audience import Audience, Reason, audience_of
from eventapp.registration.following import calendar_mails


@dataclass(frozen=True)
class Row:
    """An event that differs from what is public."""

    planned: PlannedEvent
    alteration: Alteration
    differences: Sequence[Difference]
    concerned: int  # to how many a mail is written if it is published
    is_chosen: bool

    @property
    def id(self) -> UUID:
        """The key of the event."""
        return self.planned.id


@dataclass(frozen=True)
class Outlook:
    """What publishing would do, as it is chosen."""

    rows: Sequence[Row]
    left_out: Sequence[LeftOut]
    audience: Audience
    calendar_mails: int  # that follow for the calendars of delegates
    clashes: Sequence[Clash]

    @property
    def is_impossible(self) -> bool:
        """Whether something chosen cannot happen as it is planned."""
        return any(clash.level is Level.IMPOSSIBLE for clash in self.clashes)

    def told_as(self, reason: Reason) -> int:
        """How many are told for this reason."""
        return sum(reason in one.reasons for one in self.audience.receivers)


def outlook(week: Week, chosen: Collection[UUID] | None) -> Outlook:
    """What publishing these events would do; None: all of them."""
    found = pending(planned_events(week))
    alterations = {one.id: planned(one) for one in found.offered}
    told = [facts for one in alterations.values() for facts in (one.before, one.after)]
    names = names_in(week, told, drafts=True)
    now = clock.now()
    everybody = audience_of(week, list(alterations.values()), now)
    counts: dict[UUID, int] = {}
    for receiver in everybody.receivers:
        for key in {concern.alteration.event_id for concern in receiver.concerns}:
            counts[key] = counts.get(key, 0) + 1
    keys = set(alterations) if chosen is None else set(alterations) & set(chosen)
    some = [one for key, one in alterations.items() if key in keys]
    audience = everybody
    if len(some) != len(alterations):
        audience = audience_of(week, some, now)
    return Outlook(
        rows=[
            Row(
                one,
                alterations[one.id],
                _differences(alterations[one.id], names),
                counts.get(one.id, 0),
                one.id in keys,
            )
            for one in found.offered
        ],
        left_out=found.left_out,
        audience=audience,
        calendar_mails=calendar_mails(week, some, audience.receivers, now).total(),
        clashes=[one for one in clashes_in(week) if keys.intersection(one.events)],
    )


def told_of_cancelling(one: PlannedEvent) -> int:
    """To how many a mail is written if this event is cancelled."""
    plan = replace(one.plan, status=EventStatus.CANCELLED)
    alteration = planned(replace(one, plan=plan))
    return len(audience_of(one.event.week, [alteration], clock.now()).receivers)


def _differences(one: Alteration, names: Names) -> list[Difference]:
    found = differences(one.before, one.after, names)
    unsaid = {"status"} if one.before else {"status", "title"}
    return [difference for difference in found if difference.field not in unsaid]
