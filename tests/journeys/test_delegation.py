"""A secretary with a phone: nine people come, three of them are named a week later."""

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.site import Site

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
OFFICE = "/organise/gpw2024/delegations"
CONTACT = "petra@rwth.example"
SIX = """Petra Stein petra@rwth.example
Karl Müller karl@rwth.example
Wang Xiaoming 王小明
Анна Ковальская
Li Na 李娜
Jürgen Groß"""


def test_nine_are_registered_on_a_phone_and_three_named_later(
    site: Site, browser: Browser
) -> None:
    office = browser.new_context(base_url=site.address).new_page()
    enter_delegation(site, office)
    link = re.findall(r"\S+/delegations/\S+", site.mailbox.text_to(CONTACT))[0]
    phone = browser.new_context(**PHONE, base_url=site.address).new_page()

    phone.goto(link)
    phone.get_by_role("button", name="Open the delegation").click()
    phone.get_by_role("link", name="Add several at once").click()
    phone.get_by_label("People", exact=True).fill(SIX)
    phone.get_by_role("button", name="Add these people").click()
    phone.get_by_role("link", name="Add people to be named").click()
    phone.get_by_label("How many people").fill("3")
    phone.get_by_label("How you call them").fill("a student of chemistry")
    phone.wait_for_timeout(1100)  # nobody fills in a form in less than a second
    phone.get_by_role("button", name="Add them").click()
    expect(phone.get_by_text("6 named, 3 to be named.")).to_be_visible()
    phone.get_by_role("link", name="Petra Stein").click()
    phone.get_by_role("button", name="Make head").click()
    phone.get_by_role("link", name="Check and send").click()
    phone.get_by_role("button", name="Send the delegation").click()
    expect(phone.get_by_text("We expect 9 people.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    told = site.mailbox.text_to(CONTACT, "Your delegation is registered")
    assert told.count("a student of chemistry (to be named)") == 3

    for name in ("Mia Klein", "Otto Neu", "Ida Berg"):  # a week later
        phone.get_by_role("link", name="To be named: a student").first.click()
        phone.get_by_label("Name as in the passport").fill(name)
        phone.get_by_role("button", name="Save", exact=True).click()

    expect(phone.get_by_text("9 named, 0 to be named.")).to_be_visible()
    office.reload()
    expect(office.get_by_text("9 named, 0 to be named, of 10 at most.")).to_be_visible()
    for page in (office, phone):
        page.context.close()


def enter_delegation(site: Site, page: Page) -> None:
    """The office enters a delegation, and sends its contact the link."""
    address, password = site.sign_ins["organiser"]
    page.goto("/account/sign-in")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{OFFICE}/new")
    page.get_by_label("Institution", exact=True).select_option(
        label="RWTH Aachen University"
    )
    page.get_by_label("Quota").fill("10")
    page.get_by_label("Contact", exact=True).fill("Petra Stein")
    page.get_by_label("E-mail of the contact").fill(CONTACT)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("We sent the link to")).to_be_visible()
