"""A desk on a bad network or on none: nothing is lost, and nothing counts twice."""

import json
import shutil
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from secrets import token_bytes
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from sqlalchemy import create_engine, select

from eventapp.badges.service import code_of, issue
from eventapp.checkin.models.scans import Scan
from eventapp.checkin.vocabulary import Verdict
from eventapp.kernel.codes import CodeKind, compose
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.programme.vocabulary import SignUp
from tests.builders import make_desk, make_event, make_registration, make_week
from tests.conftest import Client, on_sqlite
from tests.journeys.chaos import Fate, Network, bad_network
from tests.journeys.desk import (
    SECOND,
    DeskPage,
    Door,
    at_desk,
    served,
    signed_in,
    watched,
)
from tests.journeys.person import own_site
from tests.journeys.site import Site

GUESTS = 40
NATIVE = "王小明"
PHONE: ViewportSize = {"width": 390, "height": 844}
FATES = (
    Fate.ANSWER_LATE,
    Fate.ANSWER_LOST,
    Fate.CARRIED,
    Fate.REFUSED,
    Fate.ANSWER_HALVED,
    Fate.CARRIED,
    Fate.REQUEST_LOST,
    Fate.BUSY,
)


@pytest.fixture
def badges(app: Flask) -> list[str]:
    """The badges of forty delegates who may enter."""
    assert app
    week = make_week()
    names = [PersonName(f"Guest {number}") for number in range(1, GUESTS)]
    people = [
        make_registration(week, name=PersonName("Wang Xiaoming", NATIVE, "zh-Hans")),
        *(make_registration(week, name=name) for name in names),
    ]
    make_event(week, signup=SignUp.EVERYONE, capacity=281)
    make_desk(week)
    found = [code_of(issue(person)) for person in people]
    db.session.commit()
    db.session.remove()
    return [code for code in found if code]


@pytest.fixture
def network(app: Flask) -> Iterator[Network]:
    """The way to the desk's server."""
    with served(app) as address, bad_network(address) as network:
        yield network


