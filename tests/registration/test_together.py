"""Places for a whole group, or for nobody."""

import pytest

from eventapp.registration import queries
from eventapp.registration.errors import NotConfirmed, NotEnoughPlaces
from eventapp.registration.service.places import reserve_place, reserve_together
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from tests.builders import make_event, make_registration, make_week
from tests.conftest import StoppedClock

HELD = PlaceStatus.HELD


def test_a_whole_group_gets_its_places_at_once(time: StoppedClock) -> None:
    week = make_week()
    event = make_event(week, capacity=3)
    group = [make_registration(week) for _ in range(3)]
    held = reserve_place(group[1], event)
    time.advance(minutes=1)

    places = reserve_together(group, event)

    assert [place.registration_id for place in places] == [one.id for one in group]
    assert {place.status for place in places} == {HELD}
    assert places[1] is held
    assert held.held_at != time.now


def test_a_group_for_which_there_is_no_room_gets_nothing(time: StoppedClock) -> None:
    assert time
    week = make_week()
    event = make_event(week, capacity=3)
    reserve_place(make_registration(week), event)
    group = [make_registration(week) for _ in range(3)]

    with pytest.raises(NotEnoughPlaces) as refusal:
        reserve_together(group, event)

    assert str(refusal.value) == (
        "There is not room for the whole group. Places needed: 3. Places left: 2."
    )
    assert queries.places_at(event, [one.id for one in group]) == {}


def test_one_who_is_not_confirmed_keeps_the_group_out(time: StoppedClock) -> None:
    assert time
    week = make_week()
    event = make_event(week, capacity=None)
    group = [
        make_registration(week),
        make_registration(week, status=RegistrationStatus.SUBMITTED),
    ]

    with pytest.raises(NotConfirmed):
        reserve_together(group, event)
