"""Two places at one time: refused, swapped at once, swapped when one becomes free."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.mail.models import Message
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import OverlapRule, WaitingList
from eventapp.registration import seating
from eventapp.registration.errors import (
    EventBegun,
    MemberOverlaps,
    NoRoomToSwap,
    NotConfirmed,
    NothingToSwap,
    Overlaps,
    WholeDelegationOnly,
)
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.lines import keep_moving
from eventapp.registration.service.places import (
    give_place,
    release_place,
    reserve_place,
    reserve_together,
    take_wishes,
    wish_for,
)
from eventapp.registration.service.swapping import accept_offer, swap, wait_to_swap
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from tests.builders import (
    MORNING,
    make_delegation,
    make_event,
    make_registration,
    make_week,
)
from tests.conftest import StoppedClock

HELD, OFFERED, WAITING = PlaceStatus
HOUR = timedelta(hours=1)


@pytest.fixture
def week(time: StoppedClock) -> Week:
    """A week in which everybody has one place at a time."""
    assert time
    return make_week(overlap_rule=OverlapRule.BLOCK)


def test_a_second_place_at_the_same_time_is_refused_by_name(week: Week) -> None:
    person = make_registration(week)
    reserve_place(person, make_event(week, "Tea"))

    with pytest.raises(Overlaps) as refusal:
        reserve_place(person, make_event(week, "Campus"))

    assert str(refusal.value) == (
        "You have a place at “Tea” at the same time."
        " Release it first, or swap it for this one."
    )


def test_where_the_week_only_informs_two_places_are_held(time: StoppedClock) -> None:
    assert time
    week = make_week()
    person = make_registration(week)

    places = [reserve_place(person, make_event(week)) for _ in range(2)]

    assert {place.status for place in places} == {HELD}


def test_what_touches_or_belongs_together_or_waits_does_not_overlap(
    week: Week,
) -> None:
    person = make_registration(week)
    whole = make_event(week, starts_at=MORNING, ends_at=MORNING + 3 * HOUR)
    part = make_event(week, starts_at=MORNING + HOUR, parent_id=whole.id)
    after = make_event(week, starts_at=MORNING + 3 * HOUR)
    full = make_event(week, capacity=0)

    assert reserve_place(person, full).status is WAITING
    for event in (part, whole, after):
        assert reserve_place(person, event).status is HELD


def test_who_waits_stays_behind_while_a_place_elsewhere_overlaps(week: Week) -> None:
    tea, campus, (held, blocked, second) = rivals(week)

    promoted = release_place(place(held, tea))

    assert promoted is place(second, tea)
    assert place(blocked, tea).status is WAITING
    release_place(place(blocked, campus))
    release_place(promoted)
    assert place(blocked, tea).status is HELD


def test_a_free_place_reaches_who_was_blocked_with_the_upkeep(week: Week) -> None:
    tea, campus, (held, blocked, second) = rivals(week)
    release_place(place(second, tea))
    release_place(place(held, tea))
    assert place(blocked, tea).status is WAITING

    release_place(place(blocked, campus))
    db.session.commit()
    keep_moving()

    assert place(blocked, tea).status is HELD


def test_a_swap_takes_the_new_place_and_passes_the_old_one_on(week: Week) -> None:
    tea, campus = make_event(week, "Tea", capacity=1), make_event(week, "Campus")
    person, waiter = make_registration(week), make_registration(week)
    reserve_place(person, tea)
    reserve_place(waiter, tea)

    new = swap(person, tea, campus)

    assert (new.event_id, new.status) == (campus.id, HELD)
    assert seating.place_of(person, tea) is None
    assert place(waiter, tea).status is HELD
    entry = db.session.scalars(select(Entry).order_by(Entry.at.desc())).first()
    assert entry is not None
    assert entry.action == "place.swapped"


def test_a_swap_for_a_full_event_keeps_the_old_place(week: Week) -> None:
    tea, full = make_event(week, "Tea"), make_event(week, "Campus", capacity=0)
    person = make_registration(week)
    reserve_place(person, tea)

    with pytest.raises(NoRoomToSwap) as refusal:
        swap(person, tea, full)

    assert str(refusal.value) == "“Campus” is full. You keep your place at “Tea”."
    assert place(person, tea).status is HELD
    assert seating.place_of(person, full) is None


def test_a_swap_that_waits_keeps_the_old_place_until_the_new_one_is_free(
    week: Week,
) -> None:
    tea, campus = make_event(week, "Tea", capacity=1), make_event(week, "Campus")
    campus.capacity = 1
    person, other, third = (make_registration(week) for _ in range(3))
    for who, event in ((person, tea), (third, tea), (other, campus)):
        reserve_place(who, event)

    assert wait_to_swap(person, tea, campus).status is WAITING
    assert place(person, tea).status is HELD
    release_place(place(other, campus))

    assert place(person, campus).status is HELD
    assert seating.place_of(person, tea) is None
    assert place(third, tea).status is HELD
    mail = db.session.scalars(select(Message).where(Message.about_id == person.id))
    assert "Your place at “Tea” was released for it." in mail.one().text


def test_an_accepted_offer_gives_the_old_place_up(week: Week) -> None:
    tea, campus = make_event(week, "Tea"), make_event(week, "Campus", capacity=1)
    campus.waiting_list = WaitingList.OFFER
    person, other = make_registration(week), make_registration(week)
    reserve_place(person, tea)
    reserve_place(other, campus)
    wait_to_swap(person, tea, campus)
    release_place(place(other, campus))
    assert place(person, campus).status is OFFERED

    assert accept_offer(person, campus) is place(person, campus)

    assert place(person, campus).status is HELD
    assert seating.place_of(person, tea) is None


def test_an_offer_is_not_accepted_beside_another_place_at_that_time(
    week: Week,
) -> None:
    tea, campus = make_event(week, "Tea"), make_event(week, "Campus", capacity=1)
    campus.waiting_list = WaitingList.OFFER
    person, other = make_registration(week), make_registration(week)
    reserve_place(other, campus)
    reserve_place(person, campus)
    release_place(place(other, campus))
    give_place(person, tea)  # the office may

    with pytest.raises(Overlaps):
        accept_offer(person, campus)

    assert swap(person, tea, campus).status is HELD


def test_what_is_not_held_or_has_begun_is_not_swapped(
    week: Week, time: StoppedClock
) -> None:
    tea = make_event(week, "Tea", capacity=0)
    early = make_event(week, "Breakfast", starts_at=MORNING - HOUR)
    campus = make_event(week, "Campus")
    person = make_registration(week)
    reserve_place(person, tea)
    reserve_place(person, early)

    with pytest.raises(NothingToSwap):
        swap(person, tea, campus)
    time.set(MORNING - HOUR)
    with pytest.raises(EventBegun):
        wait_to_swap(person, early, campus)
    person.status = RegistrationStatus.CANCELLED
    with pytest.raises(NotConfirmed):
        swap(person, early, campus)


def test_a_member_does_not_leave_the_delegation_by_a_swap(week: Week) -> None:
    delegation = make_delegation(week)
    person = make_registration(week, delegation_id=delegation.id)
    tea, campus = make_event(week), make_event(week, whole_delegations=True)
    reserve_place(person, tea)

    with pytest.raises(WholeDelegationOnly):
        swap(person, tea, campus)


def test_a_group_learns_who_of_them_is_elsewhere(week: Week) -> None:
    tea, campus = make_event(week, "Tea"), make_event(week, "Campus")
    group = [make_registration(week) for _ in range(2)]
    reserve_place(group[1], tea)

    with pytest.raises(MemberOverlaps, match=r"Wang Xiaoming.* has a place at “Tea”"):
        reserve_together(group, campus)


def test_another_choice_of_events_is_a_swap(week: Week) -> None:
    tea, campus = make_event(week, "Tea"), make_event(week, "Campus")
    person = make_registration(week)
    wish_for(person, (tea.id,))

    wish_for(person, (campus.id,))

    assert place(person, campus).status is HELD
    assert seating.place_of(person, tea) is None


def test_of_two_wishes_at_one_time_the_first_becomes_a_place(week: Week) -> None:
    late = make_event(week, starts_at=MORNING + HOUR / 2)
    early = make_event(week, starts_at=MORNING)
    person = make_registration(week, wishes=(str(late.id), str(early.id)))

    take_wishes(person)

    assert place(person, early).status is HELD
    assert seating.place_of(person, late) is None


def rivals(week: Week) -> tuple[Event, Event, list[Registration]]:
    """A full tea; of the two who wait, the first has a place elsewhere then."""
    tea, campus = make_event(week, "Tea", capacity=1), make_event(week, "Campus")
    people = [make_registration(week) for _ in range(3)]
    for person in people:
        reserve_place(person, tea)
    for number, person in enumerate(people):
        place(person, tea).asked_at += timedelta(minutes=number)
    give_place(people[1], campus)
    db.session.flush()
    return tea, campus, people


def place(person: Registration, event: Event) -> Place:
    """The place of somebody who has one."""
    found = seating.place_of(person, event)
    assert found is not None
    return found
