"""Where the office gives calendars to itself and to people with parts."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from eventapp.accounts.vocabulary import Role
from eventapp.config import current
from eventapp.feeds import queries
from eventapp.feeds.service import addresses
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.mail.delivering import without_secrets
from eventapp.mail.models import Message
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import Part
from tests.builders import make_event, make_person, make_week
from tests.conftest import Client

OWN = "/organise/spring/calendars"


@pytest.fixture
def week(app: object) -> Week:
    assert app
    return make_week("spring")


@pytest.fixture
def interpreter(week: Week) -> Person:
    person = make_person("Yao Li", address="yao@guest.example", language="zh-Hans")
    assign(make_event(week), [PartPlan(Part.INTERPRETER, person.id)])
    return person


def page_of(person: Person) -> str:
    return f"/organise/spring/people/{person.id}/calendar"


def path_now(week: Week, person: Person) -> str | None:
    address = queries.address_of(week, person)
    return addresses.path_of(address) if address else None


def press(client: FlaskClient, address: str, do: str) -> str:
    answer = client.post(address, data={"do": do})
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_a_person_is_given_a_calendar_that_is_shown_renewed_and_ended(
    client: Client, week: Week, interpreter: Person
) -> None:
    client.sign_in()
    page = page_of(interpreter)
    before = client.get(page).text

    press(client, page, "give")
    first = path_now(week, interpreter)
    given = client.get(page)
    press(client, page, "give")
    second = path_now(week, interpreter)
    answers = [client.get(str(one)).status_code for one in (first, second)]
    press(client, page, "end")
    ended = client.get(str(second))

    assert "Give a calendar" in before
    assert f"{current().address}{first}?lang=zh-Hans" in given.text
    assert "<svg" in given.text
    assert given.headers["Cache-Control"] == "no-store"
    assert given.headers["Referrer-Policy"] == "no-referrer"
    assert answers == [404, 200]
    assert ended.status_code == 404
    assert "Give a calendar" in client.get(page).text
    actions = select(Entry.action).where(Entry.subject_id == interpreter.id)
    assert sorted(db.session.scalars(actions)) == [
        "calendar.ended",
        "calendar.given",
        "calendar.given",
    ]


def test_the_address_is_sent_in_the_language_of_the_person_and_not_kept(
    client: Client, week: Week, interpreter: Person
) -> None:
    client.sign_in()
    press(client, page_of(interpreter), "give")

    press(client, page_of(interpreter), "send")

    message = db.session.scalars(select(Message)).one()
    path = path_now(week, interpreter)
    assert (message.to_address, message.language) == ("yao@guest.example", "zh-Hans")
    assert f"{path}?lang=zh-Hans" in message.text
    token = str(path).rpartition("/")[2].removesuffix(".ics")
    assert token not in without_secrets(message.text)


def test_without_an_address_nothing_is_sent(client: Client, week: Week) -> None:
    client.sign_in()
    person = make_person("Jan Nowak")
    assign(make_event(week), [PartPlan(Part.SPEAKER, person.id)])
    press(client, page_of(person), "give")

    answer = client.post(page_of(person), data={"do": "send"})

    assert answer.status_code == 409
    assert db.session.scalars(select(Message)).all() == []
    assert "Send the address" not in client.get(page_of(person)).text
    assert path_now(week, person) is not None


def test_an_organiser_gets_a_calendar_and_ends_those_of_others(
    client: Client, week: Week, interpreter: Person
) -> None:
    account = client.sign_in()
    press(client, page_of(interpreter), "give")
    press(client, OWN, "give")
    own = queries.address_of(week, account)
    assert own is not None
    page = client.get(OWN).text
    theirs = queries.address_of(week, interpreter)
    assert theirs is not None

    client.post(f"{OWN}/{theirs.id}/end")

    assert str(addresses.path_of(own)) in page
    assert "Yao Li" in page
    assert client.get(str(addresses.path_of(own))).status_code == 200
    assert path_now(week, interpreter) is None
    assert "No calendar was given yet" in client.get(OWN).text


def test_another_week_and_another_role_reach_nothing(
    client: Client, week: Week, interpreter: Person
) -> None:
    make_week("autumn")
    client.sign_in()
    press(client, page_of(interpreter), "give")
    address = queries.address_of(week, interpreter)
    assert address is not None

    strange = client.post(f"/organise/autumn/calendars/{address.id}/end")
    nonsense = client.post(OWN, data={"do": "anything"})
    client.sign_in(Role.STEWARD)

    assert (strange.status_code, nonsense.status_code) == (404, 400)
    assert client.get(OWN).status_code == 403
    assert client.post(page_of(interpreter), data={"do": "end"}).status_code == 403
    assert path_now(week, interpreter) is not None


def test_who_has_no_part_in_a_week_gets_no_calendar_of_it(
    client: Client, interpreter: Person
) -> None:
    make_week("autumn")
    db.session.commit()
    client.sign_in()
    address = f"/organise/autumn/people/{interpreter.id}/calendar"

    assert client.get(address).status_code == 404
    assert client.post(address, data={"do": "give"}).status_code == 404
    assert client.get(page_of(interpreter)).status_code == 200
