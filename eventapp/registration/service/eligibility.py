"""Who may ask for a place at an event, and when: the rules, each a refusal."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from eventapp.kernel import clock
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import EventStatus, OverlapRule
from eventapp.registration import queries, seating
from eventapp.registration.errors import (
    EventBegun,
    EventCancelled,
    EventNotOpen,
    MemberOverlaps,
    Overlaps,
    SignUpEnded,
    SignUpOpensLater,
    WholeDelegationOnly,
)
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices_of_places import moment_in_words


def check_selectable(registration: Registration, event: Event) -> None:
    """Let a delegate ask for a place at `event`, or refuse.

    Raises:
        EventNotOpen: the event takes no sign-up, or belongs to another week.
        EventCancelled: it does not take place.
        EventBegun: the doors are closed.
        SignUpOpensLater, SignUpEnded: it is not the time to ask.
    """
    is_hidden = event.status is EventStatus.DRAFT
    if is_hidden or not event.takes_wishes or event.week_id != registration.week_id:
        raise EventNotOpen
    if event.is_cancelled:
        raise EventCancelled
    now = clock.now()
    if event.has_begun(now):
        raise EventBegun
    if event.signup_is_early(now):
        raise SignUpOpensLater(when=moment_in_words(event.signup_opens_at, event.week))
    if event.signup_is_late(now):
        raise SignUpEnded(when=moment_in_words(event.signup_closes_at, event.week))


def may_choose(registration: Registration, event: Event, now: datetime) -> bool:
    """Whether somebody takes or leaves this event by choosing from the list."""
    is_whole = event.whole_delegations and registration.delegation_id is not None
    return event.takes_requests(now) and not is_whole


def check_overlap(
    registration: Registration, event: Event, leaving: Collection[UUID] = ()
) -> None:
    """Refuse a second place at one time, where the week does.

    Raises:
        Overlaps: one place at a time is allowed.
    """
    other = seating.blocked(registration, event, leaving)
    if other is not None:
        raise Overlaps(event=other.title)


def check_whole(group: Sequence[Registration], event: Event) -> None:
    """Refuse a part of a delegation where it comes as a whole.

    Raises:
        WholeDelegationOnly: a confirmed member has no place, and gets none.
    """
    if not event.whole_delegations:
        return
    going = {one.id for one in group}
    for one in {one.delegation_id: one for one in group if one.delegation_id}.values():
        left_out = set(seating.members_of_delegation(one)) - going
        if left_out - queries.places_at(event, list(left_out)).keys():
            raise WholeDelegationOnly


def check_overlaps(group: Sequence[Registration], event: Event) -> None:
    """Refuse a second place at one time to anybody of a group.

    Raises:
        MemberOverlaps: one place at a time is allowed.
    """
    if event.week.overlap_rule is not OverlapRule.BLOCK:
        return
    found = seating.clashing([one.id for one in group], event)
    for one in group:
        if one.id in found:
            raise MemberOverlaps(name=str(one.name), event=found[one.id].title)
