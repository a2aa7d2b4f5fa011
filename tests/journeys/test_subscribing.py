"""Into the own calendar: on a phone, by keyboard, without script, in private."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from eventapp.kernel.db import add, db
from eventapp.kernel.tokens import digest, new_token
from eventapp.programme.queries import week_by_slug
from eventapp.registration.models.entering import PrivateLink
from eventapp.registration.service.agenda import open_agenda
from tests.builders import make_registration
from tests.feeds.test_clients import ANDROID, IPHONE
from tests.journeys.site import Site
from tests.journeys.test_accessible import WEEK, fault
from tests.journeys.test_two_processes import beside

PAGE = f"{WEEK}/calendar"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
COMPUTER: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
LATER = datetime(2030, 1, 1, tzinfo=UTC)  # for everybody, shifted clocks included
LIGHT = 60_000  # octets of the first view over the wire

# What a page looks like does not depend on the database.
pytestmark = pytest.mark.parametrize("site", ["sqlite"], indirect=True, scope="session")


def test_the_right_button_is_on_the_first_screen_and_parts_are_chosen_by_keyboard(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(**PHONE, base_url=site.address, user_agent=IPHONE)
    page = context.new_page()
    page.goto(PAGE)
    sent = "performance.getEntries().map((one) => one.transferSize ?? 0)"
    weight = sum(page.evaluate(sent))
    button = page.get_by_role("link", name="Subscribe in Apple Calendar")
    tab_to(page, button)
    box = button.bounding_box()
    expect(button).to_have_attribute("href", re.compile("^webcal://.*lang=en$"))
    assert box is not None
    assert box["y"] + box["height"] < PHONE["viewport"]["height"]
    assert weight < LIGHT

    page.locator("summary", has_text="Choose events and language").press("Enter")
    page.locator("summary", has_text="Kind").press("Enter")
    page.get_by_role("checkbox", name=re.compile("Academic salon")).press("Space")
    page.get_by_role("button", name="Show this calendar").press("Enter")

    expect(page).to_have_url(re.compile("kind=salon"))
    expect(page.locator("#feed")).to_have_value(re.compile(r"lang=en&kind=salon$"))
    page.get_by_role("button", name="Copy Calendar address").press("Enter")
    expect(page.locator("[data-copy-status]").first).to_have_text("Copied.")
    open_all(page)
    assert fault(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_without_script_and_in_chinese_every_way_is_there(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(
        **COMPUTER,
        base_url=site.address,
        user_agent=ANDROID,
        locale="zh-CN",
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto(PAGE)

    page.locator(".calendar-choice > summary").click()
    page.locator(".calendar-choice details > summary").first.click()
    page.locator("[name=kind][value=salon]").check()
    page.locator("[name=lang][value=en]").check()
    page.locator(".calendar-choice button").click()

    expect(page.locator("#feed")).to_have_value(re.compile(r"lang=en&kind=salon$"))
    expect(page.locator("a[href^='mailto:?']").first).to_be_visible()
    apple = page.locator("details.calendar-way a[href^='webcal:']").first
    expect(apple).to_be_hidden()
    page.locator(".stack > div > details.calendar-way > summary").first.click()
    expect(apple).to_be_visible()
    context.close()


def test_a_delegate_subscribes_to_the_own_events(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        **PHONE, base_url=site.address, user_agent=IPHONE, color_scheme="dark"
    )
    page = context.new_page()
    page.goto(link(site))
    page.get_by_role("link", name="My calendar").click()
    assert fault(page) == []

    page.get_by_role("button", name="Subscribe to my events").click()

    old = page.locator("#feed").input_value()
    button = page.get_by_role("link", name="Subscribe in Apple Calendar")
    expect(button).to_have_attribute("href", old.replace("http:", "webcal:"))
    expect(page.get_by_role("img", name=re.compile("^QR code"))).to_be_visible()
    open_all(page)
    assert fault(page) == []
    page.get_by_role("button", name="Renew the address").click()
    expect(page.locator("#feed")).not_to_have_value(old)
    context.close()


def tab_to(page: Page, wanted: Any, most: int = 12) -> None:
    for _tab in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(page.evaluate("document.activeElement.outerHTML"))


def open_all(page: Page) -> None:
    page.evaluate(
        "document.querySelectorAll('main details').forEach((one) => (one.open = true))"
    )


def link(site: Site) -> str:
    """The private link of a delegate of the week."""
    token = new_token()
    with beside(site):
        week = week_by_slug("gpw2024")
        assert week is not None
        registration = make_registration(week, number=9811)
        open_agenda(registration)
        add(
            PrivateLink(
                token_digest=digest(token),
                created_at=LATER,
                expires_at=LATER,
                registration_id=registration.id,
            )
        )
        db.session.commit()
    return f"/me/enter/{token}"
