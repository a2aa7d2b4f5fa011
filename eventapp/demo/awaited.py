"""Cards of the demonstration's delegations, and the hosts who await some of them."""

from dataclasses import replace

from eventapp.badges import cards
from eventapp.checkin.queries.alerts import proposals
from eventapp.checkin.service.awaiting import await_guest, proposed
from eventapp.programme.models.weeks import Week

AWAITED = 3  # the others are left to be proposed
HOST_ADDRESS = "greeting@sspu.example"


def plant_awaited(week: Week, *, by: str) -> None:
    """Give each delegation its card, and let the first greeters be told."""
    cards.issue_many()
    for place, delegation in enumerate(proposals(week)[:AWAITED]):
        entry = proposed(delegation)
        if entry is None:
            continue
        if place:  # the first host has no address, for the office to see
            address = entry.host_address or HOST_ADDRESS
            entry = replace(entry, host_address=address)
        await_guest(week, entry, actor=by)
