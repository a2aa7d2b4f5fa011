"""Plates for tables and signs for doors: names and rooms, in both scripts."""

from datetime import timedelta

import pytest

from eventapp.badges import doors, plates
from eventapp.badges.doors import DoorSign
from eventapp.badges.plates import Fold, Plate
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName
from eventapp.programme.models.events import Event
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import EventStatus, Part
from eventapp.registration.vocabulary import PlaceStatus
from tests.badges.test_sheets import letters, pages
from tests.builders import (
    MORNING,
    make_event,
    make_institution,
    make_person,
    make_place,
    make_registration,
    make_venue,
    make_week,
)
from tests.conftest import Client

CHEN = PersonName("Chen Ceshi", "陈测试", "zh-Hans")


@pytest.fixture
def signing(app: object) -> Event:
    """A signing with a signatory who also speaks, an interpreter and a guide."""
    assert app
    event = make_event(make_week("spring"), "Signing")
    home = make_institution("Tongji University")
    signatory = make_person(CHEN.latin, CHEN.native or "", institution_id=home.id)
    assign(
        event,
        [
            PartPlan(
                Part.SIGNATORY, signatory.id, office=Localised({"en": "President"})
            ),
            PartPlan(Part.SPEAKER, signatory.id),
            PartPlan(Part.INTERPRETER, make_person("Jan Tłumacz").id),
            PartPlan(Part.GUIDE, make_person("Ewa Wzorcowa").id),
        ],
    )
    guest = make_registration(event.week, name=PersonName("Ola Testowa"))
    waiting = make_registration(event.week, name=PersonName("Piotr Czekający"))
    make_place(guest, event)
    make_place(waiting, event, PlaceStatus.WAITING)
    make_place(make_registration(event.week, person_id=signatory.id), event)
    return event


def test_each_person_of_an_event_has_one_plate(signing: Event) -> None:
    first = Plate(CHEN, "President", "Tongji University")
    interpreter = Plate(PersonName("Jan Tłumacz"))

    found = plates.plates_of(signing, with_places=True)

    assert plates.plates_of(signing) == [first, interpreter]
    assert plates.plates_of(signing, [Part.SIGNATORY]) == [first]
    assert found[:2] == [first, interpreter]
    assert [str(one.name) for one in found[2:]] == ["Ola Testowa"]


def test_a_plate_is_a_folded_sheet_with_both_scripts(client: Client) -> None:
    names = [Plate(CHEN, home="University"), Plate(PersonName("Ola", "علا", "ar"))]
    assert client

    pdf = plates.pdf("Signing", names)

    assert pages(pdf) == [(210, 297)] * 2
    assert set("陈测试Chen Ceshi") <= letters(pdf)
    assert pages(plates.pdf("Signing", names[:1], Fold.A5)) == [(148, 210)]


def test_the_office_makes_plates_and_signs(client: Client, signing: Event) -> None:
    client.sign_in()
    address = f"/organise/spring/plates.pdf?event={signing.id}"

    page = client.get("/organise/spring/screens").text
    pdf = client.get(f"{address}&paper=a5&part=signatory")
    nobody = client.get(f"{address}&part=witness")

    assert "Plates for tables" in page
    assert pages(pdf.data) == [(148, 210)]
    assert nobody.status_code == 409
    assert "Nobody has such a part" in nobody.text
    assert client.get("/organise/spring/plates.pdf").status_code == 404
    assert client.get("/organise/spring/door-signs.pdf").status_code == 409


def test_a_door_has_a_sign_for_each_day(client: Client) -> None:
    week = make_week("spring", languages=("zh-Hans", "en"))
    hall = make_venue(week, name=Localised({"en": "Hall", "zh-Hans": "大厅"}))
    room = make_venue(week, "Room")
    later = MORNING + timedelta(days=1)
    opening = make_event(week, "Opening", zh="开幕式", venue_id=hall.id)
    closing = make_event(week, "Closing", venue_id=hall.id, starts_at=later)
    talk = make_event(week, "Talk", venue_id=room.id)
    make_event(week, "Off", venue_id=room.id, status=EventStatus.CANCELLED)
    make_event(week, "Nowhere")
    first, second = (at.astimezone(week.tzinfo).date() for at in (MORNING, later))

    signs = doors.signs_of(week)
    pdf = doors.pdf(week, signs)
    client.sign_in()
    one = client.get(f"/organise/spring/door-signs.pdf?venue={hall.id}&day={second}")

    assert signs == [
        DoorSign(hall, first, (opening,)),
        DoorSign(hall, second, (closing,)),
        DoorSign(room, first, (talk,)),
    ]
    assert pages(pdf) == [(210, 297)] * 3
    assert set("大厅Hall开幕式") <= letters(pdf)
    assert pages(one.data) == [(210, 297)]
    assert doors.days_of(week) == [first, second]
