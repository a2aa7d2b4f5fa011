"""A driver meets somebody whose train is late, seen from the phone and the office."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.site import Site

OFFICE = "/organise/gpw2024/arrivals"
SOON = 15_000  # milliseconds


def test_a_late_change_reaches_the_driver_who_marks_a_passenger_as_met(
    site: Site, browser: Browser
) -> None:
    office = browser.new_context(base_url=site.address).new_page()
    sign_in(site, office)
    office.goto(f"{OFFICE}/pickups")
    office.locator("tr", has_text="Driver has the list").first.get_by_role(
        "link"
    ).click()
    address = office.get_by_label("Address for the driver").input_value()
    person = office.locator("th.name a").first.get_attribute("href") or ""

    phone = browser.new_context(
        base_url=site.address, viewport={"width": 390, "height": 844}, is_mobile=True
    ).new_page()
    said: list[str] = []
    phone.on("pageerror", lambda error: said.append(str(error)))
    phone.goto(re.sub(r"^https?://[^/]+", site.address, address))
    expect(phone.locator(".driver-person")).to_have_count(1)

    office.goto(f"{person}/arrival")
    office.get_by_label("Time", exact=True).fill("22:40")
    office.get_by_role("button", name="Save and continue").click()
    office.get_by_label("Number of the flight or train").fill("ZZ77")
    office.get_by_role("button", name="Save and continue").click()
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator(".driver-flight")).to_contain_text("22:40 ZZ77", timeout=SOON)
    expect(phone.get_by_text("This person no longer fits.")).to_be_visible()

    phone.get_by_role("button", name=re.compile("^Met")).click()
    expect(phone.get_by_role("button", name="I have brought them")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert said == []
    office.goto(f"{OFFICE}/pickups")
    expect(office.get_by_text("Everybody met or searched").first).to_be_visible()


def sign_in(site: Site, page: Page) -> None:
    address, password = site.sign_ins["organiser"]
    page.goto("/account/sign-in")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/organise/**")
