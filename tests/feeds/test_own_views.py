"""Private calendars: what stands in them, how they move, how they end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from eventapp.accounts.models import Account
from eventapp.accounts.vocabulary import Role
from eventapp.arrivals.entries import PickupEntry, PointEntry
from eventapp.arrivals.models.journeys import Point
from eventapp.arrivals.models.pickups import Pickup
from eventapp.arrivals.service import pickups
from eventapp.arrivals.service.points import keep_point
from eventapp.arrivals.vocabulary import Vehicle
from eventapp.feeds.service import addresses
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName
from eventapp.planning.service.casting import link_person, remove_person
from eventapp.privacy.service.erasing import erase
from eventapp.privacy.vocabulary import ErasureReason
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan, plan_of
from eventapp.programme.service.drafts import begin_event, discard, save_plan
from eventapp.programme.service.events import assign
from eventapp.programme.service.releases import publish
from eventapp.programme.vocabulary import EventStatus, Part, SignUp
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import agenda, deciding
from eventapp.registration.service.applying import cancel
from eventapp.registration.service.handing_over import hand_over
from eventapp.registration.service.places import release_place, reserve_place
from eventapp.registration.vocabulary import PlaceStatus
from eventapp.run_of_show.plans import Cast
from tests.builders import (
    MORNING,
    make_account,
    make_appointment,
    make_event,
    make_person,
    make_place,
    make_point,
    make_registration,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import Client, StoppedClock
from tests.run_of_show.ceremony import cue, make_run

DAY_BEFORE = MORNING - timedelta(days=1)

Shown = dict[str, dict[str, Any]]


def read(octets: bytes) -> Shown:
    """The events of a calendar, by title."""
    found = {}
    for event in Calendar.from_ical(octets).walk("VEVENT"):
        values = {name: str(value) for name, value in event.property_items()}
        found[values["SUMMARY"]] = values | {"start": event.decoded("DTSTART")}
    return found


def shown(client: Client, address: str) -> Shown:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return read(answer.data)


def agenda_of(registration: Registration) -> str:
    return f"/feeds/agenda/{agenda.agenda_token(registration)}.ics"


def path_of(week: Week, owner: Account | Person) -> str:
    path = addresses.path_of(addresses.give(week, owner, by=make_account()))
    assert path is not None
    return path


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


def test_an_agenda_says_why_each_event_stands_in_it(
    client: Client, guest: Registration, time: StoppedClock
) -> None:
    held = make_event(guest.week, "Salon")
    waited = make_event(guest.week, "Tea")
    offered = make_event(guest.week, "Dinner")
    make_event(guest.week, "Opening", signup=SignUp.EVERYONE)
    make_event(guest.week, "Nothing of theirs")
    make_place(guest, held)
    make_place(guest, waited, PlaceStatus.WAITING)
    place = make_place(guest, offered, PlaceStatus.OFFERED)
    place.offered_until = time.now + timedelta(days=1)

    found = shown(client, agenda_of(guest))

    assert {title: one["STATUS"] for title, one in found.items()} == {
        "Salon": "CONFIRMED",
        "Waiting list: Tea": "TENTATIVE",
        "Offered to you: Dinner": "TENTATIVE",
        "Opening": "CONFIRMED",
    }
    assert found["Salon"]["DESCRIPTION"].startswith("You have a place.")
    shared = {title for title, one in found.items() if one["CLASS"] == "PUBLIC"}
    assert shared == {"Opening"}
    until = "We keep a place for you until Tue 2 Mar 2027, 17:00 (Shanghai time)."
    assert until in found["Offered to you: Dinner"]["DESCRIPTION"]


def test_private_calendars_say_what_they_are(
    client: Client, guest: Registration
) -> None:
    week, by = guest.week, make_account()
    paths = [agenda_of(guest), path_of(week, make_person("Yao Li")), path_of(week, by)]

    heads = [Calendar.from_ical(client.get(path).data) for path in paths]

    assert [str(one["DESCRIPTION"]).partition("\n")[0] for one in heads] == [
        f"Own events in {week.name}.",
        f"Where Yao Li has a part in {week.name}.",
        f"{week.name} as it is planned, also what is not public.",
    ]


def test_the_parts_of_a_delegate_stand_in_their_agenda(
    client: Client, guest: Registration, time: StoppedClock
) -> None:
    interpreter = make_person("Yao Li")
    talk = make_event(guest.week, "Talk", signup=SignUp.CLOSED)
    part = PartPlan(
        Part.INTERPRETER, interpreter.id, from_language="zh-Hans", into_language="en"
    )
    assign(talk, [part])
    before = shown(client, agenda_of(guest))
    time.advance(minutes=1)

    link_person(guest, interpreter, by=make_account())
    after = shown(client, agenda_of(guest))

    assert before == {}
    assert after["Talk"]["STATUS"] == "CONFIRMED"
    words = "You interpret from Chinese into English."
    assert after["Talk"]["DESCRIPTION"].startswith(words)
    assert after["Talk"]["SEQUENCE"] == "1"


def test_a_place_moves_through_its_states_with_a_sequence_that_only_grows(
    client: Client, guest: Registration, time: StoppedClock
) -> None:
    event = make_event(guest.week, "Salon", capacity=1)
    other = reserve_place(make_registration(guest.week), event)
    reserve_place(guest, event)
    seen = [shown(client, agenda_of(guest))["Waiting list: Salon"]]
    time.advance(minutes=1)

    release_place(other)
    seen.append(shown(client, agenda_of(guest))["Salon"])
    time.advance(minutes=1)
    republish(event, title=Localised({"en": "Salon two"}))
    seen.append(shown(client, agenda_of(guest))["Salon two"])

    numbers = [int(one["SEQUENCE"]) for one in seen]
    assert numbers == sorted(set(numbers))
    assert {one["UID"] for one in seen} == {str(event.id)}
    assert [one["DTSTAMP"] for one in seen] == sorted({one["DTSTAMP"] for one in seen})
    assert all(one["DTSTAMP"] == one["LAST-MODIFIED"] for one in seen)


@pytest.mark.parametrize("ending", ["cancelled", "handed over"])
def test_an_ended_registration_is_struck_out_for_a_month_and_then_empty(
    client: Client, guest: Registration, time: StoppedClock, ending: str
) -> None:
    salon = make_event(guest.week, "Salon")
    make_event(guest.week, "Opening", signup=SignUp.EVERYONE)
    reserve_place(guest, salon)
    before = shown(client, agenda_of(guest))
    time.advance(minutes=1)

    if ending == "cancelled":
        cancel(guest)
    else:
        hand_over(guest, PersonName("Li Na"), "li.na@guest.example")
    struck = shown(client, agenda_of(guest))
    time.advance(days=32)
    empty = client.get(agenda_of(guest))

    assert {title: one["STATUS"] for title, one in struck.items()} == {
        "Cancelled: Salon": "CANCELLED",
        "Cancelled: Opening": "CANCELLED",
    }
    for title, one in before.items():
        after = struck[f"Cancelled: {title}"]
        assert int(after["SEQUENCE"]) > int(one["SEQUENCE"])
        assert after["UID"] == one["UID"]
        assert after["TRANSP"] == "TRANSPARENT"
    assert (empty.status_code, read(empty.data)) == (200, {})


def test_who_is_declined_and_confirmed_again_sees_everything_again(
    client: Client, guest: Registration, time: StoppedClock
) -> None:
    make_event(guest.week, "Opening", signup=SignUp.EVERYONE)
    deciding.decline_registration(guest, "", actor="Office")
    struck = shown(client, agenda_of(guest))["Cancelled: Opening"]
    time.advance(minutes=1)

    deciding.confirm_registration(guest, actor="Office")
    again = shown(client, agenda_of(guest))["Opening"]

    assert again["STATUS"] == "CONFIRMED"
    assert int(again["SEQUENCE"]) > int(struck["SEQUENCE"])


def car(week: Week, **changes: Any) -> Pickup:
    point = changes.pop("point", None) or make_point(week, "PVG")
    values: dict[str, Any] = {
        "point_id": point.id,
        "starts_at": DAY_BEFORE,
        "ends_at": DAY_BEFORE + timedelta(hours=1),
        "vehicle": Vehicle.CAR,
        "seats": 3,
        "meeting_place": "Exit 9",
        "driver_name": "Zhang San",
        "driver_phone": "+86 21 5550 1234",
        "plate": "沪A 12345",
        "sign": "Dr Nowak, Prof Kowalska",
    }
    return pickups.make_pickup(
        week, PickupEntry(**(values | changes)), by=make_account()
    )


def renamed(point: Point, en: str) -> PointEntry:
    return PointEntry(point.key, point.kind, Localised({"en": en}))


def test_a_pick_up_moves_and_is_struck_out_under_one_uid(
    client: Client, guest: Registration, time: StoppedClock
) -> None:
    by, point = make_account(), make_point(guest.week, "PVG")
    one, other = car(guest.week, point=point), car(guest.week, point=point)
    pickups.board(one, [guest.id], by=by)
    seen = [shown(client, agenda_of(guest))]
    time.advance(minutes=1)

    pickups.board(other, [guest.id], by=by)
    entry = PickupEntry(
        point_id=point.id,
        starts_at=DAY_BEFORE + timedelta(hours=3),
        ends_at=DAY_BEFORE + timedelta(hours=4),
        vehicle=Vehicle.COACH,
        seats=40,
    )
    pickups.change_pickup(other, entry, seen_version=other.version, by=by)
    seen.append(shown(client, agenda_of(guest)))
    time.advance(minutes=1)
    keep_point(guest.week, renamed(point, "Pudong"), point)
    seen.append(shown(client, agenda_of(guest)))
    time.advance(minutes=1)
    pickups.remove(other, by=by)
    seen.append(shown(client, agenda_of(guest)))
    time.advance(minutes=1)
    pickups.board(one, [guest.id], by=by)
    seen.append(shown(client, agenda_of(guest)))

    found = [next(iter(each.values())) for each in seen]
    met, moved, _named, gone, _again = found
    assert [len(each) for each in seen] == [1] * 5
    assert [(one["SUMMARY"], one["STATUS"]) for one in found] == [
        ("Pick-up: Airport PVG", "CONFIRMED"),
        ("Pick-up: Airport PVG", "CONFIRMED"),
        ("Pick-up: Pudong", "CONFIRMED"),
        ("Cancelled: Pick-up", "CANCELLED"),
        ("Pick-up: Pudong", "CONFIRMED"),
    ]
    assert [one["SEQUENCE"] for one in found] == list("01234")
    assert len({one["UID"] for one in found}) == 1
    assert moved["start"] - met["start"] == timedelta(hours=3)
    assert moved["start"] == gone["start"]


def test_an_agenda_tells_nothing_of_other_people(
    client: Client, guest: Registration
) -> None:
    other = make_registration(guest.week, name=PersonName("Anna Secret"))
    event = make_event(guest.week)
    for one in (guest, other):
        make_place(one, event)
    pickup = car(guest.week)
    pickups.board(pickup, [guest.id, other.id], by=make_account())

    text = client.get(agenda_of(guest)).text.replace("\r\n ", "")

    assert "Where to wait: Exit 9" in text
    secrets = (
        "Secret",
        "Nowak",
        "Zhang",
        "5550 1234",
        "A 12345",
        other.address,
        guest.address,
    )
    assert [word for word in secrets if word in text] == []
    assert agenda.agenda_token(guest) not in text


def test_another_passenger_changes_nothing_in_ones_own_calendar(
    client: Client, guest: Registration, time: StoppedClock
) -> None:
    pickup, by = car(guest.week), make_account()
    pickups.board(pickup, [guest.id], by=by)
    before = client.get(agenda_of(guest))
    time.advance(minutes=1)

    pickups.board(pickup, [make_registration(guest.week).id], by=by)
    after = client.get(agenda_of(guest))

    assert after.data == before.data
    assert after.headers["Last-Modified"] == before.headers["Last-Modified"]


def test_an_erased_delegate_has_no_calendar(
    client: Client, guest: Registration
) -> None:
    pickups.board(car(guest.week), [guest.id], by=make_account())
    address = agenda_of(guest)
    assert client.get(address).status_code == 200

    erase(guest, ErasureReason.ASKED_OFFICE)

    assert client.get(address).status_code == 404


def test_a_person_sees_parts_with_the_hour_to_be_on(
    client: Client, week: Week, time: StoppedClock
) -> None:
    person = make_person("Yao Li")
    hall = make_venue(week, "Main Hall")
    signing = make_event(week, "Signing", venue_id=hall.id)
    draft = make_event(week, "Secret", status=EventStatus.DRAFT)
    make_event(week, "Not theirs")
    assign(signing, [PartPlan(Part.INTERPRETER, person.id, into_language="en")])
    assign(draft, [PartPlan(Part.SPEAKER, person.id)])
    address = path_of(week, person)
    before = shown(client, address)
    time.advance(minutes=1)

    toast = cue("Toast", cast=(Cast(person.id),))
    make_run(cue("Welcome", minutes=20), toast, event=signing)
    after = shown(client, address)

    assert before.keys() == after.keys() == {"Signing"}
    assert before["Signing"]["DESCRIPTION"].startswith("You interpret into English.")
    assert "You are on at 09:20: Toast" in after["Signing"]["DESCRIPTION"]
    assert int(after["Signing"]["SEQUENCE"]) > int(before["Signing"]["SEQUENCE"])
    assert "Main Hall" in after["Signing"]["LOCATION"]


def test_the_office_sees_the_week_as_it_is_planned(
    client: Client, week: Week, time: StoppedClock
) -> None:
    account = make_account()
    event = make_event(week, "Salon")
    address = path_of(week, account)
    seen = [shown(client, address)["Salon"]]
    time.advance(minutes=1)

    later = MORNING + timedelta(hours=2)
    plan = plan_of(event)
    moved: dict[str, Any] = {"starts_at": later, "ends_at": later + timedelta(hours=1)}
    save_plan(event, replace(plan, **moved), seen_version=event.version, by=account)
    begin_event(week, replace(plan, title=Localised({"en": "Idea"})), by=account)
    planned = shown(client, address)
    seen.append(planned["Planned: Salon"])
    time.advance(minutes=1)
    discard(event, seen_version=event.version, by=account)
    seen.append(shown(client, address)["Salon"])
    time.advance(minutes=1)
    save_plan(event, replace(plan, **moved), seen_version=event.version, by=account)
    publish(week, [event.id], None, by=account)
    seen.append(shown(client, address)["Salon"])

    assert planned["Planned: Idea"]["STATUS"] == "TENTATIVE"
    assert "Not published yet." in planned["Planned: Idea"]["DESCRIPTION"]
    told = seen[1]["DESCRIPTION"]
    assert "The public reads: Mon 8 Mar 2027, 09:00–10:00" in told
    assert seen[1]["start"] == seen[3]["start"] == later
    assert [int(one["SEQUENCE"]) for one in seen] == [0, 1, 2, 3]
    public = shown(client, "/feeds/spring.ics")
    assert public.keys() == {"Salon"}


@pytest.mark.parametrize("loss", ["disabled", "steward", "appointed elsewhere"])
def test_the_office_calendar_ends_with_the_right_to_it(
    client: Client, week: Week, loss: str
) -> None:
    account = make_account(Role.ADMINISTRATOR)
    address = path_of(week, account)
    assert client.get(address).status_code == 200

    account.role = None
    here = make_appointment(account, week, Role.READER)
    assert client.get(address).status_code == 200
    if loss == "disabled":
        account.is_enabled = False
    elif loss == "steward":
        here.role = Role.STEWARD
    else:
        make_appointment(account, make_week("autumn"), Role.ORGANISER)
        db.session.delete(here)

    assert client.get(address).status_code == 404


def test_addresses_that_are_unknown_ended_or_another_kind_look_alike(
    client: Client, week: Week
) -> None:
    person, account = make_person(), make_account()
    given = addresses.give(week, person, by=account)
    old = addresses.path_of(given)
    renewed = addresses.path_of(addresses.give(week, person, by=account))
    office = path_of(week, account)
    gone = make_person("Zofia Gone")
    removed = path_of(week, gone)
    assert renewed
    answers = [client.get(renewed), client.get(office), client.get(removed)]

    remove_person(gone, by=account)
    addresses.end(given, by=account)
    dead = [
        client.get(str(path))
        for path in (
            old,
            renewed,
            removed,
            "/feeds/parts/guess.ics",
            office.replace("office", "parts"),
            office.replace("office", "agenda"),
            office.replace(".ics", "x.ics"),
        )
    ]

    assert [one.status_code for one in answers] == [200, 200, 200]
    assert {one.status_code for one in dead} == {404}
    assert len({one.text for one in dead}) == 1
    assert addresses.path_of(given) is None


def test_private_calendars_are_for_nobody_else(
    client: Client, week: Week, guest: Registration
) -> None:
    for path in (agenda_of(guest), path_of(week, make_person())):
        answer = client.get(path)

        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        token = path.rpartition("/")[2].removesuffix(".ics")
        assert token not in answer.text


def test_private_calendars_cost_a_fixed_number_of_statements(
    client: Client,
    week: Week,
    guest: Registration,
    time: StoppedClock,
    statements: Callable[[], Any],
) -> None:
    person, account = make_person(), make_account()
    link_person(guest, person, by=account)
    paths = [agenda_of(guest), path_of(week, person), path_of(week, account)]

    def cost(title: str) -> list[int]:
        for number in range(3):
            event = make_event(week, f"{title} {number}")
            assign(event, [PartPlan(Part.SPEAKER, person.id)])
            reserve_place(guest, event)
        db.session.commit()
        time.advance(minutes=1)
        found = []
        for path in paths:
            with statements() as ran:
                client.get(path)
            found.append(len([one for one in ran if "feed_mark" not in one]))
        return found

    first = cost("First")

    assert cost("Second") == first
    assert max(first) <= 16


def test_a_room_has_a_calendar_with_the_rooms_inside_for_the_display_at_its_door(
    client: Client, week: Week, time: StoppedClock
) -> None:
    house = make_venue(week, "Library")
    room = make_venue(week, "Room 2", parent_id=house.id)
    event = make_event(week, "Salon", zh="沙龙", venue_id=room.id)
    make_event(week, "Elsewhere", venue_id=make_venue(week, "Hall").id)
    make_event(week, "Idea", venue_id=room.id, status=EventStatus.DRAFT)
    address = f"/feeds/rooms/{house.id}.ics"
    english, chinese = shown(client, address), shown(client, f"{address}?lang=zh-Hans")
    time.advance(minutes=1)

    republish(event, status=EventStatus.CANCELLED)
    cancelled = shown(client, address)
    week.is_public = False

    assert english.keys() == {"Salon · 沙龙"}
    assert chinese.keys() == {"沙龙 · Salon"}
    assert "Room 2" in english["Salon · 沙龙"]["LOCATION"]
    assert cancelled.keys() == {"Cancelled: Salon · 沙龙"}
    assert client.get(address).status_code == 404
