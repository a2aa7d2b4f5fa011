"""Stars that a registration keeps, and the joining links it may use."""

import pytest

from eventapp.kernel.db import db
from eventapp.programme.errors import TooManyStars
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.stars import short_key
from eventapp.programme.vocabulary import MOST_STARS, EventStatus, Mode, Part, SignUp
from eventapp.registration import own
from eventapp.registration.audience import Reason, concerned_by
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.stars import keep_stars
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from tests.builders import (
    MORNING,
    make_event,
    make_person,
    make_place,
    make_registration,
    make_week,
)
from tests.conftest import Client, StoppedClock

LINK = "https://meet.example/secret"


def online(week: Week, **changes: object) -> Event:
    values = {"mode": Mode.ONLINE, "joining_link": LINK, "signup": SignUp.OPEN}
    return make_event(week, "Webinar", **(values | changes))


def open_in(client: Client, registration: Registration) -> None:
    with client.session_transaction() as session:
        session["registrations"] = [str(registration.id)]


# --- stars ----------------------------------------------------------------------


@pytest.mark.usefixtures("app")
def test_stars_are_added_and_one_is_dropped() -> None:
    week = make_week()
    registration = make_registration(week)
    one, two, three = (make_event(week, f"Event {n}") for n in range(3))

    keep_stars(registration, {one.id, two.id})
    keep_stars(registration, {two.id, three.id}, dropped=one.id)

    assert own.stars_of(registration) == {two.id, three.id}


@pytest.mark.usefixtures("app")
def test_a_registration_keeps_so_many_stars_and_no_more() -> None:
    week = make_week()
    registration = make_registration(week)
    events = [make_event(week, f"Event {n}") for n in range(MOST_STARS + 1)]
    keep_stars(registration, {event.id for event in events[:MOST_STARS]})

    with pytest.raises(TooManyStars):
        keep_stars(registration, {events[MOST_STARS].id})
    keep_stars(registration, (), dropped=events[0].id)
    assert own.stars_of(registration) == {one.id for one in events[1:MOST_STARS]}


def test_a_star_is_taken_away_while_this_device_has_too_many(client: Client) -> None:
    week = make_week("spring")
    events = [make_event(week, f"Event {n}") for n in range(MOST_STARS + 1)]
    registration = make_registration(week)
    keep_stars(registration, {event.id for event in events[:MOST_STARS]})
    open_in(client, registration)
    here = short_key(events[MOST_STARS].id)
    client.set_cookie("stars", here, path="/weeks/spring")

    answer = client.post(
        f"/weeks/spring/events/{events[0].id}/star", data={"starred": "no"}
    )

    assert answer.status_code == 302
    assert own.stars_of(registration) == {one.id for one in events[1:MOST_STARS]}
    cookie = client.get_cookie("stars", path="/weeks/spring")
    assert cookie is not None
    assert cookie.value == here


@pytest.mark.usefixtures("app")
def test_whoever_starred_an_event_is_concerned_by_its_changes() -> None:
    week = make_week()
    registration = make_registration(week)
    event = make_event(week)
    keep_stars(registration, {event.id})
    db.session.flush()

    assert concerned_by([event.id]) == [(registration.id, event.id, Reason.STARRED)]


def test_a_delegate_stars_an_event_and_sees_it_on_another_device(
    client: Client,
) -> None:
    week = make_week("spring")
    event = make_event(week, "Salon")
    registration = make_registration(week)
    open_in(client, registration)

    client.post(f"/weeks/spring/events/{event.id}/star")

    assert own.stars_of(registration) == {event.id}
    assert client.get_cookie("stars", path="/weeks/spring") is None
    other = client.application.test_client()
    assert isinstance(other, Client)
    open_in(other, registration)
    assert "Salon" in other.get("/weeks/spring/starred").text
    other.post(f"/weeks/spring/events/{event.id}/star", data={"starred": "no"})
    assert own.stars_of(registration) == frozenset()


