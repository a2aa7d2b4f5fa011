"""The own page of one event: offers, waiting, swaps, what keeps one from a place."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.mail.models import Message
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import OverlapRule, WaitingList
from eventapp.registration import seating
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.places import release_place, reserve_place
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import make_delegation, make_event, make_registration, make_week
from tests.conftest import Client, StoppedClock


def test_an_offer_is_accepted_from_the_mail(client: Client, time: StoppedClock) -> None:
    event, person = offer()
    mail = db.session.scalars(
        select(Message.text).where(Message.occasion == "place.offered")
    ).one()
    link = next(word for word in mail.split() if "/me/enter/" in word)
    path = link.removeprefix("http://week.example")

    opened = client.get(path)
    home = client.get(f"/me/{person.id}/").text
    page = client.get(opened.location).text
    accepted = client.post(f"{opened.location}/accept", follow_redirects=True)

    assert "A place is free for you: Tea" in home
    assert "We keep it for you until" in page
    assert "Tue 2 Mar 2027, 17:00" in page.replace("</time>", "").split("until")[1]
    assert "You have a place: Tea" in accepted.text
    assert seating.tally(event).held == 1
    assert time.now
    assert person.is_confirmed


def test_an_offer_that_has_ended_goes_on(client: Client, time: StoppedClock) -> None:
    event, person = offer()
    enter(client, person)
    time.advance(hours=25)

    late = client.post(address(person, event) + "/accept", follow_redirects=True)

    assert "The offer has ended: Tea" in late.text
    assert "Sign up" in late.text
    assert seating.tally(event).offered == 0


def test_a_second_place_at_one_time_is_refused_with_a_way_to_swap(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week(overlap_rule=OverlapRule.BLOCK)
    tea, campus = make_event(week, "Tea"), make_event(week, "Campus")
    person = make_registration(week)
    reserve_place(person, tea)
    enter(client, person)

    refused = client.post(address(person, campus))
    swapped = client.post(
        address(person, campus) + "/swap", data={"old": tea.id}, follow_redirects=True
    )

    assert refused.status_code == 409
    assert "You have a place at “Tea” at the same time." in refused.text
    assert "Swap now" in refused.text
    assert "You have a place: Campus" in swapped.text
    assert seating.place_of(person, tea) is None


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_choice_of_two_at_one_time_is_said_on_its_page(
    client: Client, *, is_confirmed: bool, time: StoppedClock
) -> None:
    assert time
    week = make_week("gpw", overlap_rule=OverlapRule.BLOCK)
    tea, campus = make_event(week, "Tea"), make_event(week, "Campus")
    changes: dict[str, Any] = {"status": RegistrationStatus.DRAFT, "number": None}
    person = make_registration(week, **({} if is_confirmed else changes))
    enter(client, person)

    step = f"/weeks/gpw/register/events?registration={person.id}"
    page = client.post(step, data={"events": [str(tea.id), str(campus.id)]})
    kept = client.post(step, data={"events": [str(tea.id)]})
    held = client.post(step, data={"events": [str(tea.id), str(campus.id)]})

    assert page.status_code == 422
    assert "are at the same time. In this week nobody" in page.text
    assert (
        len(re.findall(r"<input[^>]* checked[ >]", page.text)) == 2
    )  # nothing is lost
    assert kept.status_code == 302
    assert held.status_code == 422
    assert seating.tally(tea).held == is_confirmed
    assert seating.tally(campus).held == 0


def test_a_wish_at_the_time_of_another_one_is_refused_as_a_place_is(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week(overlap_rule=OverlapRule.BLOCK)
    tea = make_event(week, "Tea")
    campus, part = make_event(week, "Campus"), make_event(week, parent_id=tea.id)
    draft = RegistrationStatus.DRAFT
    person = make_registration(week, status=draft, number=None)
    enter(client, person)

    client.post(address(person, tea))
    refused = client.post(address(person, campus))
    client.post(address(person, part))

    assert refused.status_code == 409
    assert "“Campus” and “Tea” are at the same time." in refused.text
    assert person.wishes == (str(tea.id), str(part.id))


def test_a_swap_may_wait_and_says_what_it_gives_up(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week()
    tea, full = make_event(week, "Tea"), make_event(week, "Campus", capacity=0)
    person = make_registration(week)
    reserve_place(person, tea)
    enter(client, person)

    kept = client.post(address(person, full) + "/swap", data={"old": tea.id})
    waits = client.post(
        address(person, full) + "/swap",
        data={"old": tea.id, "wait": "yes"},
        follow_redirects=True,
    )

    assert kept.status_code == 409
    assert "“Campus” is full. You keep your place at “Tea”." in kept.text
    assert "Waiting list, place 1" in waits.text
    assert "When you get this place, your place at “Tea” is released." in waits.text
    assert "Swap" not in waits.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"signup_opens_at": 24}, "Sign-up opens on"),
        ({"signup_closes_at": -24}, "Sign-up is closed since"),
        ({"whole_delegations": True}, "Ask the head of your delegation"),
        ({"capacity": 0}, "Join the waiting list"),
    ],
)
def test_the_page_says_what_is_possible(
    changes: dict[str, int | bool], words: str, client: Client, time: StoppedClock
) -> None:
    week = make_week()
    facts: dict[str, Any] = {
        name: time.now + timedelta(hours=value) if name.endswith("_at") else value
        for name, value in changes.items()
    }
    event = make_event(week, **facts)
    delegation = make_delegation(week)
    member = {"delegation_id": delegation.id} if "whole_delegations" in changes else {}
    person = make_registration(week, **member)
    enter(client, person)

    own = client.get(address(person, event))
    shared = client.get(f"/weeks/{week.slug}/events/{event.id}")

    assert words in own.text
    if "capacity" not in changes:
        assert any(one in shared.text for one in (words, "Delegations come as a whole"))


def test_who_is_kept_waiting_reads_why(client: Client, time: StoppedClock) -> None:
    assert time
    week = make_week(overlap_rule=OverlapRule.BLOCK)
    full, tea = make_event(week, "Campus", capacity=0), make_event(week, "Tea")
    person = make_registration(week)
    reserve_place(person, full)
    reserve_place(person, tea)
    enter(client, person)

    page = client.get(address(person, full)).text

    assert "You have a place at “Tea” at the same time. Until you release" in page


def offer() -> tuple[Event, Registration]:
    """An event whose only place is offered to who waited."""
    week = make_week()
    event = make_event(week, "Tea", capacity=1, waiting_list=WaitingList.OFFER)
    held = reserve_place(make_registration(week), event)
    person = make_registration(week)
    reserve_place(person, event)
    release_place(held)
    return event, person


def enter(client: Client, person: Registration) -> None:
    """Open somebody's registration in this browser."""
    with client.session_transaction() as session:
        session["registrations"] = [str(person.id)]


def address(person: Registration, event: Event) -> str:
    """The own page of one event."""
    return f"/me/{person.id}/events/{event.id}"