@pytest.fixture
def door(client: Client, badges: list[str], network: Network) -> Door:
    """The application behind that network, and a steward who has signed in."""
    return Door(network.address, signed_in(client), badges)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that may keep the desk."""
    with browser.new_context(viewport=PHONE) as context:
        yield context


@on_sqlite
def test_forty_scans_through_a_bad_network_are_stored_once_and_all_shown(
    browser: Browser, door: Door, network: Network
) -> None:
    network.fates = deque(FATES)
    plain = browser.new_context(viewport=PHONE, service_workers="block")
    with plain as context, at_desk(context, door) as desk:
        expect(desk.state).to_have_text("Online, all sent")
        desk.page.evaluate(
            """() => {
                    const list = document.querySelector("[data-part=last]");
                    window.shown = {};
                    new MutationObserver(() => {
                        for (const row of list.querySelectorAll("[data-scan]")) {
                            const word = row.querySelector(".tag").innerText;
                            shown[row.dataset.scan] = word;
                        }
                    }).observe(list, { childList: true });
                }"""
        )
        for badge in [*door.badges, *door.badges[:4]]:
            present(desk, badge)
        expect(desk.state).to_have_text("Online, all sent", timeout=20 * SECOND)
        desk.expect_count(GUESTS)
        shown = desk.page.evaluate("shown")

    kept = scans()
    assert {str(scan.id): scan.verdict for scan in kept}.keys() == shown.keys()
    assert Counter(scan.verdict for scan in kept)[Verdict.ADMITTED] == GUESTS
    assert len(kept) == GUESTS + 4
    assert set(network.happened) == set(Fate)
    assert not any("Not sent" in word for word in shown.values())


@on_sqlite
def test_a_desk_starts_without_network_and_delivers_what_it_scanned(
    context: BrowserContext, door: Door, network: Network
) -> None:
    problems: list[str] = []
    with at_desk(context, door, problems) as desk:
        kept_on_device(desk.page)
        address = desk.page.url
        network.is_down = True

        desk.page.reload()
        expect(desk.state).to_contain_text("No answer since")
        desk.scan(door.badges[0])
        expect(desk.dialog).to_contain_text("Saved without network")
        desk.expect_count(1)
        desk.page.reload()
        expect(desk.state).to_contain_text("Scans waiting: 1")
        desk.expect_count(1)
        desk.scan(door.badges[1])
        expect(desk.dialog).to_contain_text("Saved without network")
        desk.page.close()
        desk.page = watched(context, problems)
        desk.page.goto(address)
        expect(desk.state).to_contain_text("Scans waiting: 2")
        assert NATIVE not in kept_pages(desk.page)
        desk.page.goto(f"{door.address}/desk/weeks/spring/board")
        expect(desk.page.get_by_role("heading")).to_have_text(
            "This page needs the network"
        )
        desk.page.go_back()

        network.is_down = False
        expect(desk.state).to_have_text("Online, all sent", timeout=20 * SECOND)
        desk.expect_count(2)

    assert [(scan.verdict, scan.was_offline) for scan in scans()] == [
        (Verdict.ADMITTED, True),
        (Verdict.ADMITTED, True),
    ]


@on_sqlite
def test_nobody_signs_out_while_scans_wait_and_then_nothing_stays(
    context: BrowserContext, door: Door, network: Network
) -> None:
    with at_desk(context, door) as desk:
        kept_on_device(desk.page)
        expect(desk.page.locator("[data-part=age]")).to_contain_text("List of")
        network.fates = deque([Fate.REFUSED] * 50)
        desk.scan(door.badges[0])
        expect(desk.dialog).to_contain_text("Saved without network")
        expect(desk.dialog).to_contain_text(NATIVE)  # the list knew who it is
        desk.next_button.press("Enter")
        desk.page.reload()
        expect(desk.last_scans).to_contain_text(["Not sent yet"])

        desk.page.locator(".desk-settings summary").click()
        leave = desk.page.get_by_role("button", name="Sign out")
        leave.click()
        expect(desk.page.get_by_text("Scans wait here: 1.")).to_be_visible()
        network.fates.clear()
        expect(desk.state).to_have_text("Online, all sent", timeout=20 * SECOND)
        leave.click()
        desk.page.wait_for_url(f"{door.address}/")

        assert desk.page.evaluate(
            """async () => [
                (await caches.keys()).length, localStorage.length,
                (await navigator.serviceWorker.getRegistrations()).length,
            ]"""
        ) == [0, 0, 0]
        desk.page.goto(f"{door.address}/desk/")
        expect(desk.page.get_by_label("Password")).to_be_visible()

    assert [scan.verdict for scan in scans()] == [Verdict.ADMITTED]


@on_sqlite
def test_two_tabs_send_each_scan_once_and_each_shows_its_own(
    browser: Browser, door: Door, network: Network
) -> None:
    plain = browser.new_context(viewport=PHONE, service_workers="block")
    with (
        plain as context,
        at_desk(context, door) as one,
        at_desk(context, door) as other,
    ):
        expect(one.state).to_have_text("Online, all sent")
        expect(other.state).to_have_text("Online, all sent")
        network.is_down = True
        for badge in door.badges[:3]:
            present(one, badge)
        for badge in door.badges[2:6]:
            present(other, badge)
        expect(one.state).to_contain_text("Scans waiting: 7")
        expect(other.state).to_contain_text("Scans waiting: 7")

        network.is_down = False
        expect(other.state).to_have_text("Online, all sent", timeout=20 * SECOND)
        expect(one.state).to_have_text("Online, all sent", timeout=20 * SECOND)
        expect(one.last_scans.filter(has_text="Admitted")).not_to_have_count(0)

    sent = Counter(key for body in network.bodies for key in keys_in(body))
    assert len(sent) == len(scans()) == 7
    assert set(sent.values()) == {1}


@on_sqlite
def test_a_new_version_begins_at_rest_and_a_broken_one_never(
    app: Flask, context: BrowserContext, door: Door, network: Network, tmp_path: Path
) -> None:
    ours = str(app.static_folder)
    try:
        app.static_folder = other_version(ours, tmp_path / "first")
        with at_desk(context, door) as desk:
            kept_on_device(desk.page)
            first = build_of(desk.page)
            network.fates = deque([Fate.REFUSED] * 50)
            desk.scan("4006381333931")
            expect(desk.verdict).to_be_visible()

            app.static_folder = other_version(ours, tmp_path / "second")
            desk.page.evaluate(
                "navigator.serviceWorker.getRegistration().then((one) => one.update())"
            )
            desk.page.wait_for_timeout(4 * SECOND)
            assert build_of(desk.page) == first  # a verdict is shown
            desk.next_button.press("Enter")
            old = desk.page.locator(f"script[src*='{first}']")
            expect(old).to_have_count(0, timeout=15 * SECOND)
            second = build_of(desk.page)
            expect(desk.state).to_contain_text("Scans waiting: 1")

            app.static_folder = broken_version(ours, tmp_path / "third")
            desk.page.reload()
            expect(desk.field).to_be_visible()
            assert build_of(desk.page) == second
            network.fates.clear()
            expect(desk.state).to_have_text("Online, all sent", timeout=20 * SECOND)
    finally:
        app.static_folder = ours

    assert first != second
    assert len(scans()) == 1


def test_the_server_is_killed_in_mid_scan_and_every_scan_is_there_afterwards(
    browser: Browser, tmp_path: Path
) -> None:
    with own_site(tmp_path / "data", "sqlite") as site:
        with browser.new_context(service_workers="block") as context:
            desk = on_duty(context, site)
            for _code in range(15):
                present(desk, compose(CodeKind.PERSON, token_bytes(16)))
            site.kill()
            for _code in range(15):
                present(desk, compose(CodeKind.PERSON, token_bytes(16)))
            expect(desk.state).to_contain_text("Scans waiting")
            site.start()
            expect(desk.state).to_have_text("Online, all sent", timeout=30 * SECOND)
        engine = create_engine(f"sqlite:///{site.data / 'eventapp.db'}")
        with engine.connect() as connection:
            reads = select(Scan.id).where(Scan.verdict == Verdict.UNKNOWN)
            kept = list(connection.scalars(reads))
        engine.dispose()

    assert len(kept) == 30


def present(desk: DeskPage, code: str) -> None:
    """Type a code as fast as no person can."""
    desk.page.evaluate(
        """(code) => {
            document.querySelector("[data-part=field]").value = code;
            document.querySelector("[data-part=find]").requestSubmit();
        }""",
        code,
    )


def kept_on_device(page: Page) -> None:
    """Wait until the desk would start without network."""
    expect(page.locator("[data-part=app-kept]")).not_to_have_attribute("hidden", "")


def kept_pages(page: Page) -> str:
    """All that the browser keeps of the application, pages and answers."""
    texts: list[str] = page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys()) {
                const box = await caches.open(name);
                for (const one of await box.matchAll()) found.push(await one.text());
            }
            return found;
        }"""
    )
    return "\n".join(texts)


