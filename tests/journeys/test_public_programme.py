"""Readers of the programme: search, stars with and without script, the keyboard."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.site import Site
from tests.journeys.test_accessible import WEEK, fault

PROGRAMME = f"{WEEK}/programme?day=all"
NOTHING_YET = "No event is starred yet"


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Page]:
    """A phone with script."""
    context = phone(browser, site, script=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain(browser: Browser, site: Site) -> Iterator[Page]:
    """A phone that runs no script."""
    context = phone(browser, site, script=False)
    yield context.new_page()
    context.close()


def phone(browser: Browser, site: Site, *, script: bool) -> BrowserContext:
    return browser.new_context(
        base_url=site.address,
        viewport={"width": 390, "height": 844},
        java_script_enabled=script,
        locale="en-GB",
    )


def test_a_reader_stars_events_and_finds_them_again(reader: Page) -> None:
    sent: list[str] = []
    reader.on("request", lambda one: sent.append(one.method))
    reader.goto(PROGRAMME)
    stars = reader.locator("button.star")
    title = reader.locator(".event-title a").first.inner_text()

    stars.nth(0).click()
    stars.nth(1).press("Enter")

    expect(stars.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(stars.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(stars.nth(0)).to_have_attribute("aria-label", f"Star: {title}")
    expect(reader.locator("[data-star-count]")).to_have_text("2")
    assert set(sent) == {"GET"}  # the server keeps nothing of it

    reader.reload()  # the page is kept for everybody; the stars are the reader's
    expect(stars.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(stars.nth(2)).to_have_attribute("aria-pressed", "false")

    reader.goto(f"{WEEK}/starred")
    expect(reader.locator(".event")).to_have_count(2)
    expect(reader.locator(".event-title").first).to_have_text(title)
    assert fault(reader) == []
    reader.locator("button.star").first.click()
    reader.reload()
    expect(reader.locator(".event")).to_have_count(1)


def test_a_star_on_the_page_of_an_event_is_the_one_in_the_list(reader: Page) -> None:
    reader.goto(PROGRAMME)
    reader.locator(".event-title a").first.click()
    star = reader.locator(".star-button")
    expect(star).to_have_text("Star this event")

    star.click()

    expect(star).to_have_text("Starred")
    expect(star).to_have_attribute("aria-pressed", "true")
    assert fault(reader) == []
    reader.goto(PROGRAMME)
    pressed = reader.locator("button.star").first
    expect(pressed).to_have_attribute("aria-pressed", "true")


def test_without_script_a_form_does_the_same(plain: Page) -> None:
    plain.goto(PROGRAMME)
    plain.locator(".event-title a").first.click()
    title = plain.locator("h1").inner_text()

    plain.get_by_role("link", name="Star this event").click()
    plain.get_by_role("button", name="Star this event").click()

    expect(plain.get_by_role("button", name="Take the star away")).to_be_visible()
    plain.goto(f"{WEEK}/starred")
    expect(plain.locator(".event-title")).to_have_text(title)
    plain.locator(".event-title a").click()
    plain.get_by_role("button", name="Take the star away").click()
    plain.goto(f"{WEEK}/starred")
    expect(plain.get_by_text(NOTHING_YET)).to_be_visible()


def test_without_script_one_searches_and_filters(plain: Page) -> None:
    plain.goto(f"{WEEK}/programme")
    plain.get_by_text("Search", exact=True).first.click()

    plain.locator("[name=q]").fill("CHINESE")
    plain.get_by_role("button", name="Show").click()

    expect(plain).to_have_url(re.compile(r"[?&]q=CHINESE"))
    expect(plain.locator(".filter-state")).to_contain_text("“CHINESE”")
    expect(plain.locator(".event-title").first).to_contain_text("Chinese")
    plain.locator(".filter-state a").first.click()
    expect(plain.locator(".filter-state")).to_have_count(0)


def test_the_stars_of_one_reader_are_not_those_of_another(
    reader: Page, browser: Browser, site: Site
) -> None:
    reader.goto(PROGRAMME)
    reader.locator("button.star").first.click()
    context = phone(browser, site, script=True)
    other = context.new_page()

    other.goto(PROGRAMME)

    first = other.locator("button.star").first
    expect(first).to_have_attribute("aria-pressed", "false")
    other.goto(f"{WEEK}/starred")
    expect(other.get_by_text(NOTHING_YET)).to_be_visible()
    context.close()
