"""What a delegate reads, saves and erases; what the office reads and decides."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.privacy.models import Erasure, Retention
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import ConsentPurpose, RegistrationStatus
from tests.builders import agree, make_registration, make_week
from tests.conftest import Client, StoppedClock
from tests.privacy.everything import everything


def test_everybody_reads_what_is_kept_why_and_until_when(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week("spring")

    page = client.get("/weeks/spring/privacy").text

    assert "We keep your answers." in page
    assert "Food, access, interpreters" in page
    assert "Sensitive: about health or belief" in page
    assert "30 days after the week" in page
    assert "Accounts of the office" not in page
    assert 'href="/weeks/spring/privacy"' in client.get("/weeks/spring/register").text
    assert week.is_public


def test_a_delegate_reads_and_saves_all_that_is_kept(
    client: Client, time: StoppedClock
) -> None:
    assert time
    one = _opened(client, everything(make_week()))

    page = client.get(f"/me/{one.id}/data").text
    told = json.loads(client.get(f"/me/{one.id}/data.json").data)
    packed = client.get(f"/me/{one.id}/data.zip").data

    for words in (
        "Zygfryda Wszechwładna",
        "王无双龙",
        "+48 600 700 800",
        "peanuts kill",
        "I use a wheelchair",
        "You may.",
        "Dear Prof. Nadzw.",
        "Salon",
        "Hall door",
    ):
        assert words in page, words
    text = json.dumps(told, ensure_ascii=False)
    assert ("dean of dragons" in text, "Hall door" in text) == (True, True)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert json.loads(archive.read("data.json")) == told


def test_the_own_data_costs_the_same_for_much_and_for_little(
    client: Client, time: StoppedClock, statements: Callable[[], Any]
) -> None:
    assert time
    ran = []
    for one in (make_registration(), everything(make_week())):
        _opened(client, one)
        with statements() as lines:
            assert client.get(f"/me/{one.id}/data").status_code == 200
        ran.append(len(lines))

    assert abs(ran[0] - ran[1]) <= 2  # the programme's parts, badges


def test_a_link_in_a_mail_erases_and_ends(client: Client, time: StoppedClock) -> None:
    one = _opened(client, make_registration())
    key = one.id

    asked = client.post(f"/me/{key}/data/erase", follow_redirects=True)
    assert "Look into your e-mail" in asked.text
    mail = db.session.scalars(select(Message)).one()
    link = re.search(r"http://week\.example(/me/\S+)", mail.text)
    assert link
    assert "Erase now" in client.get(link[1]).text
    time.advance(days=2)
    assert client.get(link[1]).status_code == 404
    time.advance(days=-2)

    done = client.post(link[1])

    assert "Your data is erased" in done.text
    erased = db.session.get_one(Registration, key)
    assert (erased.address, erased.status) == ("", RegistrationStatus.CANCELLED)
    assert client.get(link[1]).status_code == 404
    assert client.get(f"/me/{key}/data").status_code == 404
    assert client.get("/me/").status_code == 200


def test_erasing_is_asked_for_a_few_times_only(
    client: Client, time: StoppedClock
) -> None:
    assert time
    one = _opened(client, make_registration())

    asked = [client.post(f"/me/{one.id}/data/erase").status_code for _n in range(5)]

    assert asked == [302, 302, 302, 302, 429]
    assert len(db.session.scalars(select(Message)).all()) == 4


def test_a_draft_is_erased_at_once(client: Client, time: StoppedClock) -> None:
    assert time
    one = _opened(client, make_registration(status=RegistrationStatus.DRAFT))
    key = one.id

    page = client.get(f"/me/{key}/data/erase").text
    assert "Erase now" in page
    client.post(f"/me/{key}/data/erase")

    assert db.session.get_one(Registration, key).erased_at == time.now


def test_the_office_erases_with_a_reason(client: Client, time: StoppedClock) -> None:
    assert time
    one = make_registration()
    by = client.sign_in()
    address = f"/organise/{one.week.slug}/registrations/{one.id}/erase"

    assert client.post(address).status_code == 422
    client.post(address, data={"reason": "asked_office"})

    kept = db.session.scalars(select(Erasure)).one()
    assert (kept.actor, kept.reason.value) == (by.name, "asked_office")
    assert "Wang" not in client.get(f"/organise/{one.week.slug}/journal").text
    page = client.get(f"/organise/{one.week.slug}/privacy").text
    assert "One person: The person asked the office" in page
    assert client.get(address).status_code == 404


def test_the_office_says_how_long_and_erases_when_the_week_is_over(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    make_registration(week, phone="+48 1")
    client.sign_in()
    days = {
        "preparing": "30",
        "travelling": "30",
        "visa": "14",
        "taking_part": "365",
        "proving": "1095",
    }

    assert (
        client.post("/organise/spring/privacy", data={**days, "visa": "3"}).status_code
        == 422
    )
    client.post("/organise/spring/privacy", data=days)
    assert db.session.scalars(select(Retention.days)).all() == [14]
    assert "Record of processing" in client.get("/organise/spring/privacy/record").text
    early = client.get("/organise/spring/privacy/purge/taking_part").text
    assert "This week is not over yet." in early

    time.advance(days=40)
    assert "1 row" in client.get("/organise/spring/privacy/purge/taking_part").text
    client.post("/organise/spring/privacy/purge/taking_part")

    assert db.session.scalars(select(Registration.phone)).all() == [None]
    actions = db.session.scalars(select(Entry.action)).all()
    assert {"week.retention_set", "purge.done"} <= set(actions)
    assert "Totals that stay" in client.get("/organise/spring/privacy").text
    assert client.get("/organise/spring/privacy/purge/working").status_code == 404


def test_the_office_counts_only_what_it_is_about_to_erase(
    client: Client, time: StoppedClock, statements: Callable[[], Any]
) -> None:
    week = make_week("spring")
    for _one in range(3):
        make_registration(week, phone="+86 1")
    time.advance(days=40)
    client.sign_in()
    address = "/organise/spring/privacy"
    client.get(address)

    with statements() as few:
        page = client.get(address).text
    with statements() as counted:
        asked = client.get(f"{address}/purge/taking_part").text

    assert "Count, then erase…" in page
    assert "3 rows" in asked
    assert len(few) <= 12
    assert len(counted) <= 6


def test_the_list_names_who_agreed_to_who_is_confirmed(
    client: Client, time: StoppedClock
) -> None:
    week = make_week()
    one = _opened(client, make_registration(week, name=PersonName("Anna Nowak")))
    listed = make_registration(
        week, name=PersonName("Jan Kowalski"), address="jan@x.example"
    )
    agree(listed, ConsentPurpose.LISTED)
    make_registration(week, name=PersonName("Silent Delegate"))
    address = f"/me/{one.id}/participants"

    page = client.get(address).text
    assert "Jan Kowalski" in page
    assert ("Silent" in page, "jan@x.example" in page) == (False, False)
    assert "Nobody of this name" in client.get(address, query_string={"q": "jan@"}).text
    assert "Jan Kowalski" in client.get(address, query_string={"q": "opole"}).text

    time.advance(minutes=1)
    agree(listed, ConsentPurpose.LISTED, is_given=False)
    assert "Jan Kowalski" not in client.get(address).text
    one.status = RegistrationStatus.SUBMITTED
    assert client.get(address).status_code == 302


def _opened(client: Client, one: Registration) -> Registration:
    with client.session_transaction() as session:
        session["registrations"] = [str(one.id)]
    return one
