"""Cards of the demonstration's delegations, and the hosts who await some of them."""

from eventapp.badges import cards
from eventapp.checkin.queries.alerts import proposals
from eventapp.checkin.service.awaiting import await_guest, proposed
from eventapp.programme.models.weeks import Week

AWAITED = 3  # the others are left to be proposed


def plant_awaited(week: Week, *, by: str) -> None:
    """Give each delegation its card, and let the first greeters be told."""
    cards.issue_many()
    for delegation in proposals(week)[:AWAITED]:
        entry = proposed(delegation)
        if entry is not None:
            await_guest(week, entry, actor=by)
