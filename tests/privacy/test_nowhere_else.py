"""Nothing personal stands in addresses, in logs, or in calendars."""

import logging
import re
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from eventapp.feeds.own_views import write_agenda
from eventapp.kernel.db import db, reading
from eventapp.mail.models import Message
from eventapp.registration.models.registrations import Registration
from tests.builders import make_week
from tests.conftest import Client, StoppedClock
from tests.privacy.everything import WORDS, everything

ADDRESS = re.compile(r"(?:href|action|src|formaction)=\"(?!mailto:)([^\"]*)\"")
PAGES = (
    "/me/{key}/",
    "/me/{key}/data",
    "/me/{key}/participants",
    "/organise/{slug}/",
    "/organise/{slug}/registrations",
    "/organise/{slug}/registrations/{key}",
    "/organise/{slug}/journal",
    "/organise/{slug}/outbox",
    "/organise/{slug}/privacy",
)
WALK = {
    "name": {"latin": "Zygfryda Wszechwladna", "phone": "+48 600 700 800"},
    "institution": {
        "territory": "PL",
        "search": "Dragon University",
        "institution": "other",
        "kind": "expert",
        "position": "dean of dragons",
    },
    "stay": {"needs_visa_letter": "no"},
    "events": {},
    "needs": {"diet": "vegan", "diet_note": "peanuts kill", "sensitive": "y"},
    "check": {"privacy": "y", "version": "1"},
}


def test_no_address_on_a_page_tells_about_a_person(
    client: Client, time: StoppedClock
) -> None:
    assert time
    one = everything(make_week())
    client.sign_in()
    with client.session_transaction() as session:
        session["registrations"] = [str(one.id)]

    for page in PAGES:
        answer = client.get(page.format(key=one.id, slug=one.week.slug))
        assert answer.status_code == 200, page
        addresses = unquote(" ".join(ADDRESS.findall(answer.text)))
        assert [word for word in WORDS if word in addresses] == [], page


def test_a_registration_leaves_nothing_personal_in_the_log(
    client: Client, time: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    assert time
    make_week("spring")
    with caplog.at_level(logging.DEBUG):
        client.post(
            "/weeks/spring/register",
            data={"address": "zygfryda@unmistakable.example"},
        )
        mail = db.session.scalars(select(Message)).one()
        code = re.search(r"\d{6}", mail.subject)
        assert code
        client.post("/weeks/spring/register/code", data={"code": code[0]})
        for step, data in WALK.items():
            address = f"/weeks/spring/register/{step}"
            assert client.post(address, data=data).status_code in {302, 422}, step
        one = db.session.scalars(select(Registration)).one()
        client.get(f"/me/{one.id}/data")

    assert one.name.latin == "Zygfryda Wszechwladna"
    log = "\n".join(record.getMessage() for record in caplog.records)
    assert [word for word in WORDS if word in log] == []
    assert "Wszechwladna" not in log


def test_a_private_calendar_names_events_and_not_its_bearer(
    time: StoppedClock,
) -> None:
    assert time
    key = everything(make_week()).id
    db.session.commit()

    with reading():  # as the request of a calendar does
        text = write_agenda(key).decode().replace("\r\n ", "")

    assert "Salon" in text
    assert [word for word in WORDS if word in text] == []