def build_of(page: Page) -> str:
    """The version from which the page is drawn."""
    script = page.locator("script[src*='desk.js']").get_attribute("src")
    assert script
    return script.split("/")[2]


def other_version(folder: str, copy: Path) -> str:
    """The same files, and one that makes another version of them."""
    shutil.copytree(folder, copy)
    (copy / "js" / "page.js").write_text(f"/* {copy.name} */", encoding="utf-8")
    return str(copy)


def broken_version(folder: str, copy: Path) -> str:
    """A version of which one file cannot be fetched."""
    made = other_version(folder, copy)
    (copy / "js" / "desk" / "lost.js").symlink_to(copy / "nowhere")
    return made


def scans() -> list[Scan]:
    """What the server keeps, in the order in which it was received."""
    db.session.remove()
    return list(db.session.scalars(select(Scan).order_by(Scan.received_at, Scan.id)))


def keys_in(body: bytes) -> list[UUID]:
    """The scans in one request."""
    sent = json.loads(body)
    return [UUID(one["scan_id"]) for one in sent.get("scans", [sent])]


def on_duty(context: BrowserContext, site: Site) -> DeskPage:
    """A steward who signs in and opens the first desk."""
    address, password = site.sign_ins["steward"]
    page = context.new_page()
    page.goto(f"{site.address}/account/sign-in")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{site.address}/desk/")
    page.get_by_role("button", name="Open the desk").first.click()
    desk = DeskPage(page, [])
    expect(desk.state).to_have_text("Online, all sent")
    return desk
