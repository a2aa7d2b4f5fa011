"""The desk as an application: its worker, its manifest, and what devices keep of it."""

import json
import struct

import pytest
from flask import Flask

from eventapp.accounts.vocabulary import Role
from eventapp.badges.service import issue
from eventapp.checkin.vocabulary import DeskRole
from eventapp.kernel.db import db
from tests.builders import make_desk, make_event, make_registration, make_week
from tests.checkin.devices import carry, make_device
from tests.conftest import Client


def test_the_worker_knows_its_version_and_every_file_of_it(client: Client) -> None:
    client.sign_in(Role.STEWARD)

    answer = client.get("/desk/worker.js")

    head = answer.text.partition(";\n")[0].removeprefix("self.desk = ")
    known = json.loads(head)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert known["build"] == answer.headers["Desk-Build"]
    assert not any(path.endswith("/desk/worker.js") for path in known["assets"])
    needed = {"js/desk/desk.js", "js/desk/list.js", "css/desk.css", "reader.wasm"}
    assert not {one for one in needed if one not in " ".join(known["assets"])}
    missing = [path for path in known["assets"] if client.get(path).status_code != 200]
    assert missing == []


def test_the_worker_is_never_taken_for_unchanged(client: Client) -> None:
    first = client.get("/desk/worker.js")

    again = client.get("/desk/worker.js", headers={"If-None-Match": "*"})

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.data == first.data


def test_a_browser_may_install_the_desk(client: Client) -> None:
    manifest = client.get("/desk/app.webmanifest").get_json(force=True)

    assert manifest["start_url"] == manifest["scope"] == "/desk/"
    assert manifest["display"] == "standalone"
    sizes = {(one["purpose"], one["sizes"]) for one in manifest["icons"]}
    assert sizes == {
        (purpose, size)
        for purpose in ("any", "maskable")
        for size in ("192x192", "512x512")
    }
    for one in manifest["icons"]:
        picture = client.get(one["src"])
        width, height = struct.unpack(">II", picture.data[16:24])
        assert picture.content_type == "image/png"
        assert one["sizes"] == f"{width}x{height}"


def test_an_icon_is_there_in_three_sizes_only(client: Client) -> None:
    assert client.get("/desk/icon-maskable-p180.png").status_code == 200
    assert client.get("/desk/icon-any-p64.png").status_code == 404


@pytest.mark.parametrize("role", [DeskRole.STEWARD, DeskRole.SUPERVISOR])
def test_what_a_device_keeps_of_a_desk_names_nobody(
    client: Client, app: Flask, role: DeskRole
) -> None:
    assert app
    week = make_week()
    event, other = make_event(week, "Salon A"), make_event(week, "Salon B")
    desk = make_desk(week, "Hall door")
    guest = make_registration(week)
    issue(guest)
    number, address = f"{guest.number:04d}", f"/desk/{desk.id}/"
    carry(client, make_device(week, role, name="Tablet 3", steward_name="Ms Ada"))
    shown = client.get(f"{address}?event={event.id}&q={guest.name.latin}")
    assert role is DeskRole.STEWARD or guest.name.latin in shown.text

    kept = client.get(f"{address}?shell=1&q={guest.name.latin}")

    assert kept.status_code == 200
    secrets = (guest.name.latin, guest.name.native or "", number, "Tablet 3", "Ms Ada")
    assert [one for one in secrets if one in kept.text] == []
    assert 'name="csrf' not in kept.text
    assert "Salon A" in kept.text
    assert f'data-event="{other.id}"' in kept.text  # one page serves them all
    assert kept.headers["Desk-Build"] == shown.headers["Desk-Build"]


def test_the_kept_page_spends_no_message_to_somebody(client: Client) -> None:
    week = make_week()
    make_event(week)
    address = f"/desk/{make_desk(week).id}/?shell=1"
    client.sign_in(Role.STEWARD)
    db.session.commit()
    with client.session_transaction() as session:
        session["_flashes"] = [("message", "Wang Xiaoming has a new badge.")]

    kept = client.get(address)

    assert "Wang Xiaoming" not in kept.text
    with client.session_transaction() as session:
        assert session["_flashes"]


def test_the_list_of_desks_is_kept_without_numbers(client: Client) -> None:
    week = make_week()
    make_event(week, "Salon A", capacity=77)
    make_desk(week)
    client.sign_in(Role.STEWARD)

    page, kept = client.get("/desk/"), client.get("/desk/?shell=1")

    assert "(0/77)" in page.text
    assert "(0/77)" not in kept.text
    assert "Salon A" in kept.text


def test_a_page_is_kept_for_nobody_who_is_signed_out(client: Client) -> None:
    week = make_week()
    address = f"/desk/{make_desk(week).id}/?shell=1"
    db.session.commit()

    assert client.get(address).status_code == 302
