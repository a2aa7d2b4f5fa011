"""What differs from what is public: what a release may publish, and what it leaves out.

The button of the grid counts it, and the page of the release shows it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from eventapp.programme.planned import PlannedEvent


@dataclass(frozen=True)
class LeftOut:
    """An event that the next release cannot publish, and why."""

    planned: PlannedEvent
    reason: str


@dataclass(frozen=True)
class Pending:
    """The events of a week that differ from what is public."""

    offered: Sequence[PlannedEvent]
    left_out: Sequence[LeftOut]


def pending(events: Iterable[PlannedEvent]) -> Pending:
    """What the next release may publish of a whole week, in the order of `events`."""
    changed = [one for one in events if one.is_changed or not one.is_published]
    reasons = _reasons(changed)
    return Pending(
        offered=[one for one in changed if one.id not in reasons],
        left_out=[
            LeftOut(one, reasons[one.id]) for one in changed if one.id in reasons
        ],
    )


def _reasons(changed: Sequence[PlannedEvent]) -> dict[UUID, str]:
    """Why what is held back, has no hour, or lies in such an event stays a draft."""
    reasons: dict[UUID, str] = {}
    for one in changed:
        if one.is_held_back:
            reasons[one.id] = _("Held back.")
        elif not one.plan.is_placed and not (one.is_published and one.is_cancelled):
            reasons[one.id] = _("It has no place in the programme yet.")
    titles = {one.id: one.plan.title for one in changed if not one.is_published}
    found = True
    while found:
        found = False
        for one in changed:
            whole = one.plan.parent_id
            if one.id not in reasons and whole in reasons and whole in titles:
                reasons[one.id] = _(
                    "It is part of “%(event)s”, which is not published.",
                    event=titles[whole],
                )
                found = True
    return reasons
