"""Registering on a phone: with script and without, with mistakes and reloads."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.journeys.site import READING, Site

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
WEEK = "/weeks/gpw2024"


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(**PHONE, base_url=site.address)
    yield _watched(context)
    context.close()


@pytest.fixture
def plain_phone(browser: Browser, site: Site) -> Iterator[Page]:
    """A phone whose browser runs no script."""
    context = browser.new_context(
        **PHONE, base_url=site.address, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_overlaps_and_suggestions_come_while_one_chooses(
    site: Site, phone: Page
) -> None:
    begin(site, phone, "maria@guest.example")
    phone.get_by_label("Name as in your passport").fill("Maria Nowak")
    save(phone)

    phone.get_by_label("Country or region").select_option(label="Poland")
    phone.get_by_role("textbox", name="Institution").fill("Opole")
    suggested = phone.get_by_role("group", name="Which one is it?")
    expect(suggested.get_by_role("radio").first).to_be_visible()
    expect(phone.get_by_role("button", name="Find")).to_be_hidden()
    suggested.get_by_role("radio").first.check()
    phone.get_by_label("Expert", exact=True).check()
    save(phone)
    phone.get_by_label("Day of arrival").fill("2024-03-26")
    phone.get_by_label("No", exact=True).check()
    save(phone)

    first, second = overlapping(phone)
    for key in (first, second):
        phone.locator(f"[data-event='{key}'] input").check()
    for key in (first, second):
        expect(phone.locator(f"[data-event='{key}'] [data-clash]")).to_be_visible()
    phone.locator(f"[data-event='{second}'] input").uncheck()
    expect(phone.locator(f"[data-event='{first}'] [data-clash]")).to_be_hidden()
    assert sideways(phone) == 0


def test_questions_follow_from_answers_and_a_file_outlives_a_mistake(
    site: Site, phone: Page
) -> None:
    begin(site, phone, "tomas@guest.example")
    phone.goto(f"{WEEK}/register/institution")
    phone.get_by_label("Country or region").select_option(label="Poland")
    phone.get_by_role("textbox", name="Institution").fill("Opole")
    suggested = phone.get_by_role("group", name="Which one is it?")
    suggested.get_by_role("radio").first.check()
    phone.get_by_label("Expert", exact=True).check()
    save(phone)
    phone.goto(f"{WEEK}/register/needs")
    save(phone)

    wants = phone.get_by_role("group", name="Do you want to see a laboratory?")
    robots = phone.get_by_label("Robots")
    expect(robots).to_be_hidden()
    wants.get_by_label("Yes").check()
    expect(robots).to_be_visible()
    wants.get_by_label("No", exact=True).check()
    expect(robots).to_be_hidden()
    save(phone)

    title = phone.get_by_label("Title of your talk")
    title.fill("Bridges that measure themselves")
    slides = phone.get_by_label("Choose a file")
    honest = b"%PDF-1.4\n%%EOF\n"
    nasty = b"MZ a program"
    files: list[FilePayload] = [
        {"name": "slides.pdf", "mimeType": "application/pdf", "buffer": honest},
        {"name": "more.pdf", "mimeType": "application/pdf", "buffer": nasty},
    ]
    slides.set_input_files(files)
    phone.get_by_role("button", name="Save and continue").click()
    expect(phone.locator("#problem")).to_contain_text("This file is a program.")
    expect(title).to_have_value("Bridges that measure themselves")
    expect(phone.get_by_label("Keep slides.pdf")).to_be_checked()
    assert sideways(phone) == 0
    phone.get_by_role("button", name="Save and continue").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("About you")
    phone.goto("/me/")
    expect(phone.get_by_role("link", name="slides.pdf")).to_be_visible()


def test_a_reload_keeps_what_was_typed_and_a_mistake_is_named(
    site: Site, phone: Page
) -> None:
    begin(site, phone, "jan@guest.example")

    phone.get_by_label("Name as in your passport").fill("Ян Ковальский")
    phone.reload()
    field = phone.get_by_label("Name as in your passport")
    expect(field).to_have_value("Ян Ковальский")
    phone.get_by_role("button", name="Save and continue").click()

    expect(phone).to_have_title(re.compile("^Problem:"))
    expect(phone.locator("#problem")).to_be_focused()
    phone.get_by_role("link", name=re.compile("in Latin letters")).click()
    expect(field).to_be_focused()
    expect(field).to_have_value("Ян Ковальский")
    field.fill("Jan Kowalski")
    save(phone)

    phone.get_by_role("link", name="Later").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "Your registration is not finished"
    )
    phone.get_by_role("link", name="Continue").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your institution")


def test_everything_works_without_script(site: Site, plain_phone: Page) -> None:
    phone = plain_phone
    begin(site, phone, "aisha@guest.example")
    phone.get_by_label("Name as in your passport").fill("Aisha Rahman")
    save(phone)
    phone.get_by_label("Country or region").select_option(label="Poland")
    phone.get_by_role("textbox", name="Institution").fill("Opole")
    phone.get_by_role("button", name="Find").click()
    suggested = phone.get_by_role("group", name="Which one is it?")
    suggested.get_by_role("radio").first.check()
    phone.get_by_label("Student", exact=True).check()
    save(phone)
    phone.get_by_label("No", exact=True).check()
    save(phone)
    phone.locator("[data-event] input").first.check()
    save(phone)
    phone.get_by_label("What do you eat?").select_option(label="Halal")
    phone.get_by_label(re.compile("^You may use what I said")).check()
    save(phone)
    wants = phone.get_by_role("group", name="Do you want to see a laboratory?")
    wants.get_by_label("Yes").check()
    phone.get_by_role("button", name="Save and continue").click()
    phone.get_by_label("Robots").check()  # asked when the page comes back
    save(phone)
    expect(phone.get_by_role("main")).to_contain_text("Robots")
    phone.get_by_label("I have read this text, and I agree.").check()
    phone.get_by_role("button", name="Register").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You are registered")
    mine = phone.url

    release = phone.get_by_role("link", name=re.compile("^Release"))
    release.click()  # others wait for this place: it asks first
    phone.get_by_role("button", name="Release the place").click()
    expect(phone).to_have_url(f"{mine}#events")
    expect(release).to_have_count(0)

    phone.get_by_role("button", name="Close on this device").click()
    answer = phone.goto(mine)
    assert answer is not None
    assert answer.status == 404
    phone.goto("/me/")
    phone.get_by_label("E-mail").fill("aisha@guest.example")
    phone.get_by_role("button", name="Send me the link").click()
    text = site.mailbox.text_to("aisha@guest.example", "You asked for the link")
    link = re.search(r"http\S+/me/enter/\S+", text)
    assert link is not None
    phone.goto(link[0])
    assert phone.url == mine

    phone.get_by_role("link", name="Cancel my registration").click()
    phone.get_by_role("button", name="Cancel my registration").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "Your registration is cancelled"
    )


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_no_page_of_registration_scrolls_sideways(
    browser: Browser, site: Site, width: int, language: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, base_url=site.address
    )
    page = _watched(context)
    address = f"wide{width}{language}@guest.example".lower()
    begin(site, page, address)
    page.goto(f"/language/{language}?next={WEEK}/register/name")

    for step in ("name", "institution", "stay", "events", "needs"):
        page.goto(f"{WEEK}/register/{step}")
        assert sideways(page) == 0, step
    page.goto("/me/")
    assert sideways(page) == 0
    context.close()


def begin(site: Site, page: Page, address: str) -> None:
    """Confirm an address with the code of a real mail."""
    page.goto(f"{WEEK}/register")
    page.get_by_label("E-mail").fill(address)
    page.wait_for_timeout(READING)
    page.get_by_role("button", name="Send me a code").click()
    digits = re.search(r"\b(\d{6})\b", site.mailbox.text_to(address, "Your code is"))
    assert digits is not None
    page.get_by_label("Code", exact=True).fill(f"{digits[1][:3]} {digits[1][3:]}")
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About you")


def save(page: Page) -> None:
    """Save this step, and see the next one."""
    here = page.url
    page.get_by_role("button", name="Save and continue").click()
    expect(page).not_to_have_url(here)


def overlapping(page: Page) -> tuple[str, str]:
    """Two events of the page that nobody can see both."""
    rows = page.locator("[data-event]").evaluate_all(
        "rows => rows.map((row) => ({ ...row.dataset }))"
    )
    for one in rows:
        for other in rows:
            apart = one["starts"] >= other["ends"] or other["starts"] >= one["ends"]
            inside = {one.get("parent"), other.get("parent")} & {
                one["event"],
                other["event"],
            }
            if one is not other and not apart and not inside:
                return one["event"], other["event"]
    raise AssertionError(rows)


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider


def _watched(context: BrowserContext) -> Page:
    page = context.new_page()
    page.on("pageerror", _fail)
    return page


def _fail(error: Exception) -> None:
    raise AssertionError(str(error))
