"""A phone without account: set up by a code, ended, and nothing left on it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from eventapp.accounts.vocabulary import Role
from eventapp.badges.service import code_of, issue
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.programme.vocabulary import SignUp
from tests.builders import make_desk, make_event, make_registration, make_week
from tests.conftest import Client
from tests.journeys.desk import DeskPage, served, signed_in, watched

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
DEVICES = "/desk/weeks/spring/devices"
LEFT = """async () => {
  const stores = [];
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((resolve, reject) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    for (const box of base.objectStoreNames) {
      stores.push(await new Promise((resolve) => {
        const asked = base.transaction(box).objectStore(box).count();
        asked.onsuccess = () => resolve(asked.result);
      }));
    }
    base.close();
  }
  const known = await navigator.serviceWorker.getRegistrations();
  const records = stores.reduce((sum, count) => sum + count, 0);
  return [records, (await caches.keys()).length, localStorage.length, known.length];
}"""

# The database's part is tested on both; the browser does not know which it is.
pytestmark = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True, scope="session"
)


@pytest.fixture
def badges(app: Flask) -> list[str]:
    """The badges of two delegates who may enter."""
    assert app
    week = make_week("spring")
    names = (PersonName("Anna Nowak"), PersonName("Jan Kowalski"))
    people = [make_registration(week, name=name) for name in names]
    starts_at = clock.now() + timedelta(minutes=10)
    make_event(week, signup=SignUp.EVERYONE, starts_at=starts_at)
    make_desk(week)
    found = [code_of(issue(person)) for person in people]
    db.session.commit()
    db.session.remove()
    return [code for code in found if code]


@pytest.fixture
def address(app: Flask, badges: list[str]) -> Iterator[str]:
    """The application as browsers find it."""
    assert badges
    with served(app) as address:
        yield address


@pytest.fixture
def office(browser: Browser, client: Client, address: str) -> Iterator[Page]:
    """The browser of an organiser."""
    cookie = signed_in(client, Role.ORGANISER)
    with browser.new_context(service_workers="block") as context:
        context.add_cookies([{"name": "session", "value": cookie, "url": address}])
        yield context.new_page()


def test_a_phone_is_set_up_scans_is_ended_and_has_nothing_left(
    browser: Browser, office: Page, address: str, badges: list[str]
) -> None:
    problems: list[str] = []
    link = made_by(office, address)
    with browser.new_context(**PHONE) as context:
        phone = DeskPage(watched(context, problems), badges)
        set_up(phone.page, address + link)
        expect(phone.state).to_have_text("Online, all sent")
        phone.scan(badges[0])
        expect(phone.verdict).to_have_text("Welcome")
        expect(office.get_by_text("This device is set up")).to_be_visible(timeout=9000)
        ended_by(office)

        phone.scan(badges[1])  # it does not know yet that it may not

        told = phone.page.get_by_role("heading", name="This device has ended")
        expect(told).to_be_visible()
        expect(
            phone.page.get_by_text("Nothing is left on this device.")
        ).to_be_visible()
        assert phone.page.evaluate(LEFT) == [0, 0, 0, 0]
        kept = {cookie["name"] for cookie in context.cookies()}
        assert "desk" not in kept
    office.goto(f"{address}/desk/weeks/spring/conflicts")
    expect(office.get_by_role("heading", name="Jan Kowalski")).to_be_visible()
    expect(office.get_by_text("Scanned by a device that had ended")).to_be_visible()
    assert problems == []


def test_the_page_of_the_shift_signs_nobody_out_while_scans_wait(
    browser: Browser, office: Page, address: str, badges: list[str]
) -> None:
    link = made_by(office, address)
    with browser.new_context(**PHONE, service_workers="block") as context:
        phone = DeskPage(watched(context, []), badges)
        set_up(phone.page, address + link)
        phone.page.evaluate(
            """() => dispatchEvent(Object.assign(
                new Event("beforeinstallprompt", { cancelable: true }),
                { prompt() { document.title = "Asked" } }))"""
        )
        phone.page.locator(".desk-settings summary").click()
        phone.page.get_by_role("button", name="Install on this device").click()
        expect(phone.page).to_have_title("Asked")
        context.route("**/scans", lambda route: route.abort())
        phone.scan(badges[0])
        expect(phone.dialog).to_contain_text("Saved without network")
        phone.page.goto(f"{address}/desk/devices/shift")
        leave = phone.page.get_by_role("button", name="Sign this device out")

        leave.click()

        expect(phone.page.get_by_text("Scans wait here: 1.")).to_be_visible()
        context.unroute("**/scans")
        phone.page.get_by_role("link", name="Back to the desk").click()
        phone.page.get_by_role("button", name="Open the desk").first.click()
        expect(phone.state).to_have_text("Online, all sent")
        phone.page.goto(f"{address}/desk/devices/shift")
        leave.click()
        told = phone.page.get_by_role("heading", name="This device is signed out")
        expect(told).to_be_visible()
        phone.page.wait_for_function(f"({LEFT})().then((all) => !Math.max(...all))")


def made_by(office: Page, address: str) -> str:
    """An organiser adds a device; what its code says."""
    office.goto(f"{address}{DEVICES}/new")
    office.get_by_label("Name of the device").fill("Tablet 3")
    office.get_by_label("Desk", exact=True).select_option("Hall door")
    office.get_by_role("button", name="Add the device").click()
    expect(office.get_by_role("img", name="Set-up code of Tablet 3")).to_be_visible()
    office.get_by_text("No camera?").click()
    link = office.locator(".identifier").inner_text()
    return link[link.index("/desk/") :]


def set_up(page: Page, link: str) -> None:
    """The camera of the phone opens the link."""
    page.goto(link)
    page.get_by_label("Your name").fill("Li Na")
    page.get_by_role("button", name="Set up and begin duty").click()
    expect(page.get_by_role("button", name="Start duty")).to_be_visible()


def ended_by(office: Page) -> None:
    """The organiser ends the device."""
    office.get_by_role("link", name="End this device").click()
    office.get_by_role("button", name="End this device now").click()
    expect(office.get_by_text("has not said yet that it forgot")).to_be_visible()
