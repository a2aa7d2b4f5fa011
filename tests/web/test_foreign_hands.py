"""Other people's rows, other weeks' rows, other sites' forms, and texts that bite."""

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from eventapp.app import create_app
from eventapp.config import current
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.service import put
from eventapp.mail.transport import compose
from eventapp.programme.models.events import Event
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import Diet, RegistrationStatus
from eventapp.web.audience import is_keyed
from tests.builders import make_event, make_registration, make_week
from tests.conftest import Client
from tests.web.test_hostile import EVERYBODY, readable, writable
from tests.web.world import become, make_world

BITE = "\"'><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}"
FORMULA = "=HYPERLINK(0)"
BITING: dict[str, Any] = {
    "name": PersonName(
        BITE, BITE, 'pl" onload="x', on_badge=BITE, honorific=BITE[:60], title=BITE[:60]
    ),
    "proposed_institution": BITE,
    "position": BITE,
    "phone": "+1" + BITE[:30],
    "diet": Diet.VEGAN,
    "diet_note": BITE,
    "access_note": BITE,
    "decision_note": BITE,
}


@pytest.fixture
def rules(app: Flask) -> Sequence[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def test_every_unsafe_address_asks_for_the_token(
    app: Flask, rules: Sequence[Rule]
) -> None:
    world = make_world()
    guarded = create_app(current())
    guarded.test_client_class = Client
    client = guarded.test_client()
    assert isinstance(client, Client)
    become(client, world, *EVERYBODY)
    token = {"csrf_token": "forged", "next": "/"}
    ways: tuple[dict[str, Any], ...] = ({}, {"data": token}, {"json": token})

    for rule in writable(rules):
        if is_keyed(app.view_functions[rule.endpoint]):
            continue  # its address is the secret, and no session acts there
        address = world.address(app, rule)
        for sent in ways:
            answer = client.post(address, headers={"X-CSRFToken": "x"}, **sent)
            assert answer.status_code == 400, address
            assert "open for too long" in answer.text, address

    with guarded.app_context():
        db.engine.dispose()
    assert db.session.get_one(Registration, world.confirmed_id).is_confirmed


def test_no_page_runs_what_a_delegate_wrote(
    app: Flask, client: Client, rules: Sequence[Rule]
) -> None:
    world = make_world(**BITING)
    become(client, world, *EVERYBODY)
    steps = ("name", "institution", "stay", "events", "needs", "check")
    shown = 0

    for rule in readable(rules):
        for step in steps if "step" in rule.arguments else ("",):
            address = world.address(app, rule, **({"step": step} if step else {}))
            answer = client.get(address)
            if answer.mimetype not in {"text/html", "image/svg+xml"}:
                continue
            assert "<img src=x" not in answer.text, address
            assert "<script>alert" not in answer.text, address
            assert 'onload="x' not in answer.text, address
            assert ">49" not in answer.text, address
            shown += "&lt;img src=x" in answer.text

    assert shown > 10


def test_a_form_shows_again_what_was_typed_and_runs_none_of_it(
    app: Flask, client: Client
) -> None:
    world = make_world()
    become(client, world, *EVERYBODY)
    typed = dict.fromkeys(
        ("latin", "native", "search", "position", "diet_note", "phone", "address"), BITE
    )
    for address in (
        "/weeks/spring/register",
        "/weeks/spring/register/name",
        "/weeks/spring/register/institution",
        "/organise/institutions/new",
        "/account/sign-in",
    ):
        answer = client.post(address, data=typed | {"kind": "delegate"})

        assert answer.status_code == 422, address
        assert "<img src=x" not in answer.text, address
    assert app


def test_a_spreadsheet_takes_no_answer_for_a_formula(client: Client) -> None:
    noted = ("proposed_institution", "position", "diet_note", "access_note")
    texts = dict.fromkeys(noted, FORMULA)
    world = make_world(name=PersonName(" @SUM(1)", "＝1+1"), **texts)
    become(client, world, *EVERYBODY)

    columns = ["name", "institution", "position", "diet_note", "access_note"]

    table = client.post(
        "/organise/spring/lists/delegates", data={"do": "csv", "show": columns}
    ).text

    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert f"'{FORMULA}" in cells
    assert [cell for cell in cells if cell.strip().startswith(tuple("=+-@＝"))] == []


def test_a_name_cannot_add_a_line_to_a_mail(client: Client) -> None:
    world = make_world()
    become(client, world, "delegate")
    typed = {
        "latin": "Anna\r\nBcc: all@guest.example",
        "native": "",
        "order": "latin",
        "title": "Dr\nX: y",
    }

    answer = client.post(
        f"/weeks/spring/register/name?registration={world.draft_id}", data=typed
    )

    kept = db.session.get_one(Registration, world.draft_id).name
    assert answer.status_code == 302
    assert (kept.latin, kept.title) == ("Anna Bcc: all@guest.example", "Dr X: y")
    message = put(
        "registration.link",
        to_address="anna@guest.example",
        to_name=kept.latin,
        language="en",
        subject="To\r\nBcc: all@guest.example",
        text=f"Dear {kept.latin}",
    )
    mail = compose(message, "Week <week@host.example>")
    assert "Bcc" not in mail
    assert b"\nBcc" not in bytes(mail)


def test_a_calendar_cannot_be_ended_by_a_title(client: Client) -> None:
    week = make_week("spring")
    bite = "Salon\r\nEND:VCALENDAR;,\\n\u2028X-EVIL:1"
    make_event(week, bite)

    feed = client.get("/feeds/spring.ics").get_data(as_text=True)

    lines = re.split(r"\r\n(?! )", feed)
    assert [line for line in lines if line.startswith("X-EVIL")] == []
    assert lines.count("END:VCALENDAR") == 1
    assert "\n" not in feed.replace("\r\n", "")


@pytest.mark.parametrize("status", list(RegistrationStatus))
def test_nobody_opens_another_persons_registration(
    app: Flask, client: Client, rules: Sequence[Rule], status: RegistrationStatus
) -> None:
    world = make_world()
    other = make_registration(db.session.get_one(Event, event_of(world)).week)
    other.status = status
    db.session.commit()
    key = other.id
    become(client, world, "delegate")

    for rule in rules:
        if not rule.rule.startswith("/me/<uuid:registration_id>"):
            continue
        address = world.address(app, rule, registration_id=key)
        for method in {"GET", "POST"} & (rule.methods or set()):
            assert client.open(address, method=method).status_code == 404, address
    named = f"/weeks/spring/register/name?registration={key}"
    assert client.get(named).status_code == 404
    assert client.post(named, data={"latin": "Eve"}).status_code == 404


def test_no_row_is_reached_through_another_week(
    app: Flask, client: Client, rules: Sequence[Rule]
) -> None:
    world = make_world()
    other = make_week("autumn")
    other_event = make_event(other).id
    db.session.commit()
    become(client, world, *EVERYBODY)
    reached = []

    for rule in rules:
        names = rule.arguments - {"slug"}
        if "slug" not in rule.arguments or not any("_id" in name for name in names):
            continue
        address = world.address(app, rule, slug="autumn")
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            answer = client.open(address, method=method)
            if answer.status_code != 404:
                reached.append((method, address, answer.status_code))
    foreign = f"/me/{world.confirmed_id}/events/{other_event}"
    desk = f"/desk/{world.arguments['desk_id']}"

    assert reached == []
    assert client.post(foreign).status_code == 404
    assert client.post(f"{foreign}/release").status_code == 404
    assert client.get(f"{desk}/people?q=a&event={other_event}").status_code >= 400
    scan = {"scan_id": str(world.arguments["scan_id"]), "event": str(other_event)}
    body = json.dumps(scan | {"code": "x"})
    told = client.post(f"{desk}/scans", data=body, content_type="application/json")
    assert told.status_code >= 400


def event_of(world: Any) -> Any:
    return world.arguments["event_id"]
