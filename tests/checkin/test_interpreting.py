"""Who interprets for a guest at the door, and where they are at this moment."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask

from eventapp.accounts.vocabulary import Role
from eventapp.badges import service as badges
from eventapp.checkin.interpreting import InterpreterView, interpreter_for
from eventapp.checkin.queries import interpreters
from eventapp.checkin.queries.people import Guest
from eventapp.kernel import clock
from eventapp.kernel.names import PersonName
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import Part, SignUp
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from tests.builders import (
    make_event,
    make_person,
    make_registration,
    make_venue,
    make_week,
)
from tests.checkin.doors import Door
from tests.conftest import Client

Counted = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(autouse=True)
def _fresh(app: Flask) -> None:
    assert app
    interpreters.forget()


def test_a_guest_who_asked_for_interpretation_learns_who_gives_it() -> None:
    event = _event(languages=("en", "pl"))

    found = interpreter_for(_guest(interpretation="zh-Hans"), event.id, clock.now())

    assert found == InterpreterView(
        PersonName("Li Na", "李娜", "zh-Hans"), "English – Chinese", None
    )


@pytest.mark.parametrize(
    ("spoken", "asked", "held_in", "named"),
    [
        ((), None, ("en",), None),
        (("en", "zh-Hans"), None, ("en",), None),
        (("zh-Hans",), None, ("en",), "Li Na"),
        (("zh-Hans",), None, ("en", "zh-Hans"), None),
        (("zh-Hans", "en"), "zh-Hans", ("en", "zh-Hans"), "Li Na"),
        (("zh-Hans",), "zh-Hans", ("zh-Hans",), None),
        (("th",), None, ("en",), None),
        ((), "ar", ("en",), None),
    ],
)
def test_an_interpreter_is_named_where_one_is_needed_and_can_help(
    spoken: tuple[str, ...],
    asked: str | None,
    held_in: tuple[str, ...],
    named: str | None,
) -> None:
    event = _event(languages=held_in)

    guest = _guest(languages=spoken, interpretation=asked)
    found = interpreter_for(guest, event.id, clock.now())

    assert (found.name.latin if found else None) == named


def test_the_desk_knows_where_the_interpreter_is_at_this_moment() -> None:
    event = make_event(make_week(), languages=("en",))
    person = _put_interpreter(event)
    now = clock.now()
    hall = make_venue(event.week, "Hall A")
    fair = make_event(
        event.week,
        "Fair",
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        venue_id=hall.id,
    )
    assign(fair, [PartPlan(Part.HOST, person.id)])

    found = interpreter_for(_guest(interpretation="zh-Hans"), event.id, now)
    later = now + timedelta(hours=2)
    interpreters.forget()
    then = interpreter_for(_guest(interpretation="zh-Hans"), event.id, later)

    assert found is not None
    assert found.place == "Fair, Hall A"
    assert then is not None
    assert then.place is None


def test_a_crowd_is_answered_with_one_look(statements: Counted) -> None:
    event = _event(languages=("en",))
    now = clock.now()
    asks, speaks = _guest(interpretation="zh-Hans"), _guest()
    interpreter_for(asks, event.id, now)

    with statements() as run:
        for _ in range(20):
            assert interpreter_for(asks, event.id, now)
            assert interpreter_for(speaks, event.id, now) is None

    assert run == []


def test_the_answer_of_a_scan_names_the_interpreter(client: Client) -> None:
    door = Door(signup=SignUp.EVERYONE, languages=("en",))
    _put_interpreter(door.event)
    door.guest.interpretation = "zh-Hans"
    client.sign_in(Role.STEWARD)

    told = client.post(
        f"/desk/{door.desk.id}/scans",
        json={
            "scan_id": "9f0d6a2e-6c0e-4f6a-9f59-0d0a9c0e5b11",
            "event": str(door.event.id),
            "code": badges.code_of(door.badge),
        },
    ).json

    assert told is not None
    assert told["interpreter"] == {
        "name": {"native": "李娜", "native_language": "zh-Hans", "latin": "Li Na"},
        "languages": "English – Chinese",
        "place": None,
    }


def _event(languages: tuple[str, ...]) -> Event:
    event = make_event(make_week(), languages=languages)
    _put_interpreter(event)
    return event


def _put_interpreter(event: Event) -> Person:
    person = make_person("Li Na", "李娜")
    parts = [
        PartPlan(Part.INTERPRETER),  # to be named
        PartPlan(
            Part.INTERPRETER, person.id, from_language="en", into_language="zh-Hans"
        ),
    ]
    assign(event, parts)
    return person


def _guest(languages: tuple[str, ...] = (), interpretation: str | None = None) -> Guest:
    person = make_registration()
    return Guest(
        registration_id=person.id,
        name=person.name,
        number=person.number,
        reference=person.reference,
        kind=DelegateKind.DELEGATE,
        institution=None,
        native_institution=None,
        status=RegistrationStatus.CONFIRMED,
        place=None,
        admitted_at=None,
        languages=languages,
        interpretation=interpretation,
    )