def test_stars_of_the_device_go_over_to_the_registration(client: Client) -> None:
    week = make_week("spring")
    event = make_event(week, "Salon")
    client.post(f"/weeks/spring/events/{event.id}/star")
    registration = make_registration(week)
    open_in(client, registration)

    client.post("/weeks/spring/starred")

    assert own.stars_of(registration) == {event.id}
    assert client.get_cookie("stars", path="/weeks/spring") is None


def test_a_registration_that_ended_takes_no_stars(client: Client) -> None:
    week = make_week("spring")
    event = make_event(week)
    registration = make_registration(week, status=RegistrationStatus.CANCELLED)
    open_in(client, registration)

    client.post(f"/weeks/spring/events/{event.id}/star")

    assert own.stars_of(registration) == frozenset()
    assert client.get_cookie("stars", path="/weeks/spring")


# --- joining --------------------------------------------------------------------


@pytest.mark.usefixtures("app")
def test_a_held_place_lets_somebody_join_and_a_wish_does_not() -> None:
    week = make_week()
    held, awaited, other = online(week), online(week), online(week)
    registration = make_registration(week)
    make_place(registration, held)
    make_place(registration, awaited, PlaceStatus.WAITING)

    assert own.may_join(registration, [held, awaited, other]) == {held.id}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("status", RegistrationStatus)
def test_an_event_for_everyone_is_joined_by_the_confirmed(
    status: RegistrationStatus,
) -> None:
    week = make_week()
    event = online(week, signup=SignUp.EVERYONE)
    registration = make_registration(week, status=status)

    may = own.may_join(registration, [event])

    assert bool(may) is (status is RegistrationStatus.CONFIRMED)


@pytest.mark.usefixtures("app")
def test_whoever_has_a_part_joins_without_a_place() -> None:
    week = make_week()
    event, other = online(week, signup=SignUp.INVITED), online(week)
    speaker = make_person()
    assign(event, [PartPlan(Part.SPEAKER, speaker.id)])
    linked = make_registration(week, person_id=speaker.id)
    stranger = make_registration(week)
    gone = make_registration(
        week, person_id=speaker.id, status=RegistrationStatus.CANCELLED
    )

    assert own.may_join(linked, [event, other]) == {event.id}
    assert own.may_join(stranger, [event, other]) == frozenset()
    assert own.may_join(gone, [event, other]) == frozenset()


@pytest.mark.usefixtures("app")
def test_without_a_link_there_is_nothing_to_join() -> None:
    week = make_week()
    event = make_event(week, signup=SignUp.EVERYONE)

    assert own.may_join(make_registration(week), [event]) == frozenset()


def test_the_link_is_on_the_event_and_on_the_own_page_while_it_may_be_used(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    event = online(week)
    registration = make_registration(week)
    make_place(registration, event)
    open_in(client, registration)
    pages = (f"/weeks/spring/events/{event.id}", f"/me/{registration.id}/")

    shown = {}
    for minutes in (-31, -30, 59, 60):
        time.set(MORNING)
        time.advance(minutes=minutes)
        shown[minutes] = [LINK in client.get(page).text for page in pages]

    assert shown == {
        -31: [False, False],
        -30: [True, True],
        59: [True, True],
        60: [False, False],
    }


def test_a_registration_of_another_week_opens_nothing(
    client: Client, time: StoppedClock
) -> None:
    event = online(make_week("spring"), signup=SignUp.EVERYONE)
    open_in(client, make_registration(make_week("autumn")))
    time.set(MORNING)

    assert LINK not in client.get(f"/weeks/spring/events/{event.id}").text


def test_a_cancelled_event_is_joined_by_nobody(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    event = online(week, status=EventStatus.CANCELLED)
    registration = make_registration(week)
    make_place(registration, event)
    open_in(client, registration)
    time.set(MORNING)

    assert LINK not in client.get(f"/weeks/spring/events/{event.id}").text
    assert LINK not in client.get(f"/me/{registration.id}/").text
