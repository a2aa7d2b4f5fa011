"""Every way in which a place changes turns it, so that calendars see it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.planning.service.casting import link_person
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import Part, SignUp, WaitingList
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import agenda, deciding
from eventapp.registration.service.applying import cancel
from eventapp.registration.service.handing_over import hand_over
from eventapp.registration.service.lines import settle
from eventapp.registration.service.places import (
    give_place,
    release_place,
    reserve_place,
    reserve_together,
)
from eventapp.registration.service.swapping import swap
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import (
    make_account,
    make_event,
    make_person,
    make_place,
    make_registration,
    make_week,
)
from tests.conftest import StoppedClock
from tests.registration.turning import turns

pytestmark = pytest.mark.usefixtures("time")


@pytest.fixture
def week(app: object) -> Week:
    assert app
    return make_week("spring")


@pytest.fixture
def guest(week: Week) -> Registration:
    registration = make_registration(week)
    agenda.open_agenda(registration)
    db.session.flush()
    return registration


def counts(registration: Registration) -> dict[str, int]:
    found = turns(registration).items()
    return {str(db.session.get_one(Event, key).title): n for key, (n, _at) in found}


def test_reserving_releasing_and_reserving_again_only_count_up(
    guest: Registration,
) -> None:
    event = make_event(guest.week)
    seen = []

    for _round in range(2):
        place = reserve_place(guest, event)
        seen.append(counts(guest)["Salon"])
        release_place(place)
        seen.append(counts(guest)["Salon"])

    assert seen == sorted(set(seen))


def test_an_offer_and_its_end_turn(guest: Registration, time: StoppedClock) -> None:
    event = make_event(
        guest.week, capacity=1, waiting_list=WaitingList.OFFER, offer_hours=2
    )
    held = reserve_place(make_registration(guest.week), event)
    reserve_place(guest, event)
    before = counts(guest)["Salon"]

    release_place(held)
    offered = counts(guest)["Salon"]
    time.advance(hours=3)
    settle(event)

    assert before < offered < counts(guest)["Salon"]


def test_a_place_from_the_office_or_for_a_group_turns(guest: Registration) -> None:
    given = make_event(guest.week, "Dinner", signup=SignUp.INVITED)
    asked = make_event(guest.week, "Tour", starts_at=given.ends_at)

    give_place(guest, given)
    reserve_together([guest], asked)

    assert counts(guest).keys() == {"Dinner", "Tour"}


def test_a_swap_turns_both_events(guest: Registration) -> None:
    old = make_event(guest.week, "Old")
    new = make_event(guest.week, "New", starts_at=old.ends_at)
    reserve_place(guest, old)
    before = counts(guest)["Old"]

    swap(guest, old, new)

    after = counts(guest)
    assert after["Old"] > before
    assert after["New"] > 0


@pytest.mark.parametrize("ending", ["cancelled", "declined"])
def test_all_that_stood_in_the_calendar_turns_when_the_registration_ends(
    guest: Registration, time: StoppedClock, ending: str
) -> None:
    salon = make_event(guest.week, "Salon")
    opening = make_event(guest.week, "Opening", signup=SignUp.EVERYONE)
    make_event(guest.week, "Not theirs")
    reserve_place(guest, salon)
    time.advance(minutes=1)

    if ending == "cancelled":
        cancel(guest)
    else:
        deciding.decline_registration(guest, "", actor="Office")

    assert counts(guest).keys() == {"Salon", "Opening"}
    assert guest.decided_at == time.now == turns(guest)[opening.id][1]
    assert turns(guest)[salon.id][1] == time.now


def test_who_is_confirmed_again_sees_the_events_again(guest: Registration) -> None:
    make_event(guest.week, "Opening", signup=SignUp.EVERYONE)
    deciding.decline_registration(guest, "", actor="Office")
    ended = counts(guest)["Opening"]

    deciding.confirm_registration(guest, actor="Office")

    assert counts(guest)["Opening"] == ended + 1


def test_handing_over_takes_the_places_out_of_the_old_calendar(
    guest: Registration, time: StoppedClock
) -> None:
    event = make_event(guest.week)
    reserve_place(guest, event)
    before = counts(guest)["Salon"]
    time.advance(minutes=1)

    successor = hand_over(guest, PersonName("Li Na"), "li.na@guest.example")

    assert counts(guest)["Salon"] > before
    assert turns(guest)[event.id][1] == guest.decided_at
    assert successor.agenda_digest is not None


def test_becoming_a_person_of_the_programme_turns_their_events(
    guest: Registration,
) -> None:
    by, person = make_account(), make_person()
    event = make_event(guest.week, "Lecture")
    assign(event, [PartPlan(Part.SPEAKER, person.id)])

    link_person(guest, person, by=by)
    linked = counts(guest)
    link_person(guest, None, by=by)

    assert linked == {"Lecture": 1}
    assert counts(guest) == {"Lecture": 2}


def test_a_registration_without_a_calendar_turns_nothing_for_everyone(
    week: Week,
) -> None:
    make_event(week, "Opening", signup=SignUp.EVERYONE)
    never_confirmed = make_registration(week)

    cancel(never_confirmed)

    assert counts(never_confirmed) == {}


def test_a_turn_does_not_write_the_registration(
    guest: Registration, statements: Callable[[], Any]
) -> None:
    """PostgreSQL looks up the week when that is written twice."""
    event = make_event(guest.week, starts_at=guest.created_at + timedelta(days=8))
    make_place(guest, event, PlaceStatus.WAITING)

    with statements() as ran:
        reserve_place(guest, event)
        db.session.flush()

    assert not [one for one in ran if one.startswith("UPDATE registration")]
