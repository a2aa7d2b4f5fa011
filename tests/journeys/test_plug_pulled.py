"""The plug is pulled under load: what was answered is in the database afterwards."""

import json
import re
import time
from http.client import HTTPException
from pathlib import Path
from threading import Event, Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine, select

from eventapp.checkin.models.scans import Scan
from eventapp.registration.models.entering import Confirmation
from tests.conftest import DATABASES
from tests.journeys.person import Person, own_site
from tests.journeys.site import READING, Site

STEWARDS, SIGN_UPS = 6, 150  # one network may ask for 200 codes
ROUNDS = 2
SECONDS = 2.5  # of which the delegate reads the form for one


@pytest.mark.parametrize("sort", DATABASES)
def test_what_was_answered_is_there_after_the_plug_was_pulled(
    sort: str, tmp_path: Path
) -> None:
    with own_site(tmp_path / "data", sort) as site:
        _pull_the_plug(site)


def _pull_the_plug(site: Site) -> None:
    stewards = [Person(site.address) for _ in range(STEWARDS)]
    delegate = Person(site.address)
    scans, event = on_duty(stewards, *site.sign_ins["steward"])

    for _round in range(ROUNDS):
        ended = Event()
        threads = [
            Thread(target=keep_scanning, args=(one, scans, event, ended))
            for one in stewards
        ]
        threads.append(Thread(target=keep_signing_up, args=(delegate, ended)))
        for thread in threads:
            thread.start()
        time.sleep(SECONDS)
        site.kill()
        ended.set()
        for thread in threads:
            thread.join()
        site.start()

    told = {UUID(key) for steward in stewards for key in steward.told}
    kept_scans, kept_codes = kept(site)
    assert len(told) > ROUNDS  # how many, the machine decides
    assert told - kept_scans == set()
    assert delegate.told != []
    assert set(delegate.told) - kept_codes == set()


def on_duty(people: list[Person], address: str, password: str) -> tuple[str, str]:
    """Sign everybody in, open a desk, and tell where scans go, and for what."""
    for person in people:
        status = person.send("/account/sign-in", address=address, password=password)
        assert status == 302, person.page
        person.ask("GET", "/desk/")
    desk = re.search(r'action="(/desk/[0-9a-f-]+/)"', people[0].page)
    event = re.search(r'<option value="([0-9a-f-]{36})"', people[0].page)
    assert desk, people[0].page
    assert event, people[0].page
    for person in people:
        assert person.ask("GET", f"{desk[1]}?event={event[1]}") == 200
    return f"{desk[1]}scans", event[1]


def keep_scanning(person: Person, address: str, event: str, ended: Event) -> None:
    """Scan badges that nobody knows; every presentation is kept as a scan."""
    while not ended.is_set():
        scan = {"scan_id": str(uuid4()), "event": event, "code": uuid4().hex}
        try:
            status = person.ask(
                "POST",
                address,
                json.dumps(scan),
                Content_Type="application/json",
                X_CSRFToken=person.token,
            )
        except (OSError, HTTPException):
            return
        assert status == 200, person.page
        person.told.append(scan["scan_id"])


def keep_signing_up(person: Person, ended: Event) -> None:
    """Ask for one code after the other, each for another address."""
    if not open_form(person):
        return
    while not ended.is_set() and len(person.told) < SIGN_UPS:
        address = f"{uuid4().hex}@guest.example"
        try:
            status = person.press("/weeks/gpw2024/register", address=address)
        except (OSError, HTTPException):
            return
        assert status == 302, person.page
        person.told.append(address)


def open_form(person: Person) -> bool:
    """Whether the form is there, and was read."""
    try:
        person.ask("GET", "/weeks/gpw2024/register")
    except (OSError, HTTPException):
        return False
    time.sleep(READING / 1000)
    return True


def kept(site: Site) -> tuple[set[UUID], set[str]]:
    """The scans and the addresses in the database."""
    file = f"sqlite:///{site.data / 'eventapp.db'}"
    engine = create_engine(site.database or file)
    with engine.connect() as connection:
        scans = set(connection.scalars(select(Scan.id)))
        addresses = set(connection.scalars(select(Confirmation.address)))
    engine.dispose()
    return scans, addresses
