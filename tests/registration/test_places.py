"""Places: reserved, awaited, inherited, released."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.mail.models import Message
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration import queries
from eventapp.registration.errors import (
    EventBegun,
    EventCancelled,
    EventFull,
    EventNotOpen,
    NotConfirmed,
)
from eventapp.registration.models.places import Place
from eventapp.registration.service.applying import cancel
from eventapp.registration.service.lines import fill_free_places
from eventapp.registration.service.places import (
    give_back,
    give_place,
    release_place,
    reserve_place,
    wish_for,
)
from eventapp.registration.service.wishing import choose_events
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from tests.builders import MORNING, make_event, make_registration, make_week
from tests.conftest import StoppedClock
from tests.registration.turning import turns

HELD, WAITING = PlaceStatus.HELD, PlaceStatus.WAITING


def test_a_free_place_is_held_and_a_full_event_makes_one_wait(
    time: StoppedClock,
) -> None:
    week = make_week()
    event = make_event(week, capacity=1)

    first = reserve_place(make_registration(week), event)
    second = reserve_place(make_registration(week), event)

    assert (first.status, first.held_at) == (HELD, time.now)
    assert (second.status, second.held_at) == (WAITING, None)


def test_an_event_without_a_limit_is_never_full(time: StoppedClock) -> None:
    assert time
    week = make_week()
    event = make_event(week, capacity=None)

    places = [reserve_place(make_registration(week), event) for _ in range(3)]

    assert {place.status for place in places} == {HELD}


def test_asking_again_returns_the_same_place(time: StoppedClock) -> None:
    assert time
    week = make_week()
    event = make_event(week)
    registration = make_registration(week)

    first, again = (reserve_place(registration, event) for _ in range(2))

    assert again is first


def test_at_an_event_by_request_everybody_waits(time: StoppedClock) -> None:
    assert time
    week = make_week()
    event = make_event(week, signup=SignUp.BY_REQUEST, capacity=10)

    place = reserve_place(make_registration(week), event)

    assert place.status is WAITING
    assert fill_free_places(event) == []


@pytest.mark.parametrize(
    "status",
    [one for one in RegistrationStatus if one is not RegistrationStatus.CONFIRMED],
)
def test_only_a_confirmed_registration_has_places(
    time: StoppedClock, status: RegistrationStatus
) -> None:
    assert time
    week = make_week()

    with pytest.raises(NotConfirmed):
        reserve_place(make_registration(week, status=status), make_event(week))


@pytest.mark.parametrize("signup", [SignUp.EVERYONE, SignUp.INVITED, SignUp.CLOSED])
def test_an_event_that_takes_no_sign_up_gives_no_place(
    time: StoppedClock, signup: SignUp
) -> None:
    assert time
    week = make_week()

    with pytest.raises(EventNotOpen):
        reserve_place(make_registration(week), make_event(week, signup=signup))


def test_an_event_of_another_week_or_a_draft_gives_no_place(
    time: StoppedClock,
) -> None:
    assert time
    week = make_week()
    registration = make_registration(week)

    with pytest.raises(EventNotOpen):
        reserve_place(registration, make_event(make_week()))
    with pytest.raises(EventNotOpen):
        reserve_place(registration, make_event(week, status=EventStatus.DRAFT))


def test_a_cancelled_event_gives_no_place(time: StoppedClock) -> None:
    assert time
    week = make_week()

    with pytest.raises(EventCancelled):
        reserve_place(
            make_registration(week), make_event(week, status=EventStatus.CANCELLED)
        )


def test_an_event_that_has_begun_gives_no_place(time: StoppedClock) -> None:
    week = make_week()
    event = make_event(week)
    registration = make_registration(week)
    time.set(event.starts_at)

    with pytest.raises(EventBegun):
        reserve_place(registration, event)


def test_the_first_in_line_inherits_a_released_place_and_is_told(
    time: StoppedClock,
) -> None:
    week = make_week()
    event = make_event(week, "Paper cutting", capacity=1)
    held = reserve_place(make_registration(week), event)
    heir = make_registration(week)
    first = reserve_place(heir, event)
    time.advance(minutes=1)
    second = reserve_place(make_registration(week), event)

    promoted = release_place(held)

    assert promoted is first
    assert (first.status, first.held_at) == (HELD, time.now)
    assert second.status is WAITING
    message = db.session.scalars(select(Message)).one()
    assert (message.to_address, message.occasion) == (heir.address, "place.promoted")
    assert "Paper cutting" in message.subject
    assert turns(heir) == {event.id: (2, time.now)}


def test_releasing_twice_promotes_once(time: StoppedClock) -> None:
    assert time
    week = make_week()
    event = make_event(week, capacity=1)
    held = reserve_place(make_registration(week), event)
    waiting = [reserve_place(make_registration(week), event) for _ in range(2)]

    release_place(held)
    assert release_place(held) is None

    assert sorted(place.status for place in waiting) == [HELD, WAITING]


def test_nobody_inherits_after_the_beginning(time: StoppedClock) -> None:
    week = make_week()
    event = make_event(week, capacity=1)
    held = reserve_place(make_registration(week), event)
    waiting = reserve_place(make_registration(week), event)
    time.set(event.starts_at)

    assert release_place(held) is None

    assert waiting.status is WAITING


def test_an_organiser_gives_a_place_at_an_event_by_request(time: StoppedClock) -> None:
    assert time
    week = make_week()
    event = make_event(week, signup=SignUp.BY_REQUEST, capacity=1)
    registration = make_registration(week)
    waiting = reserve_place(registration, event)

    given = give_place(registration, event)

    assert (given, given.status) == (waiting, HELD)
    assert give_place(registration, event) is given
    with pytest.raises(EventFull):
        give_place(make_registration(week), event)


def test_an_organiser_gives_no_place_to_strangers_or_at_cancelled_events(
    time: StoppedClock,
) -> None:
    assert time
    week = make_week()
    event = make_event(week, status=EventStatus.CANCELLED)

    with pytest.raises(NotConfirmed):
        give_place(make_registration(make_week()), event)
    with pytest.raises(EventCancelled):
        give_place(make_registration(week), event)


def test_new_wishes_are_taken_before_others_are_released(time: StoppedClock) -> None:
    assert time
    week = make_week()
    kept, left, new = (make_event(week, title) for title in ("A", "B", "C"))
    invited = make_event(week, "D", signup=SignUp.INVITED)
    registration = make_registration(week)
    for event in (kept, left):
        reserve_place(registration, event)
    give_place(registration, invited)

    wish_for(registration, (kept.id, new.id))

    assert _events(registration) == {kept.id, new.id, invited.id}


def test_places_at_cancelled_and_begun_events_stay(time: StoppedClock) -> None:
    week = make_week()
    begun = make_event(week, "Begun")
    cancelled = make_event(week, "Cancelled", starts_at=MORNING + timedelta(days=1))
    registration = make_registration(week)
    for event in (begun, cancelled):
        reserve_place(registration, event)
    cancelled.status = EventStatus.CANCELLED
    time.set(MORNING)

    wish_for(registration, ())

    assert _events(registration) == {begun.id, cancelled.id}


def test_places_change_after_the_deadline_for_answers(time: StoppedClock) -> None:
    week = make_week(registration_closes_at=time.now)
    event = make_event(week)
    registration = make_registration(week)

    choose_events(registration, (event.id,))

    assert _events(registration) == {event.id}


def test_a_cancelled_registration_leaves_its_places_to_those_who_wait(
    time: StoppedClock,
) -> None:
    assert time
    week = make_week()
    events = [make_event(week, title, capacity=1) for title in "AB"]
    leaver, heir = make_registration(week), make_registration(week)
    for event in events:
        reserve_place(leaver, event)
        reserve_place(heir, event)

    cancel(leaver)

    assert leaver.status is RegistrationStatus.CANCELLED
    assert [
        (p.registration_id, p.status) for p in db.session.scalars(select(Place))
    ] == [(heir.id, HELD)] * 2


def test_the_position_in_the_line_counts_from_one(time: StoppedClock) -> None:
    week = make_week()
    event = make_event(week, capacity=1)
    people = [make_registration(week) for _ in range(3)]
    for person in people:
        reserve_place(person, event)
        time.advance(seconds=1)

    positions = [queries.lines_of(person)[0].position for person in people]

    assert positions == [None, 1, 2]
    assert queries.free_places(week) == {event.id: 0}
    assert queries.waiting_counts(week.id) == {event.id: 2}


def _events(registration: object) -> set[object]:
    return {line.event.id for line in queries.lines_of(registration)}  # type: ignore[arg-type]


def test_what_a_delegate_gives_back_is_in_the_journal(time: StoppedClock) -> None:
    assert time
    event = make_event(make_week(), "Salon")
    registration = make_registration(event.week)
    reserve_place(registration, event)

    give_back(registration, event)
    give_back(registration, event)  # nothing is left to give back

    lines = db.session.execute(
        select(Entry.action, Entry.actor, Entry.subject_id)
    ).all()
    assert [tuple(line) for line in lines] == [
        ("place.released", "delegate", registration.id)
    ]


def test_a_place_at_an_event_that_has_begun_is_not_given_back(
    time: StoppedClock,
) -> None:
    event = make_event(make_week())
    registration = make_registration(event.week)
    reserve_place(registration, event)
    time.set(event.starts_at)

    with pytest.raises(EventBegun):
        give_back(registration, event)
