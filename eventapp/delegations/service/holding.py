"""What every decision about a delegation begins with: the locks, and what may be done.

Everybody locks in one order (registration/service/locking.py): the week, where numbers
are given; the delegation, whose quota is counted; the events; the registrations.
"""

from typing import Any

from eventapp.delegations.errors import DelegationEnded, TooLateToAdd, WeekOver
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import lock
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import has_passed
from eventapp.registration.models.delegations import Delegation

CONTACT = "delegation"  # the actor of the journal: whoever holds the private link


def hold(delegation: Delegation) -> None:
    """Hold the week and the delegation: people are counted and numbered after this."""
    lock(delegation.week)
    lock(delegation)


def check_live(delegation: Delegation) -> None:
    """Let a delegation be changed, or refuse.

    Raises:
        DelegationEnded: it was declined or cancelled.
        WeekOver: nobody comes any more.
    """
    if not delegation.is_live:
        raise DelegationEnded
    if has_passed(delegation.week, clock.now()):
        raise WeekOver


def check_open(delegation: Delegation) -> None:
    """Let people be added, replaced and sent, or refuse.

    A delegation may begin before the registration of its week opens to all.

    Raises:
        DelegationEnded, WeekOver: as for every change.
        TooLateToAdd: the deadline has passed.
    """
    check_live(delegation)
    if is_late(delegation.week):
        raise TooLateToAdd


def is_late(week: Week) -> bool:
    """Whether the deadline has passed after which only names are taken."""
    closes = week.registration_closes_at
    return closes is not None and closes <= clock.now()


def keep(delegation: Delegation, action: str, actor: str, **details: Any) -> None:
    """Note a decision in the journal."""
    note(
        f"delegation.{action}",
        actor=actor,
        subject=delegation.title,
        subject_id=delegation.id,
        week_id=delegation.week_id,
        details=details,
    )
